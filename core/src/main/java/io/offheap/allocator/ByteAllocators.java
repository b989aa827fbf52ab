package io.offheap.allocator;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;

/**
 * Byte allocators by name.
 *
 * <table>
 * <caption>Built in</caption>
 * <tr><th>name</th><th>options</th></tr>
 * <tr><td>{@code slab}</td><td>{@code steps}: size classes per doubling, {@code largest}: the last
 *     class in bytes, see {@link SizeClasses#fine}; without either, 64, 128 ... 4096</td></tr>
 * <tr><td>{@code buddy}</td><td>{@code min}: the smallest block in bytes</td></tr>
 * <tr><td>{@code tlsf}</td><td>{@code granule}: in bytes</td></tr>
 * </table>
 *
 * <p>All others are looked up among the {@link ByteAllocatorProvider}s of the class path and module
 * path.
 */
public final class ByteAllocators {
  private static final Set<String> BUILT_IN = Set.of("slab", "buddy", "tlsf");

  private ByteAllocators() {}

  /**
   * Makes an allocator without memory.
   *
   * @throws AllocException with {@link AllocError#INVALID_PARAM} if there is no such name, or an
   *     option is wrong; the message names what is allowed
   */
  public static ByteAllocator create(String name, Map<String, String> options) {
    return switch (name) {
      case "slab" -> slab(options);
      case "buddy" -> buddy(options);
      case "tlsf" -> tlsf(options);
      default -> provided(name, options);
    };
  }

  /** The names that {@link #create} knows, sorted. */
  public static Set<String> names() {
    Set<String> names = new TreeSet<>(BUILT_IN);
    for (ByteAllocatorProvider provider : ServiceLoader.load(ByteAllocatorProvider.class)) {
      names.add(provider.name());
    }
    return names;
  }

  private static ByteAllocator provided(String name, Map<String, String> options) {
    for (ByteAllocatorProvider provider : ServiceLoader.load(ByteAllocatorProvider.class)) {
      if (provider.name().equals(name)) return provider.create(options);
    }
    throw AllocException.invalidState("no allocator " + name + "; there are " + names());
  }

  private static ByteAllocator buddy(Map<String, String> options) {
    checkKeys(options, Set.of("min"));
    return new BuddyByteAllocator(
        number(options, "min", BuddyByteAllocator.DEFAULT_MIN_BLOCK_BYTES),
        BuddyByteAllocator.DEFAULT_MAX_BLOCK_BYTES);
  }

  private static ByteAllocator tlsf(Map<String, String> options) {
    checkKeys(options, Set.of("granule"));
    return new TlsfByteAllocator(
        number(options, "granule", TlsfByteAllocator.DEFAULT_GRANULE_BYTES));
  }

  private static ByteAllocator slab(Map<String, String> options) {
    if (options.isEmpty()) return new SlabByteAllocator();
    checkKeys(options, Set.of("steps", "largest"));
    long steps = number(options, "steps", 4);
    long largest = number(options, "largest", 32768);
    return new SlabByteAllocator(
        SizeClasses.fine(Math.clamp(steps, 0, 1 << 20), Math.clamp(largest, 0, Integer.MAX_VALUE)),
        SlabListener.NONE);
  }

  private static void checkKeys(Map<String, String> options, Set<String> allowed) {
    for (String key : options.keySet()) {
      if (!allowed.contains(key)) {
        throw AllocException.invalidState("no option " + key + "; there are " + allowed);
      }
    }
  }

  private static long number(Map<String, String> options, String key, long otherwise) {
    String value = options.get(key);
    if (value == null) return otherwise;
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw AllocException.invalidState("option " + key + " is no number: " + value);
    }
  }
}
