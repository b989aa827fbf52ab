package io.offheap.agent.site;

import java.nio.charset.StandardCharsets;

/**
 * Tells from its constant pool alone whether a class file mentions the annotation.
 *
 * <p>Every class that is loaded passes through here, so this reads each constant's tag once,
 * allocates nothing, and uses no class that is not loaded already. Time: linear in the number of
 * constants.
 */
public final class ConstantPoolScan {
  /** Descriptor of the annotation; compared as bytes, so that its class is never needed. */
  public static final String ANNOTATION = "Lio/offheap/OffHeap;";

  private static final byte[] NEEDLE = ANNOTATION.getBytes(StandardCharsets.ISO_8859_1);
  private static final int MAGIC = 0xCAFEBABE;

  private ConstantPoolScan() {}

  /**
   * Whether the constant pool holds the annotation's descriptor.
   *
   * @return false also for bytes that are no class file
   */
  public static boolean mentionsAnnotation(byte[] file) {
    if (file.length < 10 || u4(file, 0) != MAGIC) {
      return false;
    }
    int count = u2(file, 8);
    int at = 10;
    for (int index = 1; index < count; index++) {
      if (at + 3 > file.length) {
        return false;
      }
      switch (file[at]) {
        case 1 -> { // Utf8
          int length = u2(file, at + 1);
          if (length == NEEDLE.length && matches(file, at + 3)) {
            return true;
          }
          at += 3 + length;
        }
        case 5, 6 -> { // Long, Double: two entries of the pool
          at += 9;
          index++;
        }
        case 7, 8, 16, 19, 20 -> at += 3; // Class, String, MethodType, Module, Package
        case 15 -> at += 4; // MethodHandle
        case 3, 4, 9, 10, 11, 12, 17, 18 -> at += 5; // numbers, references, names, dynamic
        default -> {
          return false;
        }
      }
    }
    return false;
  }

  private static boolean matches(byte[] file, int from) {
    if (from + NEEDLE.length > file.length) {
      return false;
    }
    for (int i = 0; i < NEEDLE.length; i++) {
      if (file[from + i] != NEEDLE[i]) {
        return false;
      }
    }
    return true;
  }

  private static int u2(byte[] file, int at) {
    return ((file[at] & 0xFF) << 8) | (file[at + 1] & 0xFF);
  }

  private static int u4(byte[] file, int at) {
    return (u2(file, at) << 16) | u2(file, at + 2);
  }
}
