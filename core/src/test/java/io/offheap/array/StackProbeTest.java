package io.offheap.array;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StackProbeTest {
  private static final int LENGTH = 1050;
  private static final long STACK_BYTE_SIZE = 160 << 10;

  private int overflows;

  @BeforeEach
  void openMemory() {
    ArrayMemory.replace(new ArrayOptions(256 << 20, "heap", 0, false));
  }

  @AfterEach
  void restoreMemory() {
    ArrayMemory.replace(ArrayOptions.defaults());
  }

  @Test
  void stackOverflowsInAllocations_leaveTheMemoryInUse() throws InterruptedException {
    for (int round = 0; round < 20; round++) {
      Thread thread =
          new Thread(
              null,
              () -> {
                try {
                  dive(0);
                } catch (StackOverflowError e) {
                  overflows++;
                }
              },
              "deep",
              STACK_BYTE_SIZE);
      thread.start();
      thread.join();
    }

    assertThat(overflows).isEqualTo(20);
    assertThat(LongArray.allocate(LENGTH).isOffHeap()).isTrue();
    ArrayMemory.heap().checkInvariants();
  }

  @SuppressWarnings("InfiniteRecursion") // until the stack overflows
  private static long dive(int depth) {
    LongArray frame = LongArray.allocate(LENGTH);
    frame.set(depth % LENGTH, depth);
    return dive(depth + 1) + frame.get(depth % LENGTH);
  }
}
