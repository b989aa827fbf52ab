package io.offheap.agent.fuzz;

import java.util.List;

/** Random expressions, biased towards what rewriting arrays could get wrong. */
final class Expressions {
  static final List<String> TYPES =
      List.of("boolean", "byte", "char", "short", "int", "long", "float", "double");

  private Expressions() {}

  static String mark(Scope scope) {
    return scope.oneIn(3) || !scope.marksAllowed() ? "" : "@OffHeap ";
  }

  /** An int. */
  static String integer(Scope scope, int depth) {
    if (depth <= 0) {
      return leaf(scope);
    }
    return switch (scope.below(12)) {
      case 0 ->
          "("
              + integer(scope, depth - 1)
              + scope.pick(" + ", " - ", " * ", " ^ ", " << ", " >>> ")
              + integer(scope, depth - 1)
              + ")";
      case 1 ->
          "("
              + condition(scope, depth - 1)
              + " ? "
              + integer(scope, depth - 1)
              + " : "
              + integer(scope, depth - 1)
              + ")";
      case 2, 3, 4 -> element(scope, depth, false);
      case 5 -> element(scope, depth, true);
      case 6, 7 -> {
        String array = named(scope, null);
        yield array == null ? leaf(scope) : array + ".length";
      }
      case 8 -> library(scope, depth);
      case 9 ->
          "h"
              + scope.below(3)
              + "("
              + array(scope, "int", depth - 1)
              + ", "
              + integer(scope, depth - 1)
              + ")";
      case 10 ->
          scope.oneIn(2)
              ? "count(" + leaf(scope) + ")"
              : "Q.use(" + array(scope, scope.type(), depth - 1) + ")";
      default -> leaf(scope);
    };
  }

  private static String leaf(Scope scope) {
    return scope.ints().isEmpty() || scope.oneIn(2)
        ? scope.pick("0", "1", "2", "3", "5", "7", "-1", "200", "70000", "0x7fffffff")
        : scope.pick(scope.ints());
  }

  /** An element as an int, or an assignment to one. */
  private static String element(Scope scope, int depth, boolean assign) {
    Scope.Variable array = scope.any(null, false);
    if (array == null) {
      return leaf(scope);
    }
    String place = array.name() + "[" + index(scope, array.name(), depth - 1) + "]";
    if (array.type().equals("boolean")) {
      return "((" + (assign ? place + " = " + condition(scope, depth - 1) : place) + ") ? 1 : 0)";
    }
    if (!assign) {
      return "(int) " + place;
    }
    return "(int) ("
        + switch (scope.below(4)) {
          case 0 -> place + "++";
          case 1 -> "--" + place;
          case 2 -> place + " " + scope.pick("+=", "-=", "*=") + " " + integer(scope, depth - 1);
          default -> place + " = " + value(scope, array.type(), depth - 1);
        }
        + ")";
  }

  /** An index that is mostly within the array. */
  static String index(Scope scope, String array, int depth) {
    return switch (scope.below(8)) {
      case 0 -> integer(scope, depth);
      case 1 -> array + ".length - 1";
      case 2 -> "0";
      case 3 -> scope.pick("1", "2", "3");
      default -> "at(" + integer(scope, depth) + ", " + array + ".length)";
    };
  }

  /** A value that can be put into an array of {@code type}. */
  static String value(Scope scope, String type, int depth) {
    if (type.equals("boolean")) {
      return condition(scope, depth);
    }
    if ((type.equals("float") || type.equals("double")) && scope.oneIn(3)) {
      return "(" + type + ") " + scope.pick("-0.0", "Double.NaN", "1e300", "0.1", "(1.0 / 0)");
    }
    return type.equals("long") && scope.oneIn(4)
        ? integer(scope, depth) + " * 0x123456789L"
        : "(" + type + ") (" + integer(scope, depth) + ")";
  }

  static String condition(Scope scope, int depth) {
    Scope.Variable array = scope.any(null, false);
    if (array != null && scope.oneIn(3)) {
      return switch (scope.below(4)) {
        case 0 -> "(" + array.name() + " == null)";
        case 1 -> "(" + array.name() + " == " + array(scope, array.type(), depth - 1) + ")";
        case 2 -> array.name() + ".equals(" + array(scope, array.type(), 0) + ")";
        default ->
            "Arrays.equals(" + array.name() + ", " + array(scope, array.type(), depth - 1) + ")";
      };
    }
    if (depth > 0 && scope.oneIn(5)) {
      return "("
          + condition(scope, depth - 1)
          + scope.pick(" && ", " || ", " ^ ", " & ")
          + condition(scope, depth - 1)
          + ")";
    }
    return "("
        + integer(scope, depth - 1)
        + scope.pick(" < ", " == ", " > ", " != ")
        + integer(scope, depth - 1)
        + ")";
  }

