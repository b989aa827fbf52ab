package io.offheap.memory;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@code mmap}, {@code mprotect}, {@code madvise} and {@code munmap}, for the processors whose
 * constants are those of the kernel's generic headers.
 *
 * <p>Committing is {@code mprotect}, not a second {@code mmap}: where the system counts promises of
 * memory strictly, the reservation costs nothing and the refusal comes here, not as a kill later.
 * All calls are normal ones, never {@code critical}: they may sleep, and a critical call that
 * sleeps holds up the whole JVM at the next safepoint.
 *
 * <p>This class may be initialised only where native access is enabled for the module.
 */
@SuppressWarnings("restricted") // NativeBackend asks first whether native access is enabled
final class LinuxCalls implements SystemCalls {
  private static final int PROT_NONE = 0;
  private static final int PROT_READ_WRITE = 1 | 2;
  private static final int MAP_PRIVATE = 0x2;
  private static final int MAP_FIXED = 0x10;
  private static final int MAP_ANONYMOUS = 0x20;
  private static final int MAP_NORESERVE = 0x4000;
  private static final int MADV_DONTNEED = 4;
  private static final int MADV_HUGEPAGE = 14;
  private static final long MAP_FAILED = -1;

  private static final Path HUGE_PAGES = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

  private final MethodHandle mmap =
      function("mmap", FunctionDescriptor.of(LONG, LONG, LONG, INT, INT, INT, LONG));
  private final MethodHandle mprotect =
      function("mprotect", FunctionDescriptor.of(INT, LONG, LONG, INT));
  private final MethodHandle madvise =
      function("madvise", FunctionDescriptor.of(INT, LONG, LONG, INT));

  /** The same with a segment, which the linker holds open during the call. */
  private final MethodHandle madviseSegment =
      function("madvise", FunctionDescriptor.of(INT, ValueLayout.ADDRESS, LONG, INT));

  private final MethodHandle munmap = function("munmap", FunctionDescriptor.of(INT, LONG, LONG));

  private final long pageByteSize = pageSizeOfSystem();
  private final String hugePages = hugePagesOfSystem();

  private static MethodHandle function(String name, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
  }

  private static long pageSizeOfSystem() {
    try {
      return (int) function("getpagesize", FunctionDescriptor.of(INT)).invokeExact();
    } catch (Throwable e) {
      throw neverThrown(e);
    }
  }

  private static String hugePagesOfSystem() {
    try {
      return Files.readString(HUGE_PAGES);
    } catch (IOException | SecurityException e) {
      return ""; // a kernel without them
    }
  }

  @Override
  public long pageByteSize() {
    return pageByteSize;
  }

  @Override
  public boolean hugePagesAlways() {
    return hugePages.contains("[always]");
  }

  @Override
  public boolean hugePagesOnRequest() {
    return hugePages.contains("[always]") || hugePages.contains("[madvise]");
  }

  @Override
  public long reserve(long byteSize) {
    long address = map(NONE, byteSize, 0);
    return address == MAP_FAILED ? NONE : address;
  }

  @Override
  public boolean commit(long address, long byteSize) {
    try {
      return (int) mprotect.invokeExact(address, byteSize, PROT_READ_WRITE) == 0;
    } catch (Throwable e) {
      throw neverThrown(e);
    }
  }

  /** A new mapping over the old one: drops the memory, the advice and the access at once. */
  @Override
  public boolean decommit(long address, long byteSize) {
    return map(address, byteSize, MAP_FIXED) == address;
  }

  private long map(long address, long byteSize, int flags) {
    try {
      return (long)
          mmap.invokeExact(
              address,
              byteSize,
              PROT_NONE,
              MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | flags,
              -1,
              0L);
    } catch (Throwable e) {
      throw neverThrown(e);
    }
  }

  @Override
  public boolean purge(MemorySegment range) {
    try {
      return (int) madviseSegment.invokeExact(range, range.byteSize(), MADV_DONTNEED) == 0;
    } catch (IllegalStateException closedMeanwhile) {
      return false;
    } catch (Throwable e) {
      throw neverThrown(e);
    }
  }

  @Override
  public boolean adviseHugePages(long address, long byteSize) {
    try {
      return (int) madvise.invokeExact(address, byteSize, MADV_HUGEPAGE) == 0;
    } catch (Throwable e) {
      throw neverThrown(e);
    }
  }

  @Override
  public boolean unreserve(long address, long byteSize) {
    try {
      return (int) munmap.invokeExact(address, byteSize) == 0;
    } catch (Throwable e) {
      throw neverThrown(e);
    }
  }

  /** C functions throw nothing; what comes is an error of the JVM, such as a stack overflow. */
  private static Error neverThrown(Throwable e) {
    return e instanceof Error error ? error : new AssertionError(e);
  }
}
