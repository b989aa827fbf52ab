package io.offheap.array;

import io.offheap.heap.HeapOptions;
import io.offheap.memory.BackendChoice;
import io.offheap.memory.ByteSizes;
import org.jspecify.annotations.Nullable;

/**
 * What {@link ArrayMemory} is to be like.
 *
 * @param limitBytes most bytes of off-heap memory, at least 4096
 * @param allocator the name of the heap's back end, see {@link HeapOptions#allocatorNames()}
 * @param minBytes the gate: new arrays with fewer bytes of elements are heap-backed; at least 0
 * @param failOnExhaustion whether an array that finds no off-heap memory is an {@code
 *     OutOfMemoryError}; otherwise it is heap-backed
 * @param backend where the memory may come from
 */
public record ArrayOptions(
    long limitBytes,
    String allocator,
    long minBytes,
    boolean failOnExhaustion,
    BackendChoice backend) {
  /**
   * The gate by default, in bytes of elements: where off-heap arrays, freed by way of the
   * collector, were measured to become faster than arrays on the heap. {@code docs/arrays.md} has
   * the numbers.
   */
  public static final long DEFAULT_MIN_BYTES = 8192;

  /**
   * @throws IllegalArgumentException if {@code minBytes} is negative or there is no such allocator;
   *     the limit is checked when the first array needs memory
   */
  public ArrayOptions {
    if (minBytes < 0) {
      throw new IllegalArgumentException("minBytes is negative: " + minBytes);
    }
    if (!HeapOptions.allocatorNames().contains(allocator)) {
      throw new IllegalArgumentException(
          "allocator is none of " + HeapOptions.allocatorNames() + ": " + allocator);
    }
  }

  /** With memory from wherever it is best. */
  public ArrayOptions(long limitBytes, String allocator, long minBytes, boolean failOnExhaustion) {
    this(limitBytes, allocator, minBytes, failOnExhaustion, BackendChoice.AUTO);
  }

  /**
   * A quarter of the memory that the process may use, the default allocator and gate, and the Java
   * heap when off-heap memory is exhausted.
   */
  public static ArrayOptions defaults() {
    return new ArrayOptions(
        HeapOptions.defaults().limitBytes(),
        HeapOptions.DEFAULT_ALLOCATOR,
        DEFAULT_MIN_BYTES,
        false);
  }

  /**
   * The defaults, but for what these system properties say: {@code offheap.limit} and {@code
   * offheap.min} (sizes such as {@code 8k} or {@code 512m}), {@code offheap.allocator}, {@code
   * offheap.exhausted} ({@code heap} or {@code fail}), {@code offheap.native} ({@code auto} or
   * {@code off}).
   *
   * @throws IllegalArgumentException if one of them cannot be understood
   */
  static ArrayOptions ofSystemProperties() {
    ArrayOptions defaults = defaults();
    String allocator = System.getProperty("offheap.allocator");
    return new ArrayOptions(
        bytes("offheap.limit", defaults.limitBytes),
        allocator == null ? defaults.allocator : allocator,
        bytes("offheap.min", defaults.minBytes),
        failOnExhaustion(System.getProperty("offheap.exhausted")),
        backend(System.getProperty("offheap.native")));
  }

  private static long bytes(String property, long defaultBytes) {
    String value = System.getProperty(property);
    if (value == null) {
      return defaultBytes;
    }
    long bytes = ByteSizes.parse(value);
    if (bytes == ByteSizes.NONE) {
      throw new IllegalArgumentException(property + " is no size such as 8k or 512m: " + value);
    }
    return bytes;
  }

  private static boolean failOnExhaustion(@Nullable String value) {
    if (value == null || value.equals("heap")) {
      return false;
    } else if (value.equals("fail")) {
      return true;
    }
    throw new IllegalArgumentException("offheap.exhausted is neither heap nor fail: " + value);
  }

  private static BackendChoice backend(@Nullable String value) {
    if (value == null || value.equals("auto")) {
      return BackendChoice.AUTO;
    } else if (value.equals("off")) {
      return BackendChoice.PORTABLE;
    }
    throw new IllegalArgumentException("offheap.native is neither auto nor off: " + value);
  }

  /** The same with another limit. */
  public ArrayOptions withLimitBytes(long limitBytes) {
    return new ArrayOptions(limitBytes, allocator, minBytes, failOnExhaustion, backend);
  }

  /**
   * The same with another allocator.
   *
   * @throws IllegalArgumentException as for the constructor
   */
  public ArrayOptions withAllocator(String allocator) {
    return new ArrayOptions(limitBytes, allocator, minBytes, failOnExhaustion, backend);
  }

  /**
   * The same with another gate.
   *
   * @throws IllegalArgumentException as for the constructor
   */
  public ArrayOptions withMinBytes(long minBytes) {
    return new ArrayOptions(limitBytes, allocator, minBytes, failOnExhaustion, backend);
  }

  /** The same with another way out of exhaustion. */
  public ArrayOptions withFailOnExhaustion(boolean failOnExhaustion) {
    return new ArrayOptions(limitBytes, allocator, minBytes, failOnExhaustion, backend);
  }

  /** The same with another choice of where the memory comes from. */
  public ArrayOptions withBackend(BackendChoice backend) {
    return new ArrayOptions(limitBytes, allocator, minBytes, failOnExhaustion, backend);
  }
}
