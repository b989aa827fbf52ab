package io.offheap.heap;

import io.offheap.allocator.AllocException;
import io.offheap.allocator.BuddyByteAllocator;
import io.offheap.allocator.ByteAllocator;
import io.offheap.allocator.ByteAllocators;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The allocators that a heap can be made of, by name.
 *
 * <table>
 * <caption>Names</caption>
 * <tr><td>{@code heap}</td><td>slabs of fine size classes, over a buddy; the default</td></tr>
 * <tr><td>{@code slab}</td><td>slabs of 64, 128 ... 4096, over a buddy</td></tr>
 * <tr><td>{@code heap+X}</td><td>slabs of fine size classes, over the allocator that {@link
 *     ByteAllocators} knows as X</td></tr>
 * <tr><td>any other X</td><td>that allocator alone, behind one lock</td></tr>
 * </table>
 */
final class BackEnds {
  private static final String SLABS_OVER = HeapOptions.DEFAULT_ALLOCATOR + "+";

  /** Below slabs nothing is smaller than a page. */
  private static final long SMALLEST_BELOW_SLABS = 4096;

  private static final long SMALLEST_ALONE = 64;

  private BackEnds() {}

  static List<String> names() {
    Set<String> names = new TreeSet<>();
    names.add(HeapOptions.DEFAULT_ALLOCATOR);
    for (String name : ByteAllocators.names()) {
      names.add(name);
      names.add(SLABS_OVER + name);
    }
    return List.copyOf(names);
  }

  static void check(String name) {
    if (name.equals(HeapOptions.DEFAULT_ALLOCATOR)) return; // the usual, without a search
    if (!names().contains(name)) {
      throw new IllegalArgumentException(
          "allocator is none of " + String.join(", ", names()) + ": " + name);
    }
  }

  /** The slabs of a heap with these chunks, or null if it has none. */
  static @Nullable SlabShapes shapes(String name, long chunkByteSize) {
    if (name.equals("slab")) return SlabShapes.powersOfTwo(chunkByteSize);
    boolean fine = name.equals(HeapOptions.DEFAULT_ALLOCATOR) || name.startsWith(SLABS_OVER);
    return fine ? SlabShapes.fine(chunkByteSize) : null;
  }

  /**
   * Makes the allocator of pages and large blocks, without memory.
   *
   * @throws AllocException if a provider fails to make what it has a name for
   */
  static ByteAllocator create(String name) {
    return switch (name) {
      case HeapOptions.DEFAULT_ALLOCATOR, "slab" -> buddy(SMALLEST_BELOW_SLABS);
      case "buddy" -> buddy(SMALLEST_ALONE);
      default ->
          ByteAllocators.create(
              name.startsWith(SLABS_OVER) ? name.substring(SLABS_OVER.length()) : name, Map.of());
    };
  }

  private static ByteAllocator buddy(long smallest) {
    return new BuddyByteAllocator(smallest, BuddyByteAllocator.DEFAULT_MAX_BLOCK_BYTES);
  }
}
