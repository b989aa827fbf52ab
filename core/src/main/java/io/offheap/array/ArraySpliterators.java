package io.offheap.array;

import java.util.Comparator;
import java.util.Objects;
import java.util.Spliterator;
import java.util.function.DoubleConsumer;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The spliterators of {@code java.util.Arrays} for handles: they read elements when asked for them,
 * split where those of arrays split, and keep the handle reachable.
 */
final class ArraySpliterators {
  private static final int CHARACTERISTICS =
      Spliterator.ORDERED | Spliterator.IMMUTABLE | Spliterator.SIZED | Spliterator.SUBSIZED;

  private ArraySpliterators() {}

  /** Over an IntArray. */
  static final class Ints implements Spliterator.OfInt {
    private final IntArray array;
    private int index;
    private final int fence;

    Ints(IntArray array, int index, int fence) {
      this.array = array;
      this.index = index;
      this.fence = fence;
    }

    @Override
    public Spliterator.@Nullable OfInt trySplit() {
      int low = index;
      int middle = (low + fence) >>> 1;
      if (low >= middle) {
        return null;
      }
      index = middle;
      return new Ints(array, low, middle);
    }

    @Override
    public void forEachRemaining(IntConsumer action) {
      Objects.requireNonNull(action);
      int i = index;
      index = fence;
      for (; i < fence; i++) {
        action.accept(array.get(i));
      }
    }

    @Override
    public boolean tryAdvance(IntConsumer action) {
      Objects.requireNonNull(action);
      if (index >= fence) {
        return false;
      }
      action.accept(array.get(index++));
      return true;
    }

    @Override
    public long estimateSize() {
      return (long) fence - index;
    }

    @Override
    public int characteristics() {
      return CHARACTERISTICS;
    }

    @Override
    public Comparator<? super Integer> getComparator() {
      throw new IllegalStateException();
    }
  }

  /** Over a LongArray. */
  static final class Longs implements Spliterator.OfLong {
    private final LongArray array;
    private int index;
    private final int fence;

    Longs(LongArray array, int index, int fence) {
      this.array = array;
      this.index = index;
      this.fence = fence;
    }

    @Override
    public Spliterator.@Nullable OfLong trySplit() {
      int low = index;
      int middle = (low + fence) >>> 1;
      if (low >= middle) {
        return null;
      }
      index = middle;
      return new Longs(array, low, middle);
    }

    @Override
    public void forEachRemaining(LongConsumer action) {
      Objects.requireNonNull(action);
      int i = index;
      index = fence;
      for (; i < fence; i++) {
        action.accept(array.get(i));
      }
    }

    @Override
    public boolean tryAdvance(LongConsumer action) {
      Objects.requireNonNull(action);
      if (index >= fence) {
        return false;
      }
      action.accept(array.get(index++));
      return true;
    }

    @Override
    public long estimateSize() {
      return (long) fence - index;
    }

    @Override
    public int characteristics() {
      return CHARACTERISTICS;
    }

    @Override
    public Comparator<? super Long> getComparator() {
      throw new IllegalStateException();
    }
  }

  /** Over a DoubleArray. */
  static final class Doubles implements Spliterator.OfDouble {
    private final DoubleArray array;
    private int index;
    private final int fence;

    Doubles(DoubleArray array, int index, int fence) {
      this.array = array;
      this.index = index;
      this.fence = fence;
    }

    @Override
    public Spliterator.@Nullable OfDouble trySplit() {
      int low = index;
      int middle = (low + fence) >>> 1;
      if (low >= middle) {
        return null;
      }
      index = middle;
      return new Doubles(array, low, middle);
    }

    @Override
    public void forEachRemaining(DoubleConsumer action) {
      Objects.requireNonNull(action);
      int i = index;
      index = fence;
      for (; i < fence; i++) {
        action.accept(array.get(i));
      }
    }

    @Override
    public boolean tryAdvance(DoubleConsumer action) {
      Objects.requireNonNull(action);
      if (index >= fence) {
        return false;
      }
      action.accept(array.get(index++));
      return true;
    }

    @Override
    public long estimateSize() {
      return (long) fence - index;
    }

    @Override
    public int characteristics() {
      return CHARACTERISTICS;
    }

    @Override
    public Comparator<? super Double> getComparator() {
      throw new IllegalStateException();
    }
  }
}
