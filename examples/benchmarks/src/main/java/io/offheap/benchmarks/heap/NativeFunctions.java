package io.offheap.benchmarks.heap;

import io.offheap.benchmarks.heap.Rival.Absent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Where the functions of an allocator written in C are: glibc's in the process, mimalloc's and
 * tcmalloc's in the system's libraries, jemalloc's and rpmalloc's in LWJGL's jars.
 */
@SuppressWarnings("restricted") // the benchmarks run with native access
record NativeFunctions(
    MemorySegment malloc,
    MemorySegment calloc,
    MemorySegment free,
    boolean knowsItsThreads,
    Runnable threadStarts,
    Runnable threadEnds) {
  private static final String RPMALLOC = "Java_org_lwjgl_system_rpmalloc_RPmalloc_";

  static NativeFunctions named(String name) {
    Linker linker = Linker.nativeLinker();
    return switch (name) {
      case "glibc" -> of(linker.defaultLookup(), "");
      case "mimalloc" -> of(system("libmimalloc.so.2", "libmimalloc2.0"), "mi_");
      case "tcmalloc" -> of(system("libtcmalloc_minimal.so.4", "libtcmalloc-minimal4"), "tc_");
      case "jemalloc" -> of(lwjgl("jemalloc/libjemalloc.so"), "je_");
      case "rpmalloc" -> rpmalloc(linker, lwjgl("rpmalloc/liblwjgl_rpmalloc.so"));
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static NativeFunctions of(SymbolLookup library, String prefix) {
    return new NativeFunctions(
        library.findOrThrow(prefix + "malloc"),
        library.findOrThrow(prefix + "calloc"),
        library.findOrThrow(prefix + "free"),
        false,
        () -> {},
        () -> {});
  }

  private static SymbolLookup system(String library, String debianPackage) {
    try {
      return SymbolLookup.libraryLookup(library, Arena.global());
    } catch (IllegalArgumentException e) {
      throw new Absent("no " + library + "; Debian's package is " + debianPackage);
    }
  }

  /** LWJGL's own class would call through JNI; the library is called as all others are. */
  private static SymbolLookup lwjgl(String library) {
    String processor = System.getProperty("os.arch", "");
    String resource = "/linux/x64/org/lwjgl/" + library;
    if (!processor.equals("amd64")) throw new Absent("LWJGL's natives here are for amd64");
    try (InputStream in = NativeFunctions.class.getResourceAsStream(resource)) {
      if (in == null) throw new Absent("no resource " + resource);
      Path file = Files.createTempFile("benchmark", ".so");
      try {
        Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        return SymbolLookup.libraryLookup(file, Arena.global());
      } finally {
        Files.delete(file); // it stays mapped
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** It must be told of threads. Its functions for Java use neither of Java's two arguments. */
  private static NativeFunctions rpmalloc(Linker linker, SymbolLookup library) {
    FunctionDescriptor noArguments =
        FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG);
    FunctionDescriptor oneArgument = noArguments.appendArgumentLayouts(ValueLayout.JAVA_INT);
    MethodHandle initialize =
        linker.downcallHandle(library.findOrThrow(RPMALLOC + "nrpmalloc_1initialize"), noArguments);
    MethodHandle starts =
        linker.downcallHandle(
            library.findOrThrow(RPMALLOC + "rpmalloc_1thread_1initialize"), noArguments);
    MethodHandle ends =
        linker.downcallHandle(
            library.findOrThrow(RPMALLOC + "nrpmalloc_1thread_1finalize"), oneArgument);
    call(initialize);
    return new NativeFunctions(
        address(linker, library, "rpmalloc_1address"),
        address(linker, library, "rpcalloc_1address"),
        address(linker, library, "rpfree_1address"),
        true,
        () -> call(starts),
        () -> {
          try {
            long ignored = (long) ends.invokeExact(0L, 0L, 1);
          } catch (Throwable e) {
            throw new AssertionError(e);
          }
        });
  }

  private static MemorySegment address(Linker linker, SymbolLookup library, String name) {
    FunctionDescriptor descriptor =
        FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG);
    return MemorySegment.ofAddress(
        call(linker.downcallHandle(library.findOrThrow(RPMALLOC + name), descriptor)));
  }

  private static long call(MethodHandle function) {
    try {
      return (long) function.invokeExact(0L, 0L);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
