package io.offheap.examples.atlas;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the command line asks for.
 *
 * @param modules the modules to read; all if empty
 * @param from the class whose reach is reported
 * @param top how many methods each list shows
 * @param repeat how many times the analysis is done
 * @param help whether only the usage is wanted
 */
record Options(Set<String> modules, String from, int top, int repeat, boolean help) {
  static final String USAGE =
      """
      Usage: java -jar jdk-atlas.jar [option]...
      Reads every class of the running JDK and shows which methods are called most, which are the
      most central and the largest, and what a class can reach.

        --modules A,B   read only these modules (all)
        --from CLASS    the class whose reach is shown (java.util.ArrayList)
        --top N         length of the lists, 1 to 1000 (20)
        --repeat N      do the analysis N times, 1 to 1000, reading some classes again
                        each time and comparing (1)
        --help          this text
      """;

  private static final int MAX_COUNT = 1000;

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException with one line that says what is wrong
   */
  static Options parse(List<String> arguments) {
    Set<String> modules = new TreeSet<>();
    String from = "java.util.ArrayList";
    int top = 20;
    int repeat = 1;
    boolean help = false;
    for (int i = 0; i < arguments.size(); i++) {
      String option = arguments.get(i);
      switch (option) {
        case "--help", "-h" -> help = true;
        case "--modules" -> modules.addAll(names(option, value(arguments, ++i, option)));
        case "--from" -> from = value(arguments, ++i, option);
        case "--top" -> top = count(option, value(arguments, ++i, option));
        case "--repeat" -> repeat = count(option, value(arguments, ++i, option));
        default -> throw new IllegalArgumentException("unknown option " + option + "; see --help");
      }
    }
    return new Options(modules, from, top, repeat, help);
  }

  private static String value(List<String> arguments, int index, String option) {
    if (index == arguments.size()) throw new IllegalArgumentException(option + " needs a value");
    return arguments.get(index);
  }

  private static List<String> names(String option, String value) {
    List<String> names = List.of(value.split(",", -1));
    if (names.contains("")) {
      throw new IllegalArgumentException(
          option + " needs names separated by commas, not '" + value + "'");
    }
    return names;
  }

  private static int count(String option, String value) {
    try {
      int count = Integer.parseInt(value);
      if (count >= 1 && count <= MAX_COUNT) return count;
    } catch (NumberFormatException e) {
      // Not a number: reported below like one out of range.
    }
    throw new IllegalArgumentException(
        option + " needs a number from 1 to " + MAX_COUNT + ", not '" + value + "'");
  }
}
