package io.offheap.agent.fuzz;

import io.offheap.agent.install.TestWeaving;
import io.offheap.agent.site.Designations;
import io.offheap.agent.verdict.Reason;
import io.offheap.agent.verdict.SiteVerdict;
import io.offheap.array.TestMemory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Weaves a program, and tells how it then differs. Thread-safe. */
final class Differential {
  /** How a program is woven, and what memory it finds. */
  enum Mode {
    /** Everything moves that can. */
    ALL_MOVED(0, 0),
    /** As the agent does it when nothing is set. */
    DEFAULT_GATE(8192, 8192),
    /** Handles everywhere, none of which gets off-heap memory. */
    ALL_REFUSED(0, Long.MAX_VALUE);

    private final long engineMinBytes;
    private final long memoryMinBytes;

    Mode(long engineMinBytes, long memoryMinBytes) {
      this.engineMinBytes = engineMinBytes;
      this.memoryMinBytes = memoryMinBytes;
    }

    /** Modes for which this is equal weave alike. */
    long engineMinBytes() {
      return engineMinBytes;
    }

    /** Sets the process-wide memory for runs in this mode. */
    void enter() {
      TestMemory.useMinBytes(memoryMinBytes);
    }
  }

  /** A further change of a class after weaving: how the check of the checker plants a bug. */
  @FunctionalInterface
  interface Sabotage {
    Sabotage NONE = classFile -> classFile;

    byte[] apply(byte[] classFile);
  }

  private final Sabotage sabotage;

  Differential(Sabotage sabotage) {
    this.sabotage = sabotage;
  }

  /**
   * A program as the agent leaves it.
   *
   * @param badVerdict the first verdict that no program may ever get; empty if there is none
   */
  record Woven(Map<String, byte[]> classes, String badVerdict, int moved, int kept) {}

  /**
   * Weaves a program.
   *
   * @param loader of its classes
   * @param gate of the verdict engine
   */
  Woven weave(
      Map<String, byte[]> classes, ClassLoader loader, long gate, Designations designations) {
    TestWeaving weaving = new TestWeaving(gate, designations);
    Map<String, byte[]> woven = new TreeMap<>();
    classes.forEach((name, file) ->
        woven.put(name, sabotage.apply(weaving.weave(loader, name.replace('.', '/'), file))));
    String bad = "";
    int moved = 0;
    for (SiteVerdict verdict : weaving.verdicts()) {
      moved += verdict.moved() ? 1 : 0;
      if (verdict.reason() == Reason.WEAVE_FAILED || verdict.reason() == Reason.ANALYSIS_FAILED) {
        bad = verdict.toJson();
      }
    }
    return new Woven(woven, bad, moved, weaving.verdicts().size() - moved);
  }

  /**
   * How a woven program, in a mode that was entered, differs from the plain one.
   *
   * @return empty if it does not
   */
  static String difference(Woven woven, String className, String plain, Mode mode) {
    if (!woven.badVerdict().isEmpty()) {
      return mode + ": " + woven.badVerdict();
    }
    String out = ProgramRun.of(woven.classes(), className);
    return out.equals(plain) ? "" : mode + ": " + firstDifference(plain, out);
  }

  private static String firstDifference(String plain, String woven) {
    List<String> expected = plain.lines().toList();
    List<String> actual = woven.lines().toList();
    int line = 0;
    while (line < Math.min(expected.size(), actual.size())
        && expected.get(line).equals(actual.get(line))) {
      line++;
    }
    return "line "
        + (line + 1)
        + " is ["
        + (line < actual.size() ? actual.get(line) : "missing")
        + "] instead of ["
        + (line < expected.size() ? expected.get(line) : "missing")
        + "]";
  }
}
