package io.offheap.allocator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What the allocator tests say again and again. */
final class AllocAssertions {
  private AllocAssertions() {}

  static void assertRefused(AllocError error, ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isInstanceOf(AllocException.class);
    assertThat(((AllocException) thrown).error()).isEqualTo(error);
  }

  /** The call is refused, and everything that can be seen of the allocator is as before. */
  static void assertRefusedUnchanged(
      AllocError error, ByteAllocator allocator, ThrowingCallable call) {
    long before = digest(allocator);
    assertRefused(error, call);
    assertThat(digest(allocator)).as("digest of the state").isEqualTo(before);
    allocator.checkInvariants(ByteAllocator.CheckLevel.EXPENSIVE);
  }

  /** A number that changes when the memory, any live block or any total does. */
  static long digest(ByteAllocator allocator) {
    Digest digest = new Digest();
    allocator.forEachBlock(digest);
    digest.endRun();
    digest.mix(allocator.totalBytes());
    digest.mix(allocator.usedBytes());
    digest.mix(allocator.availableBytes());
    digest.mix(allocator.peakUsedBytes());
    return digest.hash;
  }

  /** As {@link #assertRefusedUnchanged(AllocError, ByteAllocator, ThrowingCallable)}. */
  static void assertRefusedUnchanged(AllocError error, PageAllocator pages, ThrowingCallable call) {
    long before = digest(pages);
    long failures = pages.failureCount();
    assertRefused(error, call);
    assertThat(digest(pages)).as("digest of the state").isEqualTo(before);
    long counted = error == AllocError.NO_MEMORY ? 1 : 0;
    assertThat(pages.failureCount()).as("refusals").isEqualTo(failures + counted);
    pages.checkInvariants(ByteAllocator.CheckLevel.EXPENSIVE);
  }

  /** As {@link #assertRefusedUnchanged(AllocError, ByteAllocator, ThrowingCallable)}. */
  static void assertRefusedUnchanged(AllocError error, IdAllocator ids, ThrowingCallable call) {
    long before = digest(ids);
    long failures = ids.failureCount();
    assertRefused(error, call);
    assertThat(digest(ids)).as("digest of the state").isEqualTo(before);
    long counted = error == AllocError.NO_MEMORY ? 1 : 0;
    assertThat(ids.failureCount()).as("refusals").isEqualTo(failures + counted);
    ids.checkInvariants(ByteAllocator.CheckLevel.EXPENSIVE);
  }

  /** A number that changes when the pages, which of them are taken, or any total does. */
  static long digest(PageAllocator pages) {
    Digest digest = new Digest();
    pages.forEachRun(digest);
    digest.endRun();
    digest.mix(pages.totalPages());
    digest.mix(pages.usedPages());
    digest.mix(pages.availablePages());
    digest.mix(pages.peakUsedPages());
    return digest.hash;
  }

  /** A number that changes when the ids, which of them are taken, or any total does. */
  static long digest(IdAllocator ids) {
    Digest digest = new Digest();
    ids.forEachRun(digest);
    digest.endRun();
    digest.mix(ids.size());
    digest.mix(ids.used());
    digest.mix(ids.available());
    digest.mix(ids.peakUsed());
    return digest.hash;
  }

  static void assertStats(ByteAllocator allocator, long total, long used) {
    assertThat(allocator.totalBytes()).as("total").isEqualTo(total);
    assertThat(allocator.usedBytes()).as("used").isEqualTo(used);
    assertThat(allocator.availableBytes()).as("available").isEqualTo(total - used);
    allocator.checkInvariants(ByteAllocator.CheckLevel.EXPENSIVE);
  }

  /** Hashes live blocks and maximal free runs, so that how free memory is cut up does not count. */
  private static final class Digest implements ByteAllocator.BlockVisitor {
    private long hash = 1;
    private long runStart;
    private long runEnd = -1;

    @Override
    public void visit(long address, long byteSize, boolean live) {
      if (!live && address == runEnd) {
        runEnd += byteSize;
        return;
      }
      endRun();
      if (live) {
        mix(address);
        mix(~byteSize);
      } else {
        runStart = address;
        runEnd = address + byteSize;
      }
    }

    private void endRun() {
      if (runEnd >= 0) {
        mix(runStart);
        mix(runEnd);
      }
      runEnd = -1;
    }

    private void mix(long value) {
      hash = (hash ^ value) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 29;
    }
  }
}
