package io.offheap.heap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offheap.allocator.AllocError;
import io.offheap.allocator.AllocException;
import io.offheap.allocator.BuddyByteAllocator;
import io.offheap.allocator.ByteAllocator;
import io.offheap.heap.HeapListener.RefusalReason;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Errors that strike inside the back end, where tables may be half changed. */
class HeapDamageTest {
  private static final HeapOptions OPTIONS = HeapOptions.ofLimit(64 << 20);

  /** The method of the back end that fails, and how; null for none. */
  private @Nullable String failing;

  private Throwable failure = new StackOverflowError();

  private final Heap heap = Heap.open(OPTIONS, failingBackEnd(), null);

  private ByteAllocator failingBackEnd() {
    ByteAllocator real = new BuddyByteAllocator();
    return (ByteAllocator)
        Proxy.newProxyInstance(
            ByteAllocator.class.getClassLoader(),
            new Class<?>[] {ByteAllocator.class},
            (proxy, method, args) -> {
              if (method.getName().equals(failing)) throw failure;
              try {
                return method.invoke(real, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void errorDuringAllocation_stopsTheHeapButKeepsWhatLives() {
    long live = heap.tryAllocate(100, 8);
    MemorySegment segment = heap.segment(live, 8);
    segment.set(ValueLayout.JAVA_LONG, 0, 42);

    failing = "tryAllocate";
    assertThatThrownBy(() -> heap.tryAllocate(100, 8)).isInstanceOf(StackOverflowError.class);
    failing = null;

    assertThat(heap.tryAllocate(100, 8)).isEqualTo(Heap.NULL);
    assertThat(heap.tryAllocate(30 << 20, 8)).isEqualTo(Heap.NULL);
    assertThat(heap.lastRefusalReason()).isEqualTo(RefusalReason.DAMAGED);
    assertThat(heap.largestAllocatable()).isZero();
    heap.free(live);
    assertThat(segment.get(ValueLayout.JAVA_LONG, 0)).isEqualTo(42);
    assertThatIllegalStateException()
        .isThrownBy(heap::checkInvariants)
        .withMessage("damaged")
        .withCause(failure);
    heap.close();
  }

  @Test
  void errorDuringFree_stopsTheHeapAndKeepsTheMemory() {
    long live = heap.tryAllocate(100, 8);
    failing = "free";
    assertThatThrownBy(() -> heap.free(live)).isInstanceOf(StackOverflowError.class);
    failing = null;
    assertThat(heap.tryAllocate(100, 8)).isEqualTo(Heap.NULL);
    assertThat(heap.segment(live, 8).get(ValueLayout.JAVA_LONG, 0)).isZero();
    heap.close();
  }

  @Test
  void noRoomForTables_isARefusalWithoutTrace() {
    failing = "init";
    failure = new AllocException(AllocError.NO_MEMORY, "no room for tables");
    assertThat(heap.tryAllocate(100, 8)).isEqualTo(Heap.NULL);
    assertThat(heap.lastRefusalReason()).isEqualTo(RefusalReason.TABLES);
    assertThat(heap.statistics().committedBytes()).isZero();
    failing = null;
    assertThat(heap.tryAllocate(100, 8)).isPositive();

    failing = "tryAllocate";
    assertThat(heap.tryAllocate(100, 8)).isEqualTo(Heap.NULL);
    failing = null;
    heap.checkInvariants();
    heap.close();
  }

  @Test
  void noRoomToTakeAChunkOut_keepsTheChunkInUse() {
    HeapOptions options = OPTIONS.withChunkByteSize(1 << 20);
    try (Heap small = Heap.open(options, failingBackEnd(), null)) {
      long[] addresses = new long[16];
      for (int i = 0; i < 16; i++) addresses[i] = small.tryAllocate(256 << 10, 8);
      failing = "tryRemoveMemory";
      failure = new AllocException(AllocError.NO_MEMORY, "no room for tables");
      for (long address : addresses) small.free(address);
      assertThat(small.purge()).isZero();
      assertThat(small.statistics().committedBytes()).isEqualTo(4 << 20);
      failing = null;
      for (int i = 0; i < 16; i++) addresses[i] = small.tryAllocate(256 << 10, 8);
      assertThat(small.statistics().committedBytes()).as("reused").isEqualTo(4 << 20);
      for (long address : addresses) small.free(address);
      assertThat(small.purge()).isEqualTo(4 << 20);
      small.checkInvariants();
    }
  }
}
