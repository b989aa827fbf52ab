package io.offheap.heap;

import io.offheap.allocator.BuddyByteAllocator;
import io.offheap.allocator.ByteAllocator;
import io.offheap.allocator.SizeClasses;
import io.offheap.allocator.SlabByteAllocator;
import io.offheap.allocator.SlabListener;
import java.util.List;

/** The allocators that a heap can have below it, by name. */
final class BackEnds {
  /** Eight classes per doubling: a block wastes less than an eighth. */
  private static final int CLASSES_PER_DOUBLING = 8;

  private static final int LARGEST_CLASS_BYTES = 4096;
  private static final long SMALLEST_BUDDY_BYTES = 64;

  private BackEnds() {}

  static List<String> names() {
    return List.of("heap", "slab", "buddy");
  }

  static void check(String name) {
    if (!names().contains(name)) {
      throw new IllegalArgumentException(
          "allocator is none of " + String.join(", ", names()) + ": " + name);
    }
  }

  static ByteAllocator create(String name, SlabListener listener) {
    return switch (name) {
      case "heap" ->
          new SlabByteAllocator(
              SizeClasses.fine(CLASSES_PER_DOUBLING, LARGEST_CLASS_BYTES), listener);
      case "slab" -> new SlabByteAllocator(SizeClasses.powersOfTwo(), listener);
      case "buddy" ->
          new BuddyByteAllocator(SMALLEST_BUDDY_BYTES, BuddyByteAllocator.DEFAULT_MAX_BLOCK_BYTES);
      default -> throw new AssertionError(name); // HeapOptions has checked it
    };
  }
}
