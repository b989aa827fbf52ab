package io.offheap.agent.install;

import io.offheap.agent.options.AgentOptions;
import io.offheap.agent.options.OptionException;
import io.offheap.agent.report.VerdictReport;
import io.offheap.agent.site.Designations;
import io.offheap.heap.HeapOptions;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Starts the agent: reads the settings, then looks at each class from here on. Called by name from
 * the entry class.
 */
public final class AgentStart {
  private AgentStart() {}

  /**
   * Starts the agent.
   *
   * @param arguments the options of the command line, if any
   * @return null, or the one line to show before the JVM ends because a setting is wrong
   */
  public static @Nullable String start(
      @Nullable String arguments, Instrumentation instrumentation) {
    try {
      AgentOptions options = AgentOptions.parse(arguments, systemProperties());
      if (options.help()) {
        System.out.println(AgentOptions.HELP);
        System.exit(0);
      }
      checkAllocator(options.allocator());
      Designations designations = designations(options.sites());
      Recordings recordings = new Recordings();
      VerdictReport report = openReport(options.verdicts(), recordings);
      Machinery machinery =
          new Machinery(options, designations, report, recordings, instrumentation);
      makeFolder(options.dump());
      report.finishAtExit(options.sites() != null);
      instrumentation.addTransformer(new MarkTransformer(designations, machinery));
      return null;
    } catch (OptionException e) {
      return e.getMessage();
    }
  }

  /**
   * Asks the heap only about names other than the default, so that it is not loaded before it is
   * needed.
   */
  private static void checkAllocator(String name) throws OptionException {
    if (!name.equals(HeapOptions.DEFAULT_ALLOCATOR)
        && !HeapOptions.allocatorNames().contains(name)) {
      throw new OptionException(
          "offheap: allocator="
              + name
              + ": expected one of "
              + String.join(", ", HeapOptions.allocatorNames()));
    }
  }

  private static Map<String, String> systemProperties() {
    Properties properties = System.getProperties();
    Map<String, String> texts = new HashMap<>();
    for (String name : properties.stringPropertyNames()) {
      texts.put(name, properties.getProperty(name, ""));
    }
    return texts;
  }

  private static Designations designations(@Nullable Path file) throws OptionException {
    if (file == null) {
      return Designations.NONE;
    }
    try {
      return Designations.parse(Files.readAllLines(file));
    } catch (IOException e) {
      throw new OptionException("offheap: sites=" + file + ": the file cannot be read as text");
    } catch (IllegalArgumentException e) {
      throw new OptionException("offheap: sites=" + file + ": " + e.getMessage());
    }
  }

  private static void makeFolder(@Nullable Path dump) throws OptionException {
    try {
      if (dump != null) {
        Files.createDirectories(dump);
      }
    } catch (IOException e) {
      throw new OptionException("offheap: dump=" + dump + ": the folder cannot be made");
    }
  }

  private static VerdictReport openReport(@Nullable Path file, Recordings recordings)
      throws OptionException {
    try {
      return VerdictReport.open(file, recordings);
    } catch (IOException e) {
      throw new OptionException("offheap: verdicts=" + file + ": the file cannot be written");
    }
  }
}
