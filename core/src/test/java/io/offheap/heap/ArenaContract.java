package io.offheap.heap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.LongSupplier;

/** What every arena of blocks keeps, whatever its blocks are taken from. */
final class ArenaContract {
  private ArenaContract() {}

  /**
   * Uses and closes an arena.
   *
   * @param usedBytes of the memory below
   */
  static void check(Arena arena, LongSupplier usedBytes) {
    long before = usedBytes.getAsLong();
    MemorySegment first = arena.allocate(1000, 64);
    assertThat(first.address() % 64).isZero();
    assertThat(first.byteSize()).isEqualTo(1000);
    assertThat(first.mismatch(MemorySegment.ofArray(new byte[1000]))).isEqualTo(-1);
    first.fill((byte) 7);
    MemorySegment longs = arena.allocate(ValueLayout.JAVA_LONG, 100);
    assertThat(longs.get(ValueLayout.JAVA_LONG, 792)).isZero();
    assertThat(arena.allocate(0, 1).byteSize()).isZero();
    assertThat(first.scope()).isEqualTo(arena.scope());
    assertThat(usedBytes.getAsLong()).isGreaterThanOrEqualTo(before + 1800);
    arena.close();
    assertThatThrownBy(() -> first.get(ValueLayout.JAVA_BYTE, 0))
        .isInstanceOf(IllegalStateException.class);
    assertThat(usedBytes.getAsLong()).isEqualTo(before);
  }
}
