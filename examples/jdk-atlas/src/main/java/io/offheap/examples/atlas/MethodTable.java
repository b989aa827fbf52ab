package io.offheap.examples.atlas;

import io.offheap.OffHeap;
import java.lang.classfile.ClassFile;
import java.util.Arrays;

/**
 * What is known of the methods beyond their names. Those whose class file was read are "declared",
 * others are only mentioned by calls.
 */
final class MethodTable {
  private final MemberTable members = new MemberTable();

  /** By method: bytes of its code. */
  private int @OffHeap [] codeBytes = new int[1 << 10];

  /** By method: its access flags. */
  private short @OffHeap [] flags = new short[1 << 10];

  private boolean @OffHeap [] declared = new boolean[1 << 10];
  private int declaredCount;

  int size() {
    return members.size();
  }

  int declaredCount() {
    return declaredCount;
  }

  /** Names, numbers and classes of the methods. */
  MemberTable members() {
    return members;
  }

  /** Notes what the class file says of the method. */
  void declare(int method, int bytesOfCode, int accessFlags) {
    if (method >= declared.length) grow(method + method / 2);
    codeBytes[method] = bytesOfCode;
    flags[method] = (short) accessFlags;
    declared[method] = true;
    declaredCount++;
  }

  boolean isDeclared(int method) {
    return declared[method];
  }

  /** Bytes of code; 0 if the method has none or is not declared. */
  int codeBytes(int method) {
    return codeBytes[method];
  }

  /** Whether a method may override this one, or be overridden by it, as its flags go. */
  boolean isVirtual(int method) {
    return declared[method]
        && (flags[method] & (ClassFile.ACC_STATIC | ClassFile.ACC_PRIVATE)) == 0;
  }

  /** Bytes in the arrays. */
  long byteSize() {
    return members.byteSize()
        + (Integer.BYTES + Short.BYTES) * (long) flags.length
        + declared.length;
  }

  /** Lets go of spare room. */
  void trim() {
    members.trim();
    grow(members.size());
  }

  private void grow(int capacity) {
    codeBytes = Arrays.copyOf(codeBytes, capacity);
    flags = Arrays.copyOf(flags, capacity);
    declared = Arrays.copyOf(declared, capacity);
  }
}
