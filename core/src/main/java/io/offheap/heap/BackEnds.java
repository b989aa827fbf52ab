package io.offheap.heap;

import io.offheap.allocator.AllocException;
import io.offheap.allocator.BuddyByteAllocator;
import io.offheap.allocator.ByteAllocator;
import io.offheap.allocator.ByteAllocators;
import io.offheap.allocator.SizeClasses;
import io.offheap.allocator.SlabByteAllocator;
import io.offheap.allocator.SlabListener;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The allocators that a heap can have below it, by name: those of {@link ByteAllocators}, where
 * {@code slab} and {@code buddy} are set up as a heap wants them, and {@code heap}, the default.
 */
final class BackEnds {
  /** Eight classes per doubling: a block wastes less than an eighth. */
  private static final int CLASSES_PER_DOUBLING = 8;

  private static final int LARGEST_CLASS_BYTES = 4096;
  private static final long SMALLEST_BUDDY_BYTES = 64;

  private BackEnds() {}

  static List<String> names() {
    Set<String> names = new TreeSet<>(ByteAllocators.names());
    names.add(HeapOptions.DEFAULT_ALLOCATOR);
    return List.copyOf(names);
  }

  static void check(String name) {
    if (name.equals(HeapOptions.DEFAULT_ALLOCATOR)) return; // the usual, without a search
    if (!names().contains(name)) {
      throw new IllegalArgumentException(
          "allocator is none of " + String.join(", ", names()) + ": " + name);
    }
  }

  /**
   * Makes an allocator without memory.
   *
   * @param listener of the slabs, if it has any
   * @throws AllocException if a provider fails to make what it has a name for
   */
  static ByteAllocator create(String name, SlabListener listener) {
    return switch (name) {
      case HeapOptions.DEFAULT_ALLOCATOR ->
          new SlabByteAllocator(
              SizeClasses.fine(CLASSES_PER_DOUBLING, LARGEST_CLASS_BYTES), listener);
      case "slab" -> new SlabByteAllocator(SizeClasses.powersOfTwo(), listener);
      case "buddy" ->
          new BuddyByteAllocator(SMALLEST_BUDDY_BYTES, BuddyByteAllocator.DEFAULT_MAX_BLOCK_BYTES);
      default -> ByteAllocators.create(name, Map.of());
    };
  }
}
