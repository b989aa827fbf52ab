package io.offheap.examples.atlas;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.offheap.OffHeap;
import java.util.Arrays;

/**
 * A set of names, numbered from 0 in the order of their arrival.
 *
 * <p>All names lie end to end, as UTF-8, in one byte array; name {@code i} is the bytes from {@code
 * ends[i - 1]} to {@code ends[i]}. An open-addressing hash index with linear probing finds the
 * number of a name; it is at most half full.
 */
final class NameTable {
  static final int ABSENT = -1;

  private byte @OffHeap [] bytes = new byte[1 << 16];
  private int @OffHeap [] ends = new int[1 << 10];
  private int @OffHeap [] hashes = new int[1 << 10];

  /** The number of a name plus one, or 0 where a slot is free; a power of two long. */
  private int @OffHeap [] slots = new int[1 << 11];

  private int size;

  /** How many names there are. */
  int size() {
    return size;
  }

  /** The number of the name, which is added if it is new. */
  int intern(String name) {
    byte[] utf8 = name.getBytes(UTF_8);
    int hash = hash(utf8);
    int slot = slotOf(utf8, hash);
    if (slots[slot] != 0) return slots[slot] - 1;

    int start = start(size);
    ensureCapacity(start + utf8.length);
    System.arraycopy(utf8, 0, bytes, start, utf8.length);
    ends[size] = start + utf8.length;
    hashes[size] = hash;
    slots[slot] = size + 1;
    size++;
    if (size * 2 > slots.length) growIndex();
    return size - 1;
  }

  /** The number of the name, or {@link #ABSENT}. */
  int find(String name) {
    byte[] utf8 = name.getBytes(UTF_8);
    return slots[slotOf(utf8, hash(utf8))] - 1;
  }

  /** The name with this number. */
  String get(int id) {
    return new String(Arrays.copyOfRange(bytes, start(id), ends[id]), UTF_8);
  }

  /** Compares two names byte by byte. */
  int compare(int id, int other) {
    int at = start(id);
    int otherAt = start(other);
    int common = Math.min(ends[id] - at, ends[other] - otherAt);
    for (int i = 0; i < common; i++) {
      int difference = (bytes[at + i] & 0xff) - (bytes[otherAt + i] & 0xff);
      if (difference != 0) return difference;
    }
    return (ends[id] - at) - (ends[other] - otherAt);
  }

  /** Bytes in the arrays. */
  long byteSize() {
    return bytes.length + Integer.BYTES * ((long) ends.length + hashes.length + slots.length);
  }

  /** Lets go of the room kept for further names. */
  void trim() {
    bytes = Arrays.copyOf(bytes, start(size));
    ends = Arrays.copyOf(ends, size);
    hashes = Arrays.copyOf(hashes, size);
  }

  private int start(int id) {
    return id == 0 ? 0 : ends[id - 1];
  }

  /** The slot that holds the name, or the free one where it belongs. */
  private int slotOf(byte[] utf8, int hash) {
    int mask = slots.length - 1;
    int slot = hash & mask;
    while (slots[slot] != 0 && !isNamed(slots[slot] - 1, utf8, hash)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private boolean isNamed(int id, byte[] utf8, int hash) {
    int start = start(id);
    if (hashes[id] != hash || ends[id] - start != utf8.length) return false;
    for (int i = 0; i < utf8.length; i++) {
      if (bytes[start + i] != utf8[i]) return false;
    }
    return true;
  }

  private void ensureCapacity(int byteCount) {
    if (byteCount > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(byteCount, bytes.length + bytes.length / 2));
    }
    if (size == ends.length) {
      int capacity = size + size / 2 + 1;
      ends = Arrays.copyOf(ends, capacity);
      hashes = Arrays.copyOf(hashes, capacity);
    }
  }

  private void growIndex() {
    int mask = slots.length * 2 - 1;
    int @OffHeap [] grown = new int[mask + 1];
    for (int id = 0; id < size; id++) {
      int slot = hashes[id] & mask;
      while (grown[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      grown[slot] = id + 1;
    }
    slots = grown;
  }

  /** FNV-1a, its high bits folded into the low ones that choose the slot. */
  private static int hash(byte[] utf8) {
    int hash = 0x811c9dc5;
    for (byte b : utf8) {
      hash = (hash ^ (b & 0xff)) * 0x01000193;
    }
    return hash ^ (hash >>> 15);
  }
}
