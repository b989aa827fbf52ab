package io.offheap.agent.options;

import io.offheap.memory.ByteSizes;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The agent's settings: {@code -javaagent:offheap-agent.jar=key=value,…}, or system properties
 * {@code offheap.key}; where both name a key, the agent's option wins.
 *
 * @param limitBytes most bytes of off-heap memory, at least 65536; 0 stands for the default
 * @param allocator name of the allocator that the memory comes from
 * @param sites file that marks allocations of code without annotations
 * @param verdicts file that receives a line for each site
 * @param strict whether a site that stays on the Java heap throws where it would have allocated
 * @param failOnExhaustion whether a full heap throws instead of falling back to the Java heap
 * @param minBytes arrays below this size stay on the Java heap; -1 stands for the default
 * @param nativeBackend whether memory may be mapped by native calls where these are enabled
 * @param dump folder that receives each woven class before and after
 * @param help whether to print the options and end
 */
public record AgentOptions(
    long limitBytes,
    String allocator,
    @Nullable Path sites,
    @Nullable Path verdicts,
    boolean strict,
    boolean failOnExhaustion,
    long minBytes,
    boolean nativeBackend,
    @Nullable Path dump,
    boolean help) {

  /** What {@code help} prints. */
  public static final String HELP =
      """
      -javaagent:offheap-agent.jar=key=value,...   (or -Doffheap.key=value; the option wins)
        limit=SIZE        most off-heap memory, such as 512m or 4g (default: a quarter of what the container grants)
        allocator=NAME    heap (default), slab, buddy, tlsf, or the name of a provider on the class path
        sites=FILE        marks for code without annotations: owner#field or owner#method(descriptor):line, a line each
        verdicts=FILE     writes a JSON line for each site: moved, or kept and why
        strict=true       a site that is kept throws OffHeapVerdictError where it would have allocated
        exhausted=POLICY  heap (default: fall back to the Java heap) or fail (OutOfMemoryError)
        min=SIZE          arrays below this size stay on the Java heap (default: measured; 0 moves every array)
        native=MODE       auto (default) or off
        dump=FOLDER       writes each woven class before and after
        help              prints this and ends\
      """;

  private static final long LEAST_LIMIT = 64 << 10;
  private static final String PREFIX = "offheap.";
  private static final String KEYS =
      "limit, allocator, sites, verdicts, strict, exhausted, min, native, dump, help";

  /**
   * Reads the settings.
   *
   * @param arguments what follows {@code =} on the command line; null or empty for none
   * @param properties the system properties by name
   * @throws OptionException at the first wrong key or value, naming it and what is allowed
   */
  public static AgentOptions parse(@Nullable String arguments, Map<String, String> properties)
      throws OptionException {
    Map<String, String> settings = new TreeMap<>();
    for (Map.Entry<String, String> property : properties.entrySet()) {
      if (property.getKey().startsWith(PREFIX)) {
        settings.put(property.getKey().substring(PREFIX.length()), property.getValue());
      }
    }
    if (arguments != null) {
      for (String argument : arguments.split(",", -1)) {
        if (!argument.isEmpty()) {
          int equals = argument.indexOf('=');
          String key = equals < 0 ? argument : argument.substring(0, equals);
          settings.put(key, equals < 0 ? "true" : argument.substring(equals + 1));
        }
      }
    }
    Reader reader = new Reader(settings);
    AgentOptions options =
        new AgentOptions(
            reader.size("limit", 0, LEAST_LIMIT, "a size of 64k or more, such as 512m or 4g"),
            reader.name("allocator", "heap"),
            reader.path("sites", PathUse.READ),
            reader.path("verdicts", PathUse.WRITE),
            reader.choice("strict", "false", "true", "false").equals("true"),
            reader.choice("exhausted", "heap", "heap", "fail").equals("fail"),
            reader.size("min", -1, 0, "a size such as 0, 512 or 8k"),
            reader.choice("native", "auto", "auto", "off").equals("auto"),
            reader.path("dump", PathUse.FOLDER),
            reader.choice("help", "false", "true", "false").equals("true"));
    reader.refuseTheRest();
    return options;
  }

  /** Takes settings out of the map one by one; what is left at the end nobody knows. */
  private record Reader(Map<String, String> settings) {

    String choice(String key, String fallback, String... allowed) throws OptionException {
      String value = settings.remove(key);
      if (value == null) {
        return fallback;
      }
      for (String candidate : allowed) {
        if (candidate.equals(value)) {
          return value;
        }
      }
      throw wrong(key, value, "expected " + String.join(" or ", allowed));
    }

    String name(String key, String fallback) throws OptionException {
      String value = settings.remove(key);
      if (value == null) {
        return fallback;
      }
      if (value.isEmpty()) {
        throw wrong(key, value, "expected the name of an allocator");
      }
      return value;
    }

    long size(String key, long fallback, long least, String expected) throws OptionException {
      String value = settings.remove(key);
      if (value == null) {
        return fallback;
      }
      long size = ByteSizes.parse(value);
      if (size < least) {
        throw wrong(key, value, "expected " + expected);
      }
      return size;
    }

    @Nullable Path path(String key, PathUse use) throws OptionException {
      String value = settings.remove(key);
      if (value == null) {
        return null;
      }
      Path path;
      try {
        path = Path.of(value);
      } catch (java.nio.file.InvalidPathException e) {
        throw wrong(key, value, "this is no path");
      }
      String problem = value.isEmpty() ? "expected a path" : use.problem(path);
      if (problem != null) {
        throw wrong(key, value, problem);
      }
      return path;
    }

    void refuseTheRest() throws OptionException {
      for (String key : settings.keySet()) {
        throw new OptionException("offheap: unknown option '" + key + "'; known are " + KEYS);
      }
    }

    private static OptionException wrong(String key, String value, String why) {
      return new OptionException("offheap: " + key + "=" + value + ": " + why);
    }
  }
}
