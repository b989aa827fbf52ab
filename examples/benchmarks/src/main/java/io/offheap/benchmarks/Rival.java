package io.offheap.benchmarks;

import io.offheap.allocator.BuddyByteAllocator;
import io.offheap.allocator.ByteAllocator;
import io.offheap.allocator.SizeClasses;
import io.offheap.allocator.SlabByteAllocator;
import io.offheap.allocator.SlabListener;
import io.offheap.allocator.TlsfByteAllocator;

/** Who serves the requests of a workload. */
abstract class Rival {
  /** Of the range that an allocator of this project manages. It need not be mapped. */
  static final long ARENA_BYTES = 256L << 20;

  /** The answer on exhaustion. */
  static final long NONE = ByteAllocator.NONE;

  abstract long allocate(long byteSize);

  abstract void free(long address);

  static Rival named(String name) {
    return switch (name) {
      case "none" -> new None();
      case "glibc" -> new Glibc();
      default -> new Ours(allocator(name));
    };
  }

  static ByteAllocator allocator(String name) {
    ByteAllocator allocator =
        switch (name) {
          case "slab" -> new SlabByteAllocator();
          case "slab-fine" ->
              new SlabByteAllocator(SizeClasses.fine(8, 1 << 18), SlabListener.NONE);
          case "buddy" -> new BuddyByteAllocator();
          case "tlsf" -> new TlsfByteAllocator();
          default -> throw new IllegalArgumentException(name);
        };
    allocator.init(ARENA_BYTES, ARENA_BYTES);
    return allocator;
  }

  /** The loop alone. It uses the size, so that working it out is part of the loop. */
  private static final class None extends Rival {
    private long next;

    @Override
    long allocate(long byteSize) {
      return next += byteSize;
    }

    @Override
    void free(long address) {}
  }

  private static final class Ours extends Rival {
    private final ByteAllocator allocator;

    private Ours(ByteAllocator allocator) {
      this.allocator = allocator;
    }

    @Override
    long allocate(long byteSize) {
      return allocator.tryAllocate(byteSize, 8);
    }

    @Override
    void free(long address) {
      allocator.free(address);
    }
  }
}
