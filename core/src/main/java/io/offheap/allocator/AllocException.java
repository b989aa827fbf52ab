package io.offheap.allocator;

import java.util.Objects;

/** The one exception that allocators throw. The refused call has changed nothing. */
public final class AllocException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final AllocError error;

  public AllocException(AllocError error, String message) {
    super(message);
    this.error = Objects.requireNonNull(error);
  }

  /** Why the call was refused. */
  public AllocError error() {
    return error;
  }

  // The factories keep message building, and its code size, out of the callers' hot methods.

  static AllocException invalidSize(long byteSize) {
    return new AllocException(AllocError.INVALID_PARAM, "byteSize is negative: " + byteSize);
  }

  static AllocException invalidAlignment(long byteAlignment) {
    return new AllocException(
        AllocError.INVALID_PARAM, "byteAlignment is not a power of two: " + byteAlignment);
  }

  static AllocException sizeTooLarge(long byteSize, long byteAlignment) {
    return new AllocException(
        AllocError.INVALID_PARAM,
        "byteSize rounded up to byteAlignment exceeds the largest long: "
            + byteSize
            + ", "
            + byteAlignment);
  }

  static AllocException invalidRange(long start, long byteSize, String reason) {
    return new AllocException(
        AllocError.INVALID_PARAM,
        "range of " + byteSize + " bytes at " + hex(start) + ": " + reason);
  }

  static AllocException invalidState(String message) {
    return new AllocException(AllocError.INVALID_PARAM, message);
  }

  static AllocException overlap(long start, long byteSize) {
    return new AllocException(
        AllocError.MEMORY_OVERLAP,
        "range of " + byteSize + " bytes at " + hex(start) + " is managed already, or part of it");
  }

  static AllocException noMemory(long byteSize, long byteAlignment, ByteAllocator allocator) {
    return new AllocException(
        AllocError.NO_MEMORY,
        "requested "
            + byteSize
            + " bytes aligned to "
            + byteAlignment
            + ", available "
            + allocator.availableBytes()
            + " of "
            + allocator.totalBytes()
            + ", largest "
            + allocator.largestAllocatable());
  }

  static AllocException noPages(long pageCount, long byteAlignment, PageAllocator allocator) {
    return new AllocException(
        AllocError.NO_MEMORY,
        "requested "
            + pageCount
            + " pages aligned to "
            + byteAlignment
            + " bytes, available "
            + allocator.availablePages()
            + " of "
            + allocator.totalPages()
            + ", longest run "
            + allocator.largestRun());
  }

  static AllocException noIds(long count, long alignment, IdAllocator allocator) {
    return new AllocException(
        AllocError.NO_MEMORY,
        "requested "
            + count
            + " ids aligned to "
            + alignment
            + ", available "
            + allocator.available()
            + " of "
            + allocator.size());
  }

  static AllocException idTaken(long id) {
    return new AllocException(AllocError.NO_MEMORY, "id is taken: " + id);
  }

  static AllocException invalidCount(long count) {
    return new AllocException(AllocError.INVALID_PARAM, "count is out of range: " + count);
  }

  static AllocException invalidAddress(long address, long byteAlignment) {
    return new AllocException(
        AllocError.INVALID_PARAM, hex(address) + " is no multiple of " + byteAlignment);
  }

  static AllocException noMetadata(OutOfMemoryError cause) {
    AllocException e =
        new AllocException(
            AllocError.NO_MEMORY, "the Java heap has no room for the allocator's tables");
    e.initCause(cause);
    return e;
  }

  static AllocException notAllocated(long address) {
    return new AllocException(AllocError.NOT_ALLOCATED, "no live block starts at " + hex(address));
  }

  static AllocException wrongLayout(long address, Layout layout, long usableBytes) {
    return new AllocException(
        AllocError.INVALID_PARAM,
        "the block at "
            + hex(address)
            + " has "
            + usableBytes
            + " usable bytes, which "
            + layout
            + " does not give");
  }

  private static String hex(long address) {
    return "0x" + Long.toHexString(address);
  }
}
