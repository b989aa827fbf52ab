package io.offheap.profiles;

import io.offheap.profiles.facts.RecordingFacts;
import io.offheap.profiles.report.CollapsedStacks;
import io.offheap.profiles.report.HtmlReport;
import io.offheap.profiles.report.JsonReport;
import io.offheap.profiles.report.Report;
import io.offheap.profiles.report.TextReport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code report REC.jfr [-o FILE] [--format html|text|json|collapsed]}. */
final class ReportCommand {
  private static final List<String> FORMATS = List.of("html", "text", "json", "collapsed");

  private String format = "html";
  private Optional<String> output = Optional.empty();
  private Optional<String> recording = Optional.empty();

  private ReportCommand() {}

  static void run(List<String> operands, PrintStream out) throws BadInputException {
    ReportCommand command = new ReportCommand();
    command.parse(operands);
    command.write(out);
  }

  private void parse(List<String> operands) throws BadInputException {
    for (int i = 0; i < operands.size(); i++) {
      String operand = operands.get(i);
      switch (operand) {
        case "-o", "--output" -> output = Optional.of(value(operands, ++i));
        case "--format" -> {
          format = value(operands, ++i);
          if (!FORMATS.contains(format)) {
            throw new BadInputException(
                "--format is one of " + String.join(", ", FORMATS) + ", not '" + format + "'");
          }
        }
        default -> {
          if (operand.startsWith("-")) throw new BadInputException("unknown option " + operand);
          if (recording.isPresent()) throw new BadInputException("report needs one recording");
          recording = Optional.of(operand);
        }
      }
    }
  }

  private static String value(List<String> operands, int index) throws BadInputException {
    if (index == operands.size()) {
      throw new BadInputException(operands.get(index - 1) + " needs a value");
    }
    return operands.get(index);
  }

  private void write(PrintStream out) throws BadInputException {
    if (recording.isEmpty()) throw new BadInputException("report needs one recording");
    Path file = Main.path(recording.get());
    RecordingFacts facts = Recordings.ours(file);
    String name = String.valueOf(file.getFileName());
    String text = text(name, facts);
    String target = output.orElse(format.equals("html") ? htmlName(name) : "-");
    if (target.equals("-")) {
      out.print(text);
      return;
    }
    try {
      Files.writeString(Main.path(target), text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new BadInputException("cannot write " + target + " (" + e.getMessage() + ")");
    }
    out.println("wrote " + target);
  }

  private String text(String name, RecordingFacts facts) {
    return switch (format) {
      case "text" -> lines(TextReport.of(Report.of(name, facts)));
      case "json" -> JsonReport.of(Report.of(name, facts)) + "\n";
      case "collapsed" -> lines(CollapsedStacks.of(facts));
      default -> HtmlReport.of(Report.of(name, facts));
    };
  }

  private static String lines(List<String> lines) {
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }

  /** In the current folder, named like the recording. */
  private static String htmlName(String name) {
    return (name.endsWith(".jfr") ? name.substring(0, name.length() - 4) : name) + ".html";
  }
}
