package io.offheap.allocator;

import static io.offheap.allocator.AllocAssertions.assertStats;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The short tests of the original TLSF, by the names they have there and over several granules. Its
 * pools hold a header for each block, so that two empty blocks needed 96 bytes; here three granules
 * are enough for three.
 */
class TlsfSeedTest {
  private static final Layout EMPTY = new Layout(0, 1);

  private static TlsfByteAllocator of(long granuleBytes, long start, long byteSize) {
    TlsfByteAllocator tlsf = new TlsfByteAllocator(granuleBytes);
    tlsf.init(start, byteSize);
    return tlsf;
  }

  @ParameterizedTest
  @ValueSource(longs = {8, 16, 32, 256})
  void minimal(long granuleBytes) {
    TlsfByteAllocator tlsf = of(granuleBytes, 0, 65536);
    tlsf.free(tlsf.allocate(new Layout(1, 1)), new Layout(1, 1));
    assertStats(tlsf, 65536, 0);
  }

  @ParameterizedTest
  @ValueSource(longs = {8, 16, 32, 256})
  void adaa(long granuleBytes) {
    TlsfByteAllocator tlsf = of(granuleBytes, 0, 65536);
    tlsf.free(tlsf.allocate(EMPTY), EMPTY);
    assertThat(tlsf.allocate(EMPTY)).isNotEqualTo(tlsf.allocate(EMPTY));
    assertStats(tlsf, 65536, 2 * granuleBytes);
  }

  @ParameterizedTest
  @ValueSource(longs = {8, 16, 32})
  void aadd(long granuleBytes) {
    TlsfByteAllocator tlsf = of(granuleBytes, 0, 96);
    long first = tlsf.allocate(EMPTY);
    long second = tlsf.allocate(EMPTY);
    tlsf.free(first, EMPTY);
    tlsf.free(second, EMPTY);
    assertThat(tlsf.largestAllocatable()).isEqualTo(96);
    assertStats(tlsf, 96, 0);
  }

  @ParameterizedTest
  @ValueSource(longs = {8, 16, 32})
  void ara(long granuleBytes) {
    TlsfByteAllocator tlsf = of(granuleBytes, 0, 96);
    long block = tlsf.allocate(new Layout(17, 1));
    assertThat(tlsf.tryResize(block, EMPTY)).isTrue();
    assertThat(tlsf.allocate(EMPTY)).isNotEqualTo(block);
    assertStats(tlsf, 96, 2 * granuleBytes);
  }

  /** The second half joins the first. */
  @ParameterizedTest
  @ValueSource(longs = {8, 16, 32, 256})
  void append(long granuleBytes) {
    TlsfByteAllocator tlsf = of(granuleBytes, 512, 256);
    assertThat(tlsf.tryAllocate(384, 1)).isEqualTo(ByteAllocator.NONE);
    tlsf.addMemory(768, 256);
    assertThat(tlsf.tryAllocate(384, 1)).isEqualTo(512);
  }

  /** The last addresses that there are. */
  @ParameterizedTest
  @ValueSource(longs = {8, 16, 32, 4096})
  void poolAtTheEndOfTheAddresses(long granuleBytes) {
    long start = Long.MAX_VALUE - 65535;
    TlsfByteAllocator tlsf = of(granuleBytes, start, 65535);
    long total = 65536 - granuleBytes;
    assertStats(tlsf, total, 0);
    assertThat(tlsf.tryAllocate(total + 1, 1)).isEqualTo(ByteAllocator.NONE);
    long whole = tlsf.allocate(new Layout(total, 1));
    assertThat(whole).isEqualTo(start);
    assertThat(tlsf.usableSize(whole)).isEqualTo(total);
    assertThat(tlsf.tryAllocate(0, 1)).isEqualTo(ByteAllocator.NONE);
    assertThat(tlsf.free(whole)).isEqualTo(total);
    assertStats(tlsf, total, 0);
  }
}
