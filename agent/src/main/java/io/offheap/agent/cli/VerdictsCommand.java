package io.offheap.agent.cli;

import io.offheap.agent.code.Methods;
import io.offheap.agent.flow.VerdictEngine;
import io.offheap.agent.report.VerdictSummary;
import io.offheap.agent.site.Designations;
import io.offheap.agent.site.FirstLook;
import io.offheap.agent.verdict.SiteVerdict;
import io.offheap.array.ArrayOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.ClassReader;

/**
 * {@code verdicts [--strict] [--sites=FILE] [--format=json|text|html] <jar or folder>…}: prints the
 * verdict on every site of the named class files, without running any of their code. Exit status 0;
 * 1 with {@code --strict} when a site is kept; 2 on bad input.
 */
public final class VerdictsCommand {
  private static final String USAGE =
      "usage: java -jar offheap-agent.jar verdicts [--strict] [--sites=FILE]"
          + " [--format=json|text|html] <jar or folder>...,"
          + " or: java -jar offheap-agent.jar sites [--kept] <jar or folder>...";

  private static final Map<String, VerdictSummary.Format> FORMATS =
      Map.of(
          "--format=json", VerdictSummary.Format.JSON,
          "--format=text", VerdictSummary.Format.TEXT,
          "--format=html", VerdictSummary.Format.HTML);

  private final VerdictEngine engine;
  private final FirstLook look;
  private final List<SiteVerdict> verdicts = new ArrayList<>();

  /** Classes that the sites file names and that were not met yet. */
  private final Set<String> owners;

  private final List<String> problems = new ArrayList<>();

  private VerdictsCommand(Designations designations) {
    this.engine = new VerdictEngine(designations, ArrayOptions.DEFAULT_MIN_BYTES);
    this.look = new FirstLook(designations);
    this.owners = new TreeSet<>(designations.owners());
  }

  /** Runs the command with the process's streams and returns the exit status. */
  public static int run(String[] arguments) {
    return run(arguments, System.out, System.err);
  }

  static int run(String[] arguments, PrintStream out, PrintStream err) {
    if (arguments.length == 1 && arguments[0].equals("--help")) {
      out.println(USAGE);
      return 0;
    }
    if (arguments.length > 0 && arguments[0].equals("sites")) {
      return SitesCommand.run(arguments, out, err);
    }
    if (arguments.length == 0 || !arguments[0].equals("verdicts")) {
      err.println(USAGE);
      return 2;
    }
    boolean strict = false;
    Designations designations = Designations.NONE;
    String sites = "";
    VerdictSummary.Format format = VerdictSummary.Format.JSON;
    List<Path> paths = new ArrayList<>();
    for (int i = 1; i < arguments.length; i++) {
      String argument = arguments[i];
      if (argument.equals("--help")) {
        out.println(USAGE);
        return 0;
      } else if (argument.equals("--strict")) {
        strict = true;
      } else if (argument.startsWith("--sites=")) {
        sites = argument.substring("--sites=".length());
        try {
          designations = Designations.parse(Files.readAllLines(Path.of(sites)));
        } catch (IOException e) {
          err.println("offheap: " + argument + ": the file cannot be read");
          return 2;
        } catch (IllegalArgumentException e) {
          err.println("offheap: " + argument + ": " + e.getMessage());
          return 2;
        }
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
    VerdictsCommand command = new VerdictsCommand(designations);
    for (Path path : paths) {
      try (ClassFolder folder = ClassFolder.open(path)) {
        folder.forEach(classFile -> command.decide(folder, classFile));
      } catch (BadInput e) {
        err.println("offheap: " + path + ": " + e.getMessage());
        return 2;
      }
    }
    out.print(VerdictSummary.of(command.verdicts, format));
    for (String owner : command.owners) {
      command.problems.add(
          Methods.dotted(owner) + ": " + Designations.NAMES_NOTHING + "a class that is not there");
    }
    for (String problem : command.problems) {
      err.println("offheap: " + sites + ": " + problem);
    }
    if (!command.problems.isEmpty()) {
      return 2;
    }
    return strict && command.verdicts.stream().anyMatch(verdict -> !verdict.moved()) ? 1 : 0;
  }

  private void decide(ClassFolder folder, byte[] classFile) {
    String owner = new ClassReader(classFile).getClassName();
    boolean named = owners.remove(owner);
    if (!named && !look.concernsUs(folder, owner, classFile)) {
      return;
    }
    for (SiteVerdict verdict : engine.analyze(classFile, folder).verdicts()) {
      verdicts.add(verdict);
      if (verdict.detail().startsWith(Designations.NAMES_NOTHING)) {
        problems.add(verdict.site() + ": " + verdict.detail());
      }
    }
  }
}
