package io.offheap.array.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.offheap.array.BooleanArray;
import io.offheap.array.CharArray;
import io.offheap.array.DoubleArray;
import io.offheap.array.IntArray;
import io.offheap.array.LongArray;
import io.offheap.array.PrimitiveArray;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/**
 * Exceptions of handles begin in the code that called. Not in the package of the handles, whose
 * frames are left out.
 */
@NullUnmarked // null is among the arguments
class StackTraceTest {
  private final LongArray array = LongArray.allocate(3);
  private final LongArray large = LongArray.allocate(100_000);

  @Test
  void failures_beginInTheCaller() {
    List<ThrowingCallable> failures =
        List.of(
            () -> array.get(3),
            () -> array.set(-1, 1),
            () -> large.get(100_000),
            () -> large.set(-1, 1),
            () -> BooleanArray.allocate(1).store(1, 1),
            () -> LongArray.allocate(-1),
            () -> LongArray.allocateOnHeap(-1),
            () -> LongArray.copyOf(array, -1),
            () -> LongArray.copyOf((long[]) null, 1),
            () -> LongArray.copyOfToHeap(array, -1),
            () -> LongArray.copyOfRange(array, 4, 5),
            () -> LongArray.copyOfRange(array, 2, 1),
            () -> LongArray.copyOfRangeToHeap(array, -1, 1),
            () -> LongArray.fill(null, 1),
            () -> LongArray.fill(array, 1, 4, 1),
            () -> LongArray.sort(null),
            () -> LongArray.sort(array, 2, 1),
            () -> LongArray.binarySearch(array, -1, 2, 1),
            () -> LongArray.mismatch(array, (LongArray) null),
            () -> PrimitiveArray.compare(array, 0, 4, array, 0, 1),
            () -> PrimitiveArray.arraycopy(array, 0, null, 0, 1),
            () -> PrimitiveArray.arraycopy(array, 0, array, 0, 4),
            () -> PrimitiveArray.arraycopy(array, 0, IntArray.allocate(3), 0, 1),
            () -> PrimitiveArray.arraycopy(new int[1], 0, new long[1], 0, 1),
            () -> PrimitiveArray.arraycopy(new int[1], 0, new int[1], 0, 2));
    for (ThrowingCallable failure : failures) {
      Throwable thrown = catchThrowable(failure);
      assertThat(thrown).isNotNull();
      assertThat(thrown.getStackTrace()[0].getClassName())
          .as(thrown.toString())
          .isEqualTo(StackTraceTest.class.getName());
    }
  }

  @Test
  void toString_isThatOfAnArray() {
    assertThat(array.toString()).isEqualTo("[J@" + Integer.toHexString(array.hashCode()));
    assertThat(CharArray.allocate(1).toString()).startsWith("[C@");
    assertThat(DoubleArray.allocate(1).toString()).startsWith("[D@");
    assertThat(array.hashCode()).isEqualTo(System.identityHashCode(array));
    assertThat(array.equals(array.copy())).isFalse();
  }
}
