package io.offheap.agent.site;

import java.nio.charset.StandardCharsets;

/**
 * Tells from its constant pool alone whether a class file mentions the annotation, and whether it
 * could share arrays with a class that does.
 *
 * <p>Every class that is loaded passes through here, so this reads each constant's tag once,
 * allocates nothing, and uses no class that is not loaded already. Time: linear in the number of
 * constants.
 */
public final class ConstantPoolScan {
  /** Descriptor of the annotation; compared as bytes, so that its class is never needed. */
  public static final String ANNOTATION = "Lio/offheap/OffHeap;";

  /** What a constant pool says of a class. */
  public enum Found {
    /** Nothing of the class can concern us. */
    NOTHING,
    /**
     * The class names a field, method or dynamic call with an array of primitives in its type: it
     * may use a member that another class of its jar has marked.
     */
    NAMES_ARRAYS,
    /**
     * The class belongs to a nest, and names a field, method or dynamic call with an array of
     * primitives in its type: it may use a member that a mate has marked.
     */
    SHARES_ARRAYS,
    /** The class mentions the annotation. */
    ANNOTATION
  }

  private static final byte[] NEEDLE = bytes(ANNOTATION);
  private static final byte[] NEST_HOST = bytes("NestHost");
  private static final byte[] NEST_MEMBERS = bytes("NestMembers");
  private static final int MAGIC = 0xCAFEBABE;
  private static final int UTF8 = 1;

  /** Bytes of a long or double, which alone take two entries of the pool. */
  private static final int TWO_ENTRIES = 9;

  /**
   * Bytes of a constant by its tag; 0 for those of no fixed size, and where there is no such tag.
   */
  private static final byte[] BYTE_SIZES = {
    0, 0, 0, 5, 5, TWO_ENTRIES, TWO_ENTRIES, 3, 3, 5, 5, 5, 5, 0, 0, 4, 3, 5, 5, 3, 3
  };

  private ConstantPoolScan() {}

  /**
   * Whether the constant pool holds the annotation's descriptor.
   *
   * @return false also for bytes that are no class file
   */
  public static boolean mentionsAnnotation(byte[] file) {
    return scan(file) == Found.ANNOTATION;
  }

  /** What the constant pool says; {@link Found#NOTHING} also for bytes that are no class file. */
  public static Found scan(byte[] file) {
    if (file.length < 10 || u4(file, 0) != MAGIC) {
      return Found.NOTHING;
    }
    boolean nest = false;
    boolean arrays = false;
    int count = u2(file, 8);
    int at = 10;
    for (int index = 1; index < count; index++) {
      if (at + 3 > file.length) {
        return Found.NOTHING;
      }
      int tag = file[at];
      if (tag != UTF8) {
        int byteSize = tag > 0 && tag < BYTE_SIZES.length ? BYTE_SIZES[tag] : 0;
        if (byteSize == 0) {
          return Found.NOTHING;
        }
        at += byteSize;
        index += byteSize == TWO_ENTRIES ? 1 : 0;
        continue;
      }
      int length = u2(file, at + 1);
      int from = at + 3;
      at = from + length;
      if (at > file.length || length < 2) {
        continue; // cut off, and the next round ends; or too short for anything
      }
      if (length == NEEDLE.length && matches(file, from, NEEDLE)) {
        return Found.ANNOTATION;
      }
      if (file[from] == 'N') {
        nest |=
            (length == NEST_HOST.length && matches(file, from, NEST_HOST))
                || (length == NEST_MEMBERS.length && matches(file, from, NEST_MEMBERS));
      } else if (!arrays) {
        arrays = namesArrayOfPrimitives(file, from, at);
      }
    }
    if (!arrays) {
      return Found.NOTHING;
    }
    return nest ? Found.SHARES_ARRAYS : Found.NAMES_ARRAYS;
  }

  /** Whether the bytes look like the type of a field or method with such an array in it. */
  static boolean namesArrayOfPrimitives(byte[] file, int from, int end) {
    if (end - from < 2 || (file[from] != '(' && (file[from] != '[' || end - from != 2))) {
      return false;
    }
    for (int i = from; i + 1 < end; i++) {
      if (file[i] == '[' && file[i + 1] < 'a' && file[i + 1] != 'L' && file[i + 1] != '[') {
        return true;
      }
    }
    return false;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static boolean matches(byte[] file, int from, byte[] text) {
    for (int i = 0; i < text.length; i++) {
      if (file[from + i] != text[i]) {
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
