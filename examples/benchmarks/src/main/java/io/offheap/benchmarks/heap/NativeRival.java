package io.offheap.benchmarks.heap;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An allocator written in C, by the cheapest call that Java has. */
@SuppressWarnings("restricted") // the benchmarks run with native access
final class NativeRival extends AddressRival {
  /** All memory of the process. */
  static final MemorySegment EVERYTHING = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

  /** Each process has one native rival, so the handles are constants to the compiler. */
  private static @Nullable NativeFunctions chosen;

  private static final class Calls {
    static final NativeFunctions FUNCTIONS = Objects.requireNonNull(chosen);
    static final MethodHandle MALLOC =
        critical(FUNCTIONS.malloc(), FunctionDescriptor.of(LONG, LONG));
    static final MethodHandle CALLOC =
        critical(FUNCTIONS.calloc(), FunctionDescriptor.of(LONG, LONG, LONG));
    static final MethodHandle FREE = critical(FUNCTIONS.free(), FunctionDescriptor.ofVoid(LONG));

    private static MethodHandle critical(MemorySegment function, FunctionDescriptor descriptor) {
      return Linker.nativeLinker()
          .downcallHandle(function, descriptor, Linker.Option.critical(false));
    }
  }

  private NativeRival() {}

  static NativeRival named(String name) {
    chosen = NativeFunctions.named(name);
    return new NativeRival();
  }

  @Override
  void checkServes(String workload) {
    if (Calls.FUNCTIONS.knowsItsThreads() && workload.startsWith("virtual-")) {
      throw new Absent("must be told of threads, and those below virtual threads are not ours");
    }
  }

  @Override
  void threadStarts() {
    Calls.FUNCTIONS.threadStarts().run();
  }

  @Override
  void threadEnds() {
    Calls.FUNCTIONS.threadEnds().run();
  }

  @Override
  long allocate(long byteSize) {
    try {
      return (long) Calls.MALLOC.invokeExact(byteSize);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  @Override
  long allocateZeroed(long byteSize) {
    try {
      return (long) Calls.CALLOC.invokeExact(1L, byteSize);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  @Override
  void free(long address) {
    try {
      Calls.FREE.invokeExact(address);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  @Override
  MemorySegment memory(long address, long byteSize) {
    return EVERYTHING.asSlice(address, byteSize);
  }
}
