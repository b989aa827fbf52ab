package io.offheap.agent.install;

/**
 * Whether classes of a loader would find the very handle classes that the agent came with. A loader
 * that does not ask the system loader, or that brings a copy of its own, does not. Asked anew for
 * each marked class: a map of loaders would ask the application's {@code equals}.
 */
final class RuntimeVisibility {
  private final Class<?> runtime;

  /**
   * @param runtime one of the handle classes
   */
  RuntimeVisibility(Class<?> runtime) {
    this.runtime = runtime;
  }

  boolean of(ClassLoader loader) {
    try {
      return Class.forName(runtime.getName(), false, loader) == runtime;
    } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
      return false;
    }
  }
}
