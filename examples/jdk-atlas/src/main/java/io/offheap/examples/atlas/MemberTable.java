package io.offheap.examples.atlas;

import io.offheap.OffHeap;
import java.util.Arrays;

/**
 * Methods or fields, numbered. The full name of a member is its class, a dot, its name and its
 * descriptor, as in {@code java.util.ArrayList.get(I)Ljava/lang/Object;}; fields have a colon
 * between name and descriptor.
 */
final class MemberTable {
  private final NameTable names = new NameTable();

  /** By member: the class that its name begins with. */
  private int @OffHeap [] owners = new int[1 << 10];

  int size() {
    return names.size();
  }

  /** The number of the member of this class, which is added if it is new. */
  int intern(int owner, String ownerName, String nameAndDescriptor) {
    int id = names.intern(ownerName + "." + nameAndDescriptor);
    if (id == owners.length) owners = Arrays.copyOf(owners, id + id / 2);
    owners[id] = owner;
    return id;
  }

  /** The number of the member, or {@link NameTable#ABSENT}. */
  int find(String ownerName, String nameAndDescriptor) {
    return names.find(ownerName + "." + nameAndDescriptor);
  }

  int owner(int id) {
    return owners[id];
  }

  NameTable names() {
    return names;
  }

  /** Bytes in the arrays. */
  long byteSize() {
    return names.byteSize() + Integer.BYTES * (long) owners.length;
  }

  /** Lets go of spare room. */
  void trim() {
    names.trim();
    owners = Arrays.copyOf(owners, names.size());
  }
}
