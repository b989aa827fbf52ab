package io.offheap.agent.site;

/** Tells from its constant pool alone whether a class file mentions the annotation. */
public final class ConstantPoolScan {
  /** Descriptor of the annotation; compared as bytes, so that its class is never needed. */
  public static final String ANNOTATION = "Lio/offheap/OffHeap;";

  private ConstantPoolScan() {}

  /**
   * Whether the constant pool holds the annotation's descriptor.
   *
   * @return false also for bytes that are no class file
   */
  public static boolean mentionsAnnotation(byte[] file) {
    ConstantPool pool = ConstantPool.of(file);
    return pool != null && pool.mentionsAnnotation();
  }
}
