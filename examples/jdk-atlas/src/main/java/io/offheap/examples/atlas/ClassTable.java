package io.offheap.examples.atlas;

import io.offheap.OffHeap;
import java.util.Arrays;

/**
 * The classes, numbered: those whose class file was read ("declared"), and those that others only
 * mention.
 */
final class ClassTable {
  static final int NONE = -1;
  private static final int NOT_DECLARED = -2;

  private final NameTable names = new NameTable();

  /** By class: its superclass, {@link #NONE} for Object, or {@link #NOT_DECLARED}. */
  private int @OffHeap [] superclasses = new int[1 << 10];

  /** By class: where its interfaces begin in {@link #interfaces}, and how many they are. */
  private int @OffHeap [] interfacesFrom = new int[1 << 10];

  private short @OffHeap [] interfaceCounts = new short[1 << 10];

  private int @OffHeap [] interfaces = new int[1 << 10];
  private int interfacesSize;
  private int declaredCount;

  int size() {
    return names.size();
  }

  int declaredCount() {
    return declaredCount;
  }

  /** The number of the class, which is added if it is new. */
  int intern(String name) {
    int before = names.size();
    int id = names.intern(name);
    if (id == before) {
      if (id == superclasses.length) grow(id + id / 2);
      superclasses[id] = NOT_DECLARED;
    }
    return id;
  }

  /** The number of the class, or {@link NameTable#ABSENT}. */
  int find(String name) {
    return names.find(name);
  }

  String name(int id) {
    return names.get(id);
  }

  /** Whether the class file was read; false for {@link #NONE}. */
  boolean isDeclared(int id) {
    return id != NONE && superclasses[id] != NOT_DECLARED;
  }

  /** The superclass of a declared class, or {@link #NONE}. */
  int superclass(int id) {
    return superclasses[id];
  }

  int interfaceCount(int id) {
    return interfaceCounts[id];
  }

  int interfaceAt(int id, int index) {
    return interfaces[interfacesFrom[id] + index];
  }

  /** Notes what the class file of the class says. */
  void declare(int id, int superclass, int[] directInterfaces) {
    int capacity = interfacesSize + directInterfaces.length;
    if (capacity > interfaces.length) {
      interfaces = Arrays.copyOf(interfaces, capacity + capacity / 2);
    }
    System.arraycopy(directInterfaces, 0, interfaces, interfacesSize, directInterfaces.length);
    interfacesFrom[id] = interfacesSize;
    interfaceCounts[id] = (short) directInterfaces.length;
    interfacesSize = capacity;
    superclasses[id] = superclass;
    declaredCount++;
  }

  /** Bytes in the arrays. */
  long byteSize() {
    return names.byteSize()
        + Integer.BYTES * ((long) superclasses.length + interfacesFrom.length + interfaces.length)
        + Short.BYTES * (long) interfaceCounts.length;
  }

  /** Lets go of the room kept for further classes. */
  void trim() {
    names.trim();
    grow(names.size());
    interfaces = Arrays.copyOf(interfaces, interfacesSize);
  }

  private void grow(int capacity) {
    superclasses = Arrays.copyOf(superclasses, capacity);
    interfacesFrom = Arrays.copyOf(interfacesFrom, capacity);
    interfaceCounts = Arrays.copyOf(interfaceCounts, capacity);
  }
}
