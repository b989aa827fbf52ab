package io.offheap.agent.fuzz;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import javax.tools.ToolProvider;
import org.eclipse.jdt.internal.compiler.tool.EclipseCompiler;

/** Generates programs, compiles each with one of several compilers, and runs them in every mode. */
final class Fuzzer {
  /** Programs that share one setting of the memory, which is costly to change. */
  private static final int BATCH = 50;

  private static final int SHRINK_ATTEMPTS = 2000;

  private final List<SourceCompiler> compilers;
  private final Differential differential;
  private int programs;
  private int notCompiled;
  private String firstError = "";

  Fuzzer(Differential.Sabotage sabotage) {
    String classPath = System.getProperty("java.class.path");
    List<String> common = List.of("-nowarn", "-proc:none", "-g", "-cp", classPath);
    compilers =
        List.of(
            new SourceCompiler(ToolProvider.getSystemJavaCompiler(), common),
            new SourceCompiler(
                ToolProvider.getSystemJavaCompiler(), with(common, "--release", "17")),
            new SourceCompiler(
                new EclipseCompiler(), with(common, "-source", "24", "-target", "24")));
    differential = new Differential(sabotage);
  }

  private static List<String> with(List<String> options, String... more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return all;
  }

  /** A program that behaves differently when it is woven. */
  record Failure(long seed, String difference, String program) {
    @Override
    public String toString() {
      return "seed " + seed + ", " + difference + "\n" + program;
    }
  }

  private record Candidate(
      long seed,
      Map<String, byte[]> classes,
      String plain,
      Map<Long, Differential.Woven> wovenByGate) {}

  /**
   * Runs programs until one fails.
   *
   * @param shrink whether to make the failing program smaller
   * @return null if none failed
   */
  Failure run(long firstSeed, int count, boolean shrink) {
    long end = firstSeed + count;
    CompletableFuture<List<Candidate>> next = batch(firstSeed, end);
    for (long seed = firstSeed; seed < end; seed += BATCH) {
      List<Candidate> batch = next.join();
      // The next programs are compiled while these run.
      next = batch(seed + BATCH, end);
      for (Differential.Mode mode : Differential.Mode.values()) {
        mode.enter();
        for (Candidate candidate : batch) {
          Differential.Woven woven =
              candidate
                  .wovenByGate()
                  .computeIfAbsent(
                      mode.engineMinBytes(), gate -> differential.weave(candidate.classes(), mode));
          String difference =
              Differential.difference(
                  woven, ProgramGenerator.className(candidate.seed()), candidate.plain(), mode);
          if (!difference.isEmpty()) {
            next.join();
            return failure(candidate.seed(), difference, mode, shrink);
          }
        }
      }
    }
    return null;
  }

  private CompletableFuture<List<Candidate>> batch(long seed, long end) {
    int count = Math.clamp(end - seed, 0, BATCH);
    return CompletableFuture.supplyAsync(() -> compiled(seed, count));
  }

  private List<Candidate> compiled(long firstSeed, int count) {
    List<Map<String, String>> textsByCompiler = new ArrayList<>();
    compilers.forEach(compiler -> textsByCompiler.add(new TreeMap<>()));
    for (long seed = firstSeed; seed < firstSeed + count; seed++) {
      textsByCompiler
          .get((int) (seed % compilers.size()))
          .put(ProgramGenerator.className(seed), generate(seed).text());
    }
    Map<String, SourceCompiler.Compiled> compiled = new HashMap<>();
    for (int i = 0; i < compilers.size(); i++) {
      compiled.putAll(compilers.get(i).compileAll(textsByCompiler.get(i)));
    }
    List<Candidate> batch = new ArrayList<>();
    for (long seed = firstSeed; seed < firstSeed + count; seed++) {
      programs++;
      String className = ProgramGenerator.className(seed);
      SourceCompiler.Compiled program = compiled.get(className);
      if (program.errors().isEmpty()) {
        String plain = Differential.plain(program.classes(), className);
        batch.add(new Candidate(seed, program.classes(), plain, new HashMap<>()));
      } else {
        notCompiled++;
        if (firstError.isEmpty()) {
          firstError = "seed " + seed + ": " + program.errors();
        }
      }
    }
    return batch;
  }

  private SourceCompiler compiler(long seed) {
    return compilers.get((int) (seed % compilers.size()));
  }

  private Piece generate(long seed) {
    return ProgramGenerator.generate(seed, seed % compilers.size() == 0);
  }

  private Failure failure(long seed, String found, Differential.Mode mode, boolean shrink) {
    Piece program = generate(seed);
    String className = ProgramGenerator.className(seed);
    String[] difference = {found};
    if (shrink) {
      new Shrinker(
              text -> {
                SourceCompiler.Compiled compiled = compiler(seed).compile(className, text);
                if (!compiled.errors().isEmpty()) {
                  return false;
                }
                String plain = Differential.plain(compiled.classes(), className);
                Differential.Woven woven = differential.weave(compiled.classes(), mode);
                String now = Differential.difference(woven, className, plain, mode);
                difference[0] = now.isEmpty() ? difference[0] : now;
                return !now.isEmpty();
              },
              SHRINK_ATTEMPTS)
          .shrink(program);
    }
    return new Failure(seed, difference[0], program.text());
  }

  /** Programs so far that the generator got wrong. */
  int notCompiled() {
    return notCompiled;
  }

  /** What the compiler said of the first of them. */
  String firstError() {
    return firstError;
  }

  /** What was run so far. */
  String summary() {
    return programs
        + " programs, "
        + notCompiled
        + " not compiled, sites moved "
        + differential.moved()
        + ", kept "
        + differential.kept();
  }

  long moved() {
    return differential.moved();
  }
}
