package io.offheap.examples.atlas;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The program. Results go to the standard output, progress and complaints to the error output. */
public final class Atlas {
  private final PrintStream out;
  private final PrintStream err;

  private Atlas(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Runs the program; exit status 2 means that the arguments make no sense. */
  public static void main(String[] args) throws IOException {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    try {
      new Atlas(out, System.err).run(Options.parse(List.of(args)));
    } catch (IllegalArgumentException e) {
      System.err.println("jdk-atlas: " + e.getMessage());
      System.exit(2);
    } finally {
      out.flush();
    }
  }

  private void run(Options options) throws IOException {
    if (options.help()) {
      out.print(Options.USAGE);
      return;
    }
    long start = System.nanoTime();
    CallGraph graph = new Reader(err).read(options.modules());
    int from = graph.classes().find(options.from());
    if (from == NameTable.ABSENT || !graph.classes().isDeclared(from)) {
      throw new IllegalArgumentException("no class " + options.from() + " in what was read");
    }
    err.printf(
        Locale.ROOT,
        "%,d classes, %,d methods, %,d calls read in %.1f s%n",
        graph.classes().declaredCount(),
        graph.methodCount(),
        graph.callCount(),
        secondsSince(start));
    err.println("Java heap in use after a collection: " + heapInUse() / 1_000_000 + " MB");

    String report = analyse(graph, options);
    for (int round = 2; round <= options.repeat(); round++) {
      int compared = new Recheck(graph).check(options.modules(), round);
      err.printf(
          Locale.ROOT,
          "%.1f s: read %,d methods again, analysis %d of %d%n",
          secondsSince(start),
          compared,
          round,
          options.repeat());
      if (!analyse(graph, options).equals(report)) {
        throw new IllegalStateException("analysis " + round + " gave another result");
      }
    }
    out.print(report);
    err.printf(Locale.ROOT, "done in %.1f s%n", secondsSince(start));
  }

  private static String analyse(CallGraph graph, Options options) {
    return Report.of(graph, options.from(), options.top());
  }

  private static double secondsSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1e9;
  }

  private static long heapInUse() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
