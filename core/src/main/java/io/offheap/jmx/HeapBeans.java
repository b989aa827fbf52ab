package io.offheap.jmx;

/**
 * Puts the off-heap memory of the process into the platform's MBean server: {@code
 * io.offheap:type=Heap}, and {@code io.offheap:type=SizeClass,size=N} for each size class in use.
 *
 * <p>No type of the module {@code java.management} appears here, so the class is safe to use where
 * that is absent.
 */
public final class HeapBeans {
  private HeapBeans() {}

  /**
   * Registers the beans, if there is JMX in the run-time image. They show {@link
   * io.offheap.array.ArrayMemory}'s heap once that is in use, and zeros before. Further calls have
   * no effect. Thread-safe.
   *
   * <p>The first use of JMX in a process costs it some hundred milliseconds, and decides which
   * {@code MBeanServerBuilder} is used: not to be called before {@code main}.
   */
  public static void register() {
    if (ModuleLayer.boot().findModule("java.management").isPresent()) Registration.register();
  }

  /** Takes the beans out again. */
  public static void unregister() {
    if (ModuleLayer.boot().findModule("java.management").isPresent()) Registration.unregister();
  }
}
