package io.offheap.agent.foreign;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs the tests of a library and writes what came of each: {@code <folder of test classes> <file>
 * <pattern of class names to leave out> <pattern of those to run>}. Beside the file, one that ends
 * in {@code .sites} tells what each site allocated, if the agent is there.
 */
public final class TestRun {
  private TestRun() {}

  public static void main(String[] arguments) throws IOException {
    SortedMap<String, String> outcomes = new TreeMap<>();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectClasspathRoots(Set.of(Path.of(arguments[0]))))
            .filters(
                ClassNameFilter.includeClassNamePatterns(arguments[3]),
                ClassNameFilter.excludeClassNamePatterns(arguments[2]))
            .build();
    PrintStream console = System.out;
    LauncherFactory.create().execute(request, new Recorder(outcomes));
    Path file = Path.of(arguments[1]);
    Files.write(
        file, outcomes.entrySet().stream().map(e -> e.getKey() + "\t" + e.getValue()).toList());
    long passed = outcomes.values().stream().filter("SUCCESSFUL"::equals).count();
    console.println(outcomes.size() + " tests, " + passed + " passed");
    Files.write(Path.of(file + ".sites"), sites());
    System.exit(0);
  }

  private static final class Recorder implements TestExecutionListener {
    private final SortedMap<String, String> outcomes;

    Recorder(SortedMap<String, String> outcomes) {
      this.outcomes = outcomes;
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
      outcomes.put(test.getUniqueId(), "SKIPPED");
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      if (test.isTest() || result.getThrowable().isPresent()) {
        String failure =
            result
                .getThrowable()
                .map(e -> " " + e.getClass().getName() + ": " + firstLine(e.getMessage()))
                .orElse("");
        outcomes.put(test.getUniqueId(), result.getStatus() + failure);
      }
    }
  }

  /** Without identity hash codes, which differ from run to run. */
  private static String firstLine(String message) {
    String line = message == null ? "" : message.lines().findFirst().orElse("");
    return line.replaceAll("@[0-9a-f]+", "@");
  }

  /** By reflection: without the agent there is nothing to tell. */
  private static List<String> sites() {
    try {
      Method statistics = Class.forName("io.offheap.array.Sites").getMethod("statistics");
      return ((List<?>) statistics.invoke(null)).stream().map(Object::toString).toList();
    } catch (ReflectiveOperationException e) {
      return List.of();
    }
  }
}
