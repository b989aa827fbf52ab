package io.offheap.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A cache whose arrays are replaced at random, with ten times the off-heap limit in all: on each
 * collector it ends as it does without the agent, and memory of dead arrays is used again.
 */
class CollectorsIT {
  @TempDir static Path folder;

  @BeforeAll
  static void compile() throws IOException {
    Path program = folder.resolve("Churn.java");
    Files.writeString(
        program,
        """
        import io.offheap.array.ArrayMemory;

        public class Churn {
          static final int LENGTH = 4096;
          static final long LIMIT = 32 << 20;
          private final long @io.offheap.OffHeap [] values;

          Churn(long seed) {
            values = new long[LENGTH];
            for (int i = 0; i < values.length; i++) values[i] = seed + i;
          }

          long check(long seed) {
            for (int i = 0; i < values.length; i++) {
              if (values[i] != seed + i) throw new AssertionError("element " + i + " of " + seed);
            }
            return values[LENGTH - 1];
          }

          static final Churn[] cache = new Churn[300];
          static final long[] seeds = new long[cache.length];
          static final java.util.Random random = new java.util.Random(5);

          static long replace(long seed) {
            int slot = random.nextInt(cache.length);
            long found = cache[slot] == null ? 0 : cache[slot].check(seeds[slot]);
            cache[slot] = new Churn(seed);
            seeds[slot] = seed;
            return found;
          }

          public static void main(String[] args) {
            long sum = 0;
            long count = 10 * LIMIT / (8 * LENGTH);
            for (long i = 0; i < count; i++) sum = 31 * sum + replace(i);
            System.out.println(sum);
            if (args.length == 0) return;
            System.out.println(ArrayMemory.heap().allocatedBytes() >= 2 * LIMIT ? "used again" : "not used again");
            if (args[0].equals("paced")) {
              long deadline = System.nanoTime() + 60_000_000_000L;
              while (ArrayMemory.reclaimer().pacedCycleCount() == 0 && System.nanoTime() - deadline < 0) replace(count);
            }
            System.out.println(ArrayMemory.reclaimer().pacedCycleCount() > 0 ? "paced" : "not paced");
          }
        }
        """);
    Programs.compile(folder, List.of(program), "--release", "25");
  }

  @ParameterizedTest
  @CsvSource({
    "G1, paced",
    "Z, paced",
    "Shenandoah, paced",
    "Serial, not paced",
    "Parallel, not paced"
  })
  void cache_livesInTheMemoryOfDeadArrays(String name, String paced) {
    String collector = "-XX:+Use" + name + "GC";
    assumeThat(ChildJvm.java(collector, "-version").status()).as("status").isZero();
    String heap = "-Xmx64m";
    ChildJvm.Result plain = ChildJvm.java(collector, heap, "-cp", folder.toString(), "Churn");
    ChildJvm.Result moved =
        ChildJvm.java(
            collector, heap, ChildJvm.agent("limit=32m"), "-cp", folder.toString(), "Churn", paced);
    assertThat(moved.err()).isEmpty();
    assertThat(moved.out()).isEqualTo(plain.out() + "used again\n" + paced + "\n");
    assertThat(moved.status()).isZero();
  }
}
