package io.offheap.agent.install;

import java.util.Map;
import java.util.WeakHashMap;

/**
 * Whether classes of a loader would find the very handle classes that the agent came with. A loader
 * that does not ask the system loader, or that brings a copy of its own, does not. Thread-safe;
 * each loader is asked once.
 */
final class RuntimeVisibility {
  private final Class<?> runtime;
  private final Map<ClassLoader, Boolean> known = new WeakHashMap<>();

  /**
   * @param runtime one of the handle classes
   */
  RuntimeVisibility(Class<?> runtime) {
    this.runtime = runtime;
  }

  @SuppressWarnings("ReferenceEquality") // an application may define equals of its loaders
  boolean of(ClassLoader loader) {
    if (loader == runtime.getClassLoader()) {
      return true;
    }
    synchronized (known) {
      Boolean answer = known.get(loader);
      if (answer != null) {
        return answer;
      }
    }
    // Asked without the lock: a loader runs code of the application.
    boolean answer = ask(loader);
    synchronized (known) {
      known.put(loader, answer);
    }
    return answer;
  }

  private boolean ask(ClassLoader loader) {
    try {
      return Class.forName(runtime.getName(), false, loader) == runtime;
    } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
      return false;
    }
  }
}
