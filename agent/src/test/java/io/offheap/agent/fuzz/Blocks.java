package io.offheap.agent.fuzz;

import static io.offheap.agent.fuzz.Expressions.array;
import static io.offheap.agent.fuzz.Expressions.condition;
import static io.offheap.agent.fuzz.Expressions.integer;

import java.util.ArrayList;
import java.util.List;

/** Random statements with statements inside: loops, choices, attempts. */
final class Blocks {
  private Blocks() {}

  static Piece forLoop(Scope scope, int depth) {
    Scope body = scope.loop();
    String i = scope.name("i");
    Scope.Variable array = scope.any(null, false);
    String bound =
        array == null || scope.oneIn(2)
            ? String.valueOf(1 + scope.below(5))
            : "Math.min(9, " + array.name() + ".length)";
    body.addInt(i);
    return Piece.block(
        "for (int " + i + " = 0; " + i + " < " + bound + " && fuel(); " + i + "++) {",
        Statements.several(body, 1 + scope.below(3), depth - 1),
        "}");
  }

  static Piece whileLoop(Scope scope, int depth) {
    Scope body = scope.loop();
    String i = scope.name("i");
    body.addInt(i);
    List<Piece> parts = Statements.several(body, 1 + scope.below(3), depth - 1);
    boolean first = scope.oneIn(2);
    String test = i + "-- > 0 && fuel()" + (scope.oneIn(2) ? "" : " && " + condition(scope, 1));
    return Piece.sequence(
        List.of(
            Piece.line("int " + i + " = " + (1 + scope.below(4)) + ";"),
            Piece.block(
                first ? "while (" + test + ") {" : "do {",
                parts,
                first ? "}" : "} while (" + test + ");")));
  }

  static Piece forEach(Scope scope, int depth) {
    String type = scope.type();
    Scope body = scope.loop();
    String e = scope.name("e");
    if (!type.equals("boolean")) {
      body.addInt("(int) " + e);
    }
    return Piece.block(
        "for (" + type + " " + e + " : " + array(scope, type, 1) + ") { if (!fuel()) break;",
        Statements.several(body, 1 + scope.below(2), depth - 1),
        "}");
  }

  static Piece labelled(Scope scope, int depth) {
    String label = scope.name("outer");
    String i = scope.name("i");
    Scope body = scope.loop();
    body.addInt(i);
    List<Piece> parts = new ArrayList<>(Statements.several(body, 1 + scope.below(2), depth - 1));
    parts.add(
        Piece.line(
            "while (fuel()) { if ("
                + condition(body, 1)
                + ") "
                + scope.pick("continue ", "break ")
                + label
                + "; if ("
                + condition(body, 1)
                + ") break; }"));
    return Piece.block(
        label + ": for (int " + i + " = 0; " + i + " < 4; " + i + "++) {", parts, "}");
  }

  static Piece attempt(Scope scope, int depth) {
    List<Piece> parts = new ArrayList<>();
    parts.add(Piece.block("try {", Statements.some(scope, depth), "}"));
    boolean caught = !scope.oneIn(3);
    if (caught) {
      String e = scope.name("e");
      String type =
          scope.pick("ArrayIndexOutOfBoundsException", "RuntimeException", "NullPointerException");
      parts.add(
          Piece.block(
              "catch (" + type + " " + e + ") { out(" + e + ");",
              Statements.some(scope, depth),
              "}"));
    }
    if (!caught || scope.oneIn(2)) {
      parts.add(Piece.block("finally {", Statements.some(scope, depth), "}"));
    }
    return Piece.sequence(parts);
  }

  static Piece resources(Scope scope, int depth) {
    String name = scope.name("t");
    return Piece.sequence(
        List.of(
            Piece.block(
                "try (AutoCloseable " + name + " = () -> out(\"closed\")) {",
                Statements.some(scope, depth),
                "}"),
            Piece.line("catch (RuntimeException e) { throw e; } catch (Exception e) { out(e); }")));
  }

  static Piece selection(Scope scope, int depth) {
    List<Piece> cases = new ArrayList<>();
    boolean arrows = scope.since(14) && scope.oneIn(2);
    int kind = scope.below(4);
    for (int i = 0; i < 3; i++) {
      String constant =
          switch (kind) {
            case 0 -> String.valueOf(i);
            case 1 -> "\"" + i + "\"";
            case 2 -> i == 0 ? "A" : "B";
            default -> i == 0 ? "NEW" : "BLOCKED";
          };
      String label = i == 2 ? "default" : "case " + constant;
      String end = arrows || scope.oneIn(2) ? "}" : "} break;";
      cases.add(
          Piece.block(label + (arrows ? " -> {" : ": {"), Statements.some(scope, depth), end));
    }
    String number = integer(scope, 2) + " & 3";
    String on =
        switch (kind) {
          case 0 -> number;
          case 1 -> "String.valueOf(" + number + ")";
          case 2 -> "E.values()[" + number + "]";
          // Another's enum: javac puts an array with numbers for its constants into a class of its
          // own.
          default -> "Thread.State.values()[" + number + "]";
        };
    return Piece.block("switch (" + on + ") {", cases, "}");
  }

  static Piece synchronizedBlock(Scope scope, int depth) {
    String array = Expressions.named(scope, null);
    return Piece.block(
        "synchronized (" + (array == null ? "LOCK" : array) + ") {",
        Statements.some(scope, depth),
        "}");
  }
}
