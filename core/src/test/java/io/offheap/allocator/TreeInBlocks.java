package io.offheap.allocator;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * A search tree from {@code "key_n"} to n, all in blocks of an allocator: one for each node, one
 * for each key.
 *
 * <p>It is not balanced: keys come at random.
 *
 * <pre>
 *   node   0 left   8 right   16 key   24 length of the key   32 value
 * </pre>
 */
final class TreeInBlocks {
  private static final long NONE = ByteAllocator.NONE;
  private static final Layout NODE = new Layout(40, 8);
  private static final String PREFIX = "key_";

  private final ByteAllocator allocator;
  private final MemorySegment pool;
  private final long base;
  private long root = NONE;
  private int size;

  TreeInBlocks(ByteAllocator allocator, MemorySegment pool, long base) {
    this.allocator = allocator;
    this.pool = pool;
    this.base = base;
  }

  boolean isEmpty() {
    return root == NONE;
  }

  int size() {
    return size;
  }

  private long field(long node, int offset) {
    return pool.get(ValueLayout.JAVA_LONG, node - base + offset);
  }

  private void setField(long node, int offset, long value) {
    pool.set(ValueLayout.JAVA_LONG, node - base + offset, value);
  }

  private String key(long node) {
    byte[] bytes =
        pool.asSlice(field(node, 16) - base, field(node, 24)).toArray(ValueLayout.JAVA_BYTE);
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  /** Maps {@code "key_value"} to {@code value}; nothing if it is mapped already. */
  void put(long value) {
    String key = PREFIX + value;
    long parent = NONE;
    int side = 0;
    for (long node = root; node != NONE; node = field(node, side)) {
      int order = key.compareTo(key(node));
      if (order == 0) return;
      parent = node;
      side = order < 0 ? 0 : 8;
    }
    byte[] bytes = key.getBytes(StandardCharsets.US_ASCII);
    long keyBlock = allocator.allocate(Layout.ofBytes(bytes.length));
    MemorySegment.copy(bytes, 0, pool, ValueLayout.JAVA_BYTE, keyBlock - base, bytes.length);
    long node = allocator.allocate(NODE);
    setField(node, 0, NONE);
    setField(node, 8, NONE);
    setField(node, 16, keyBlock);
    setField(node, 24, bytes.length);
    setField(node, 32, value);
    if (parent == NONE) root = node;
    else setField(parent, side, node);
    size++;
  }

  /**
   * Removes the lowest key.
   *
   * @throws IllegalStateException if its value is another number than the key's
   */
  String removeFirst() {
    long parent = NONE;
    long node = root;
    for (long left = field(node, 0); left != NONE; left = field(node, 0)) {
      parent = node;
      node = left;
    }
    if (parent == NONE) root = field(node, 8);
    else setField(parent, 0, field(node, 8));
    String key = key(node);
    long value = field(node, 32);
    if (!key.startsWith(PREFIX) || Long.parseLong(key.substring(PREFIX.length())) != value) {
      throw new IllegalStateException(key + " is mapped to " + value);
    }
    allocator.free(field(node, 16), Layout.ofBytes(field(node, 24)));
    allocator.free(node, NODE);
    size--;
    return key;
  }
}
