package io.offheap.benchmarks;

import io.offheap.allocator.BuddyByteAllocator;
import io.offheap.allocator.ByteAllocator;
import io.offheap.allocator.SizeClasses;
import io.offheap.allocator.SlabByteAllocator;
import io.offheap.allocator.SlabListener;
import io.offheap.allocator.TlsfByteAllocator;

/** Who serves the requests of a workload. */
interface Rival {
  /** Of the range that an allocator of this project manages. It need not be mapped. */
  long ARENA_BYTES = 256L << 20;

  /** The answer on exhaustion. */
  long NONE = ByteAllocator.NONE;

  long allocate(long byteSize);

  void free(long address);

  static Rival named(String name) {
    return named(name, ARENA_BYTES);
  }

  /**
   * Makes a rival.
   *
   * @param base where the range of an allocator of this project starts; the rival that serves
   *     nothing answers addresses of the first 64 KiB from there
   */
  static Rival named(String name, long base) {
    return switch (name) {
      case "none" -> new None(base);
      case "glibc" -> new Glibc();
      default -> new Ours(allocator(name, base));
    };
  }

  static ByteAllocator allocator(String name) {
    return allocator(name, ARENA_BYTES);
  }

  static ByteAllocator allocator(String name, long base) {
    ByteAllocator allocator =
        switch (name) {
          case "slab" -> new SlabByteAllocator();
          case "slab-fine" ->
              new SlabByteAllocator(SizeClasses.fine(8, 1 << 18), SlabListener.NONE);
          case "buddy" -> new BuddyByteAllocator();
          case "tlsf" -> new TlsfByteAllocator();
          default -> throw new IllegalArgumentException(name);
        };
    allocator.init(base, ARENA_BYTES);
    return allocator;
  }

  /** The loop alone. It uses the size, so that working it out is part of the loop. */
  record None(long base) implements Rival {
    @Override
    public long allocate(long byteSize) {
      return base + (byteSize & 0xFFF8);
    }

    @Override
    public void free(long address) {}
  }

  /**
   * A record, whose fields the compiler trusts: as a constant it costs no more than the allocator.
   */
  record Ours(ByteAllocator allocator) implements Rival {
    @Override
    public long allocate(long byteSize) {
      return allocator.tryAllocate(byteSize, 8);
    }

    @Override
    public void free(long address) {
      allocator.free(address);
    }
  }
}
