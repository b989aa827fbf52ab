package io.offheap.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ZeroingTest {
  private static final int MOST = 700 << 10;

  @Test
  void copiedZeros_coverTheRangeAndNothingElse() {
    check(Zeroing::copyZeros);
  }

  @Test
  void clear_coversTheRangeAndNothingElse() {
    check(Zeroing::clear);
  }

  @Test
  void linkedFunction_coversTheRangeAndNothingElse() {
    Zeroing.link();
    assumeThat(Zeroing.isLinked()).as("native access").isTrue();
    check(Zeroing::clear);
  }

  private static void check(Consumer<MemorySegment> clear) {
    Random random = new Random(7);
    try (Arena arena = Arena.ofShared()) {
      MemorySegment memory = arena.allocate(MOST);
      for (int bits = 0; bits < 20; bits++) {
        int byteSize = Math.min(MOST, (1 << bits) - 1 + random.nextInt(1 << bits));
        int from = random.nextInt(MOST - byteSize + 1);
        memory.fill((byte) 0x55);
        clear.accept(memory.asSlice(from, byteSize));

        byte[] expected = new byte[MOST];
        Arrays.fill(expected, (byte) 0x55);
        Arrays.fill(expected, from, from + byteSize, (byte) 0);
        assertThat(memory.mismatch(MemorySegment.ofArray(expected)))
            .as("first wrong byte, %d bytes from %d", byteSize, from)
            .isEqualTo(-1);
      }
    }
  }
}
