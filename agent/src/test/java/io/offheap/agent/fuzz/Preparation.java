package io.offheap.agent.fuzz;

import io.offheap.agent.site.Designations;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes programs ready to be run: generates them, compiles many at once, runs each without the
 * agent, and weaves it. That is nearly all of the work, and independent of the memory behind the
 * handles. Not thread-safe; each thread has its own.
 */
final class Preparation {
  /** Each so many programs are marked from outside as well, wherever they allocate. */
  private static final int DESIGNATED_EVERY = 4;

  private final List<Target> targets;
  private final Differential differential;
  private final Map<Target, SourceCompiler> compilers = new EnumMap<>(Target.class);

  Preparation(List<Target> targets, Differential differential) {
    this.targets = targets;
    this.differential = differential;
  }

  /**
   * A program, or what kept it from being one.
   *
   * @param errors of the compiler, or of the JVM if the compiler made what it does not take; empty
   *     if there are none
   * @param plain what it does without the agent
   * @param wovenByGate by the gate of the verdict engine
   */
  record Ready(long seed, String errors, String plain, Map<Long, Differential.Woven> wovenByGate) {
    /** How it differs in a mode that was entered; empty if it does not. */
    String difference(Differential.Mode mode) {
      Differential.Woven woven = wovenByGate.get(mode.engineMinBytes());
      return woven == null
          ? ""
          : Differential.difference(woven, ProgramGenerator.className(seed), plain, mode);
    }
  }

  /** What the program of a seed is compiled for. */
  Target target(long seed) {
    return targets.get((int) (seed % targets.size()));
  }

  Piece generate(long seed) {
    return ProgramGenerator.generate(seed, target(seed).release());
  }

  /** The programs of the seeds from {@code firstSeed} on, for all modes. */
  List<Ready> prepare(long firstSeed, int count) {
    Map<Target, Map<String, String>> texts = new EnumMap<>(Target.class);
    for (long seed = firstSeed; seed < firstSeed + count; seed++) {
      texts
          .computeIfAbsent(target(seed), target -> new TreeMap<>())
          .put(ProgramGenerator.className(seed), generate(seed).text());
    }
    Map<String, SourceCompiler.Compiled> compiled = new HashMap<>();
    texts.forEach((target, all) -> compiled.putAll(compiler(target).compileAll(all)));
    List<Ready> ready = new ArrayList<>();
    for (long seed = firstSeed; seed < firstSeed + count; seed++) {
      String className = ProgramGenerator.className(seed);
      ready.add(ready(seed, compiled.get(className), Differential.Mode.values()));
    }
    return ready;
  }

  /** A program in another form, for one mode. */
  Ready prepare(long seed, String text, Differential.Mode mode) {
    String className = ProgramGenerator.className(seed);
    return ready(seed, compiler(target(seed)).compile(className, text), mode);
  }

  private SourceCompiler compiler(Target target) {
    return compilers.computeIfAbsent(target, Target::compiler);
  }

  private Ready ready(long seed, SourceCompiler.Compiled program, Differential.Mode... modes) {
    if (!program.errors().isEmpty()) {
      return new Ready(seed, program.errors(), "", Map.of());
    }
    Map<String, byte[]> classes = program.classes();
    String plain = ProgramRun.of(classes, ProgramGenerator.className(seed));
    if (ProgramRun.isRefused(plain)) {
      // ECJ 3.43 does that, with code that jumps to where the stack is higher, or nowhere.
      return new Ready(seed, plain, "", Map.of());
    }
    Designations designations =
        seed % DESIGNATED_EVERY == 0
            ? OutsideMarks.of(classes, seed / DESIGNATED_EVERY % 2 == 0)
            : Designations.NONE;
    Map<Long, Differential.Woven> woven = new HashMap<>();
    try (MemoryLoader loader = ProgramRun.loader(classes)) {
      for (Differential.Mode mode : modes) {
        woven.computeIfAbsent(
            mode.engineMinBytes(), gate -> differential.weave(classes, loader, gate, designations));
      }
    }
    return new Ready(seed, "", plain, woven);
  }
}
