package io.offheap.array;

import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_CHAR;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offheap.memory.BackendChoice;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Run twice: with the JDK's package exported, as by the agent, and without. */
class DirectAccessTest {
  private static final int LENGTH = 100;

  @BeforeEach
  void moveAllArrays() {
    ArrayMemory.replace(new ArrayOptions(1 << 20, "slab", 0, true, BackendChoice.AUTO));
  }

  @AfterEach
  void restore() {
    ArrayMemory.replace(ArrayOptions.ofSystemProperties());
  }

  @Test
  void access_isDirectWhereThePackageIsExported() {
    boolean exported =
        Object.class.getModule().isExported("jdk.internal.misc", DirectAccess.module());
    assertThat(PrimitiveArray.DIRECT != null).isEqualTo(exported);
    assertThat(LongArray.allocate(LENGTH).address != 0).isEqualTo(exported);
  }

  @Test
  void implementation_isNotThatOfTheClassPath() {
    DirectAccess direct = PrimitiveArray.DIRECT;
    if (direct != null) {
      assertThat(direct.getClass().getModule()).isSameAs(DirectAccess.module());
    }
  }

  @Test
  void arrayOnTheHeap_hasNoAddress() {
    assertThat(LongArray.allocateOnHeap(LENGTH).address).isZero();
    assertThat(LongArray.allocate(0).address).isZero();
  }

  @Test
  void arrayBeyondTheRangeOfAnInt_isNotAccessedDirectly() {
    assertThat(PrimitiveArray.isDirect(1L + Integer.MAX_VALUE)).isFalse();
  }

  @Test
  void elements_areWhereTheSegmentHasThem() {
    BooleanArray booleans = BooleanArray.allocate(LENGTH);
    ByteArray bytes = ByteArray.allocate(LENGTH);
    CharArray chars = CharArray.allocate(LENGTH);
    ShortArray shorts = ShortArray.allocate(LENGTH);
    IntArray ints = IntArray.allocate(LENGTH);
    LongArray longs = LongArray.allocate(LENGTH);
    FloatArray floats = FloatArray.allocate(LENGTH);
    DoubleArray doubles = DoubleArray.allocate(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      booleans.set(i, i % 3 == 0);
      bytes.set(i, (byte) -i);
      chars.set(i, (char) (65535 - i));
      shorts.set(i, (short) (-300 * i));
      ints.set(i, -70_000 * i);
      longs.set(i, -(1L << 40) * i);
      floats.set(i, 0.1f * i);
      doubles.set(i, 0.1 * i);
    }
    for (int i = 0; i < LENGTH; i++) {
      assertThat(booleans.segment().get(JAVA_BOOLEAN, i)).isEqualTo(i % 3 == 0);
      assertThat(bytes.segment().get(JAVA_BYTE, i)).isEqualTo((byte) -i);
      assertThat(chars.segment().getAtIndex(JAVA_CHAR, i)).isEqualTo((char) (65535 - i));
      assertThat(shorts.segment().getAtIndex(JAVA_SHORT, i)).isEqualTo((short) (-300 * i));
      assertThat(ints.segment().getAtIndex(JAVA_INT, i)).isEqualTo(-70_000 * i);
      assertThat(longs.segment().getAtIndex(JAVA_LONG, i)).isEqualTo(-(1L << 40) * i);
      assertThat(floats.segment().getAtIndex(JAVA_FLOAT, i)).isEqualTo(0.1f * i);
      assertThat(doubles.segment().getAtIndex(JAVA_DOUBLE, i)).isEqualTo(0.1 * i);
      assertThat(booleans.get(i)).isEqualTo(i % 3 == 0);
      assertThat(bytes.get(i)).isEqualTo((byte) -i);
      assertThat(chars.get(i)).isEqualTo((char) (65535 - i));
      assertThat(shorts.get(i)).isEqualTo((short) (-300 * i));
      assertThat(ints.get(i)).isEqualTo(-70_000 * i);
      assertThat(longs.get(i)).isEqualTo(-(1L << 40) * i);
      assertThat(floats.get(i)).isEqualTo(0.1f * i);
      assertThat(doubles.get(i)).isEqualTo(0.1 * i);
    }
  }

  @Test
  void segment_isExactlyTheElements() {
    LongArray before = LongArray.allocate(3);
    LongArray array = LongArray.allocate(5);
    LongArray after = LongArray.allocate(3);
    MemorySegment elements = array.segment();
    assertThat(elements.byteSize()).isEqualTo(40);
    elements.fill((byte) -1);
    for (int i = 0; i < 3; i++) {
      assertThat(before.get(i)).isZero();
      assertThat(after.get(i)).isZero();
    }
    assertThat(array.get(4)).isEqualTo(-1);
  }

  @Test
  void indexOutside_isRefusedByAllKinds() {
    for (int index : new int[] {-1, LENGTH, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 29}) {
      String text = "Index " + index + " out of bounds for length " + LENGTH;
      BooleanArray booleans = BooleanArray.allocate(LENGTH);
      ByteArray bytes = ByteArray.allocate(LENGTH);
      CharArray chars = CharArray.allocate(LENGTH);
      ShortArray shorts = ShortArray.allocate(LENGTH);
      IntArray ints = IntArray.allocate(LENGTH);
      LongArray longs = LongArray.allocate(LENGTH);
      FloatArray floats = FloatArray.allocate(LENGTH);
      DoubleArray doubles = DoubleArray.allocate(LENGTH);
      assertOutside(text, () -> booleans.get(index));
      assertOutside(text, () -> booleans.set(index, true));
      assertOutside(text, () -> bytes.get(index));
      assertOutside(text, () -> bytes.set(index, (byte) 1));
      assertOutside(text, () -> chars.get(index));
      assertOutside(text, () -> chars.set(index, 'a'));
      assertOutside(text, () -> shorts.get(index));
      assertOutside(text, () -> shorts.set(index, (short) 1));
      assertOutside(text, () -> ints.get(index));
      assertOutside(text, () -> ints.set(index, 1));
      assertOutside(text, () -> longs.get(index));
      assertOutside(text, () -> longs.set(index, 1));
      assertOutside(text, () -> floats.get(index));
      assertOutside(text, () -> floats.set(index, 1));
      assertOutside(text, () -> doubles.get(index));
      assertOutside(text, () -> doubles.set(index, 1));
    }
  }

  private static void assertOutside(String text, Runnable access) {
    assertThatThrownBy(access::run)
        .isInstanceOf(ArrayIndexOutOfBoundsException.class)
        .hasMessage(text);
  }
}
