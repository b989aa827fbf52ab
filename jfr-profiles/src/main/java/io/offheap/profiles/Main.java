package io.offheap.profiles;

import io.offheap.profiles.text.Table;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command line: {@code java -jar offheap-jfr-profiles.jar}. */
public final class Main {
  private static final String USAGE =
      """
      Usage: java -jar offheap-jfr-profiles.jar COMMAND
        report REC.jfr [-o FILE] [--format html|text|json|collapsed]
            what the recording comes down to: did it help, is memory about to run out, who leaks, what
            is wasted, does growth hit latency, what did not move; html (the default) writes a web
            page next to where you are, REC.html, the others write to the terminal; -o - writes there too
        summary REC.jfr
            what the Off-Heap events of a recording say, on one screen
        compare [--row 'LABEL|WITHOUT|WITH']... PLAIN.jfr AGENT.jfr [PLAIN.jfr AGENT.jfr]...
            a table of runs without and with the agent, of medians if there are several; each --row
            adds a line that the recordings do not know
        --help
            this text
      """;

  /** A number and its unit, as in {@code 12.5 s}. */
  private static final Pattern QUANTITY = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)( ?\\D*)");

  private final PrintStream out;

  private Main(PrintStream out) {
    this.out = out;
  }

  /** Runs a command; exit status 2 means that its input cannot be used. */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    int status = run(List.of(args), out, System.err);
    out.flush();
    if (status != 0) System.exit(status);
  }

  /** Runs a command; returns its exit status. */
  static int run(List<String> arguments, PrintStream out, PrintStream err) {
    try {
      new Main(out).run(arguments);
      return 0;
    } catch (BadInputException e) {
      err.println("offheap-jfr-profiles: " + e.getMessage());
      return 2;
    }
  }

  private void run(List<String> arguments) throws BadInputException {
    if (arguments.isEmpty()) throw new BadInputException("no command given; see --help");
    List<String> operands = arguments.subList(1, arguments.size());
    switch (arguments.get(0)) {
      case "report" -> ReportCommand.run(operands, out);
      case "summary" -> summary(operands);
      case "compare" -> compare(operands);
      case "--help", "-h" -> out.print(USAGE);
      default ->
          throw new BadInputException("unknown command " + arguments.get(0) + "; see --help");
    }
  }

  private void summary(List<String> operands) throws BadInputException {
    if (operands.size() != 1) throw new BadInputException("summary needs one recording");
    Summary.of(Recordings.ours(path(operands.get(0)))).forEach(out::println);
  }

  private void compare(List<String> operands) throws BadInputException {
    Table table = new Table();
    table.add("", "without agent", "with agent", "ratio");
    List<Path> recordings = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      if (operands.get(i).equals("--row")) {
        if (++i == operands.size()) throw new BadInputException("--row needs a value");
        table.add(row(operands.get(i)));
      } else {
        recordings.add(path(operands.get(i)));
      }
    }
    if (recordings.isEmpty() || recordings.size() % 2 != 0) {
      throw new BadInputException("compare needs recordings in pairs, without and with the agent");
    }
    Comparison comparison = new Comparison();
    for (int i = 0; i < recordings.size(); i += 2) {
      comparison.add(recordings.get(i), recordings.get(i + 1));
    }
    comparison.addTo(table);
    table.lines().forEach(out::println);
  }

  /** The cells of a row given on the command line, and the ratio of its two numbers. */
  private static String[] row(String value) throws BadInputException {
    String[] cells = value.split("\\|", -1);
    if (cells.length != 3) {
      throw new BadInputException("--row needs LABEL|WITHOUT|WITH, not '" + value + "'");
    }
    Matcher without = QUANTITY.matcher(cells[1]);
    Matcher with = QUANTITY.matcher(cells[2]);
    String ratio = "";
    if (without.matches() && with.matches() && without.group(2).equals(with.group(2))) {
      double divisor = Double.parseDouble(without.group(1));
      if (divisor > 0) {
        ratio = String.format(Locale.ROOT, "%.2f", Double.parseDouble(with.group(1)) / divisor);
      }
    }
    return new String[] {cells[0], cells[1], cells[2], ratio};
  }

  /** The file of this name, which need not exist. */
  static Path path(String name) throws BadInputException {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new BadInputException("not a file name: " + name);
    }
  }
}