  private static String library(Scope scope, int depth) {
    Scope.Variable array = scope.any(null, false);
    if (array == null) {
      return leaf(scope);
    }
    String name = array.name();
    boolean bool = array.type().equals("boolean");
    return switch (scope.below(scope.since(9) ? 7 : 5)) {
      case 5 -> "Arrays.mismatch(" + name + ", " + array(scope, array.type(), depth - 1) + ")";
      case 6 -> "Arrays.compare(" + name + ", " + array(scope, array.type(), depth - 1) + ")";
      case 2 ->
          bool
              ? "Arrays.hashCode(" + name + ")"
              : "Arrays.binarySearch(" + name + ", " + value(scope, array.type(), 0) + ")";
      case 3 -> "Arrays.toString(" + name + ").length()";
      case 4 -> "(" + name + ".hashCode() == " + name + ".hashCode() ? 1 : 0)";
      case 0 -> "size(" + name + ")";
      default -> "Arrays.hashCode(" + name + ")";
    };
  }

  /** Some array's name; null if there is none. */
  static String named(Scope scope, String type) {
    Scope.Variable array = scope.any(type, false);
    return array == null ? null : array.name();
  }

  /** An array of {@code type}, often a new one. */
  static String array(Scope scope, String type, int depth) {
    Scope.Variable known = scope.any(type, false);
    Scope.Variable target = scope.any(type, true);
    int choice = scope.below(depth <= 0 ? 6 : 20);
    if (choice >= 2 && choice < 6 && known != null) {
      return known.name();
    }
    return switch (choice) {
      case 6 -> known == null ? creation(scope, type, depth) : known.name() + ".clone()";
      case 7 ->
          "Arrays.copyOf(" + array(scope, type, depth - 1) + ", " + length(scope, depth - 1) + ")";
      case 8 ->
          "Arrays.copyOfRange("
              + array(scope, type, depth - 1)
              + ", "
              + scope.below(3)
              + ", "
              + length(scope, depth - 1)
              + ")";
      case 9 ->
          "("
              + condition(scope, depth - 1)
              + " ? "
              + array(scope, type, depth - 1)
              + " : "
              + array(scope, type, depth - 1)
              + ")";
      case 10 ->
          target == null
              ? creation(scope, type, depth)
              : "(" + target.name() + " = " + array(scope, type, depth - 1) + ")";
      case 11 ->
          scope.oneIn(2)
              ? "(" + type + "[]) null"
              : "new "
                  + type
                  + "[][] {"
                  + creation(scope, type, 0)
                  + ", null}["
                  + scope.below(2)
                  + "]";
      case 12 -> "pass(" + array(scope, type, depth - 1) + ")";
      case 13 ->
          (scope.oneIn(2)
              ? "Q.make(" + integer(scope, depth - 1) + ", " + value(scope, type, 0) + ")"
              : "fresh(" + value(scope, type, 0) + ", " + integer(scope, depth - 1) + ")");
      case 14 ->
          "pick("
              + condition(scope, depth - 1)
              + ", "
              + array(scope, type, depth - 1)
              + ", "
              + array(scope, type, depth - 1)
              + ")";
      case 15 ->
          scope.pick("Objects.requireNonNull(", scope.oneIn(4) ? "same(" : "pass(")
              + array(scope, type, depth - 1)
              + ")";
      case 16 -> selection(scope, type, depth);
      case 17 ->
          switch (type) {
            case "byte" -> "\"b\\u00fcz\".getBytes(StandardCharsets.UTF_8)";
            case "char" -> "\"text\".toCharArray()";
            default -> creation(scope, type, depth);
          };
      default -> creation(scope, type, depth);
    };
  }

  private static String selection(Scope scope, String type, int depth) {
    String on = integer(scope, depth - 1);
    String first = array(scope, type, depth - 1);
    String second = array(scope, type, depth - 1);
    if (!scope.since(14)) {
      return "((%s & 3) == 0 ? %s : count(1) == 1 ? %s : %s)"
          .formatted(on, first, second, creation(scope, type, 0));
    }
    String name = scope.name("y");
    return "(switch (%s & 3) { case 0 -> %s; case 1 -> { out(1); %s[] %s = %s; yield %s; } default -> %s; })"
        .formatted(on, first, type, name, second, name, creation(scope, type, 0));
  }

  private static String creation(Scope scope, String type, int depth) {
    if (scope.oneIn(5)) {
      StringBuilder elements = new StringBuilder();
      for (int i = scope.below(4); i >= 0; i--) {
        elements.append(value(scope, type, depth - 1)).append(i == 0 ? "" : ", ");
      }
      return "new " + type + "[] {" + elements + "}";
    }
    String mark = mark(scope);
    // javac crashes on a marked creation within the length of another.
    scope.allowMarks(false);
    String length = length(scope, depth - 1);
    scope.allowMarks(true);
    return "new " + type + " " + mark + "[" + length + "]";
  }

  private static String length(Scope scope, int depth) {
    return switch (scope.below(12)) {
      case 0 -> integer(scope, depth) + " & 15";
      case 1 -> "-1";
      case 2 -> "0";
      case 3 -> "1100";
      case 4 -> "at(" + integer(scope, depth) + ", 9000)";
      case 5 -> "1 + (" + integer(scope, depth) + " & 7)";
      default -> String.valueOf(1 + scope.below(9));
    };
  }
}
