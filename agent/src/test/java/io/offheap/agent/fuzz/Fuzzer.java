package io.offheap.agent.fuzz;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Runs random programs in every mode. All threads prepare programs; one runs them, for the memory
 * behind the handles is one for the process.
 */
final class Fuzzer {
  /** Programs that are compiled together, and share one setting of the memory. */
  private static final int BATCH = 140;

  /** The first are fewer: a bug that shows at once is then found at once. */
  private static final int FIRST_BATCH = 28;

  private static final int SHRINK_ATTEMPTS = 2000;

  private final List<Target> targets;
  private final Differential differential;
  private int programs;
  private int notCompiled;
  private String firstError = "";
  private long moved;
  private long kept;

  Fuzzer(List<Target> targets, Differential.Sabotage sabotage) {
    this.targets = targets;
    differential = new Differential(sabotage);
  }

  /** A program that behaves differently when it is woven. */
  record Failure(long seed, Target target, String difference, String program) {
    String title() {
      return "seed " + seed + ", " + target + ", " + difference;
    }

    @Override
    public String toString() {
      return title() + "\n" + program;
    }
  }

  private record Found(long seed, Differential.Mode mode, String difference) {}

  /**
   * Runs programs until one fails. The seed of that is printed before it is made smaller.
   *
   * @param shrink whether to make the failing program smaller
   * @return null if none failed
   */
  Failure run(long firstSeed, int count, boolean shrink) {
    Found found = run(firstSeed, firstSeed + count);
    if (found == null) {
      return null;
    }
    Preparation preparation = new Preparation(targets, differential);
    Piece program = preparation.generate(found.seed());
    Failure failure = failure(preparation, found, program);
    Progress.say(failure.title());
    if (shrink) {
      found = shrunk(preparation, found, program);
      failure = failure(preparation, found, program);
    }
    return failure;
  }

  private static Failure failure(Preparation preparation, Found found, Piece program) {
    Target target = preparation.target(found.seed());
    return new Failure(found.seed(), target, found.difference(), program.text());
  }

  private Found run(long firstSeed, long end) {
    int threads = Runtime.getRuntime().availableProcessors();
    ThreadLocal<Preparation> own =
        ThreadLocal.withInitial(() -> new Preparation(targets, differential));
    ExecutorService pool =
        Executors.newFixedThreadPool(threads, Thread.ofPlatform().daemon().factory());
    Deque<CompletableFuture<List<Preparation.Ready>>> prepared = new ArrayDeque<>();
    Progress progress = new Progress();
    Found found = null;
    long next = firstSeed;
    while (found == null && (next < end || !prepared.isEmpty())) {
      while (next < end && prepared.size() <= threads) {
        long seed = next;
        int size = (int) Math.min(Math.min(BATCH, FIRST_BATCH + seed - firstSeed), end - seed);
        next += size;
        prepared.add(CompletableFuture.supplyAsync(() -> own.get().prepare(seed, size), pool));
      }
      found = run(prepared.remove().join());
      progress.at(() -> summary() + "; " + (end - firstSeed) + " to run");
    }
    prepared.forEach(batch -> batch.cancel(false));
    pool.shutdown();
    return found;
  }

  private Found run(List<Preparation.Ready> batch) {
    for (Preparation.Ready program : batch) {
      programs++;
      if (!program.errors().isEmpty()) {
        notCompiled++;
        firstError =
            firstError.isEmpty() ? "seed " + program.seed() + ": " + program.errors() : firstError;
      }
      for (Differential.Woven woven : program.wovenByGate().values()) {
        moved += woven.moved();
        kept += woven.kept();
      }
    }
    for (Differential.Mode mode : Differential.Mode.values()) {
      mode.enter();
      for (Preparation.Ready program : batch) {
        String difference = program.difference(mode);
        if (!difference.isEmpty()) {
          return new Found(program.seed(), mode, difference);
        }
      }
    }
    return null;
  }

  /** Makes the program smaller, as long as it differs in the mode that is entered. */
  private static Found shrunk(Preparation preparation, Found found, Piece program) {
    Found[] last = {found};
    int[] attempts = {0};
    Progress progress = new Progress();
    new Shrinker(
            text -> {
              attempts[0]++;
              progress.at(() ->
                  "seed "
                      + found.seed()
                      + ": "
                      + attempts[0]
                      + " attempts to make it smaller, now "
                      + text.lines().count()
                      + " lines");
              String difference =
                  preparation.prepare(found.seed(), text, found.mode()).difference(found.mode());
              if (!difference.isEmpty()) {
                last[0] = new Found(found.seed(), found.mode(), difference);
              }
              return !difference.isEmpty();
            },
            SHRINK_ATTEMPTS)
        .shrink(program);
    return last[0];
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
        + moved
        + ", kept "
        + kept;
  }

  /** Sites that moved in all runs so far. */
  long moved() {
    return moved;
  }
}
