package io.offheap.examples.atlas;

import io.offheap.OffHeap;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The methods, numbered: those whose declaration was read, and those that calls only mention. A
 * method's full name is its class, a dot, its name and its descriptor, as in {@code
 * java.util.ArrayList.get(I)Ljava/lang/Object;}.
 */
final class MethodTable {
  private static final int NOT_DECLARED = -1;

  private final NameTable names = new NameTable();

  /** By method: the class that its name begins with. */
  private int @OffHeap [] owners = new int[1 << 10];

  /** By method: bytes of code, 0 for abstract and native ones, or {@link #NOT_DECLARED}. */
  private int @OffHeap [] codeBytes = new int[1 << 10];

  private int declaredCount;

  int size() {
    return names.size();
  }

  int declaredCount() {
    return declaredCount;
  }

  /** The number of the method of this class, which is added if it is new. */
  int intern(int owner, String ownerName, String nameAndDescriptor) {
    int before = names.size();
    int id = names.intern(ownerName + "." + nameAndDescriptor);
    if (id == before) {
      if (id == owners.length) grow(id + id / 2);
      owners[id] = owner;
      codeBytes[id] = NOT_DECLARED;
    }
    return id;
  }

  /** The number of the method, or {@link NameTable#ABSENT}. */
  int find(String ownerName, String nameAndDescriptor) {
    return names.find(ownerName + "." + nameAndDescriptor);
  }

  void declare(int id, int bytesOfCode) {
    codeBytes[id] = bytesOfCode;
    declaredCount++;
  }

  boolean isDeclared(int id) {
    return codeBytes[id] != NOT_DECLARED;
  }

  int owner(int id) {
    return owners[id];
  }

  /** Bytes of code of a declared method, 0 of any other. */
  int codeBytes(int id) {
    return Math.max(0, codeBytes[id]);
  }

  String name(int id) {
    return names.get(id);
  }

  /** The name as Java programmers write it: {@code java.util.ArrayList.get(int)}. */
  String displayName(int id) {
    String name = names.get(id);
    int descriptor = name.indexOf('(');
    return MethodTypeDesc.ofDescriptor(name.substring(descriptor)).parameterList().stream()
        .map(ClassDesc::displayName)
        .collect(Collectors.joining(", ", name.substring(0, descriptor) + "(", ")"));
  }

  /** Compares the names of two methods. */
  int compareNames(int id, int other) {
    return names.compare(id, other);
  }

  /** Lets go of the room kept for further methods. */
  void trim() {
    names.trim();
    grow(names.size());
  }

  private void grow(int capacity) {
    owners = Arrays.copyOf(owners, capacity);
    codeBytes = Arrays.copyOf(codeBytes, capacity);
  }
}
