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
    int status = run(List.of(args), out, System.err);
    out.flush();
    if (status != 0) System.exit(status);
  }

  /** Runs the program with these arguments; returns its exit status. */
  static int run(List<String> arguments, PrintStream out, PrintStream err) throws IOException {
    try {
      Options options = Options.parse(arguments);
      if (options.help()) out.print(Options.USAGE);
      else new Atlas(out, err).run(options);
      return 0;
    } catch (IllegalArgumentException e) {
      err.println("jdk-atlas: " + e.getMessage());
      return 2;
    }
  }

  private void run(Options options) throws IOException {
    long start = System.nanoTime();
    Jdk jdk = new Reader(err).read(options.modules());
    int from = jdk.classes().find(options.from());
    if (from == NameTable.ABSENT || !jdk.classes().isDeclared(from)) {
      throw new IllegalArgumentException("no class " + options.from() + " in what was read");
    }
    err.printf(
        Locale.ROOT,
        "%,d classes, %,d methods, %,d calls read in %.1f s%n",
        jdk.classes().declaredCount(),
        jdk.methods().size(),
        jdk.calls().size(),
        secondsSince(start));
    err.println("Data in arrays: " + (jdk.byteSize() >> 20) + " MB");
    err.println("Java heap in use after a collection: " + (heapInUse() >> 20) + " MB");

    String report = analyse(jdk, options);
    for (int round = 2; round <= options.repeat(); round++) {
      int compared = new Recheck(jdk).check(options.modules(), round);
      err.printf(
          Locale.ROOT,
          "%.1f s: read %,d methods again, analysis %d of %d%n",
          secondsSince(start),
          compared,
          round,
          options.repeat());
      if (!analyse(jdk, options).equals(report)) {
        throw new IllegalStateException("analysis " + round + " gave another result");
      }
    }
    out.print(report);
    err.printf(Locale.ROOT, "done in %.1f s%n", secondsSince(start));
  }

  private static String analyse(Jdk jdk, Options options) {
    return Report.of(jdk, options.from(), options.top());
  }

  private static double secondsSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1e9;
  }

  private static long heapInUse() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
