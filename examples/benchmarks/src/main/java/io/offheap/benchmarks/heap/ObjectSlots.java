package io.offheap.benchmarks.heap;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Blocks that are objects.
 *
 * @param <T> the class of the blocks
 */
abstract class ObjectSlots<T> extends Slots {
  private final AtomicReferenceArray<@Nullable T> blocks;

  ObjectSlots(int count) {
    blocks = new AtomicReferenceArray<>(count);
  }

  abstract T allocate(long byteSize);

  abstract void free(T block);

  /** The block's. */
  final T block(int index) {
    return Objects.requireNonNull(blocks.getPlain(index));
  }

  @Override
  final void allocate(int index, long byteSize) {
    blocks.setPlain(index, allocate(byteSize));
  }

  @Override
  void allocateZeroed(int index, long byteSize) {
    allocate(index, byteSize);
    memory(index, byteSize).fill((byte) 0);
  }

  @Override
  final void free(int index) {
    free(block(index));
    blocks.setPlain(index, null);
  }

  @Override
  final boolean isEmpty(int index) {
    return blocks.getPlain(index) == null;
  }

  @Override
  @SuppressWarnings("unchecked") // a process has one rival
  final void exchange(int index, Slots shared, int sharedIndex) {
    blocks.setPlain(
        index, ((ObjectSlots<T>) shared).blocks.getAndSet(sharedIndex, blocks.getPlain(index)));
  }
}
