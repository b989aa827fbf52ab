package io.offheap.agent.cli;

import io.offheap.agent.code.ClassFiles;
import io.offheap.agent.flow.VerdictEngine;
import io.offheap.agent.report.VerdictSummary;
import io.offheap.agent.site.ConstantPoolScan;
import io.offheap.agent.site.Designations;
import io.offheap.agent.site.NestMarks;
import io.offheap.agent.verdict.SiteVerdict;
import io.offheap.array.ArrayOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code verdicts [--strict] [--format=json|text|html] <jar or folder>…}: prints the verdict on
 * every site of the named class files, without running any of their code. Exit status 0; 1 with
 * {@code --strict} when a site is kept; 2 on bad input.
 */
public final class VerdictsCommand {
  private static final String USAGE =
      "usage: java -jar offheap-agent.jar verdicts [--strict] [--format=json|text|html]"
          + " <jar or folder>...";

  private static final Map<String, VerdictSummary.Format> FORMATS =
      Map.of(
          "--format=json", VerdictSummary.Format.JSON,
          "--format=text", VerdictSummary.Format.TEXT,
          "--format=html", VerdictSummary.Format.HTML);

  private final VerdictEngine engine =
      new VerdictEngine(Designations.NONE, ArrayOptions.DEFAULT_MIN_BYTES);
  private final NestMarks nests = new NestMarks(Designations.NONE);
  private final List<SiteVerdict> verdicts = new ArrayList<>();

  private VerdictsCommand() {}

  /** Runs the command with the process's streams and returns the exit status. */
  public static int run(String[] arguments) {
    return run(arguments, System.out, System.err);
  }

  static int run(String[] arguments, PrintStream out, PrintStream err) {
    if (arguments.length == 1 && arguments[0].equals("--help")) {
      out.println(USAGE);
      return 0;
    }
    if (arguments.length == 0 || !arguments[0].equals("verdicts")) {
      err.println(USAGE);
      return 2;
    }
    boolean strict = false;
    VerdictSummary.Format format = VerdictSummary.Format.JSON;
    List<Path> paths = new ArrayList<>();
    for (int i = 1; i < arguments.length; i++) {
      String argument = arguments[i];
      if (argument.equals("--help")) {
        out.println(USAGE);
        return 0;
      } else if (argument.equals("--strict")) {
        strict = true;
      } else if (FORMATS.containsKey(argument)) {
        format = FORMATS.getOrDefault(argument, format);
      } else if (argument.startsWith("--")) {
        err.println("offheap: unknown option " + argument + "; " + USAGE);
        return 2;
      } else {
        paths.add(Path.of(argument));
      }
    }
    if (paths.isEmpty()) {
      err.println(USAGE);
      return 2;
    }
    VerdictsCommand command = new VerdictsCommand();
    for (Path path : paths) {
      String problem = command.add(path);
      if (problem != null) {
        err.println("offheap: " + path + ": " + problem);
        return 2;
      }
    }
    out.print(VerdictSummary.of(command.verdicts, format));
    return strict && command.verdicts.stream().anyMatch(verdict -> !verdict.moved()) ? 1 : 0;
  }

  /** Decides on the sites of one jar or folder; returns what is wrong with it, or null. */
  private @Nullable String add(Path path) {
    if (Files.isDirectory(path)) {
      return walk(path);
    }
    if (!Files.isRegularFile(path)) {
      return "there is no such jar or folder";
    }
    FileSystem jar;
    try {
      jar = FileSystems.newFileSystem(path);
    } catch (IOException | RuntimeException e) {
      return "this is no jar";
    }
    try (jar) {
      return walk(jar.getPath("/"));
    } catch (IOException e) {
      return "the jar cannot be read: " + e.getMessage();
    }
  }

  private @Nullable String walk(Path root) {
    try (var files = Files.walk(root)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).sorted().toList()) {
        try {
          decide(Files.readAllBytes(file), root);
        } catch (IOException | RuntimeException e) {
          return "the class file " + root.relativize(file) + " cannot be read: " + e.getMessage();
        }
      }
      return null;
    } catch (IOException e) {
      return "the folder cannot be read: " + e.getMessage();
    }
  }

  private void decide(byte[] classFile, Path root) {
    ClassFiles files = classFiles(root);
    if (ConstantPoolScan.mentionsAnnotation(classFile) || nests.areNear(files, classFile)) {
      verdicts.addAll(engine.analyze(classFile, files).verdicts());
    }
  }

  private static ClassFiles classFiles(Path root) {
    ClassFiles platform = ClassFiles.of(ClassLoader.getPlatformClassLoader());
    return name -> {
      Path file = root.resolve(name + ".class");
      try {
        return Files.isRegularFile(file) ? Files.readAllBytes(file) : platform.find(name);
      } catch (IOException e) {
        return null;
      }
    };
  }
}
