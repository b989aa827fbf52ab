package io.offheap.benchmarks;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** {@code malloc} and {@code free} of the C library, by the cheapest call that Java has. */
@SuppressWarnings("restricted") // benchmarks run with native access
final class Glibc implements Rival {
  private static final MethodHandle MALLOC =
      handle("malloc", FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
  private static final MethodHandle FREE =
      handle("free", FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG));

  private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name), descriptor, Linker.Option.critical(false));
  }

  @Override
  public long allocate(long byteSize) {
    try {
      long address = (long) MALLOC.invokeExact(byteSize);
      return address == 0 ? NONE : address;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void free(long address) {
    try {
      FREE.invokeExact(address);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
