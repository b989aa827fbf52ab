package io.offheap.jfr;

import java.lang.StackWalker.StackFrame;
import java.util.List;
import java.util.Optional;

/** Where in the program an event comes from, in the form in which sites are named. */
final class Callers {
  /** Of the layers below the program; the test classes of this package count as program. */
  private static final List<String> OWN =
      List.of(
          "io.offheap.array.",
          "io.offheap.heap.",
          "io.offheap.memory.",
          "io.offheap.allocator.",
          FlightListener.class.getName(),
          FlightSampler.class.getName(),
          Callers.class.getName());

  /** Descriptors are to be had with this option only. */
  private static final StackWalker WALKER =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  private Callers() {}

  /** The site on the stack, {@code com.acme.A.run(I)V:42}; empty if no frame is the program's. */
  static String site() {
    Optional<StackFrame> frame =
        WALKER.walk(frames -> frames.filter(f -> !isOwn(f.getClassName())).findFirst());
    return frame.map(Callers::name).orElse("");
  }

  private static boolean isOwn(String className) {
    for (String own : OWN) {
      if (className.startsWith(own)) return true;
    }
    return false;
  }

  private static String name(StackFrame frame) {
    return frame.getClassName()
        + "."
        + frame.getMethodName()
        + frame.getDescriptor()
        + ":"
        + Math.max(frame.getLineNumber(), 0);
  }
}
