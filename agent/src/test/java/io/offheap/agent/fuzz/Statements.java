package io.offheap.agent.fuzz;

import static io.offheap.agent.fuzz.Expressions.array;
import static io.offheap.agent.fuzz.Expressions.condition;
import static io.offheap.agent.fuzz.Expressions.index;
import static io.offheap.agent.fuzz.Expressions.integer;
import static io.offheap.agent.fuzz.Expressions.mark;
import static io.offheap.agent.fuzz.Expressions.value;

import java.util.ArrayList;
import java.util.List;

/** Random statements: the plain ones, and the choice among all. */
final class Statements {
  private Statements() {}

  static List<Piece> several(Scope scope, int count, int depth) {
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pieces.add(one(scope, depth));
    }
    return pieces;
  }

  static List<Piece> some(Scope scope, int depth) {
    return several(scope.inner(), 1 + scope.below(3), depth - 1);
  }

  static Piece one(Scope scope, int depth) {
    int choice = scope.below(depth > 0 ? 31 : 13);
    return switch (choice) {
      case 0, 1, 2 -> declaration(scope);
      case 3 -> assignment(scope);
      case 4 -> Piece.line("out(" + integer(scope, 3) + ");");
      case 5 -> Piece.line("out(" + text(scope) + ");");
      case 6, 7 -> elements(scope);
      case 8 -> libraryCall(scope);
      case 9 -> scope.oneIn(3) ? Escapes.of(scope) : elements(scope);
      case 10 -> {
        String name = scope.name("i");
        Piece piece = Piece.line("int " + name + " = " + integer(scope, 2) + ";");
        scope.addInt(name);
        yield piece;
      }
      case 11, 12 -> {
        Scope.Variable array = scope.any(null, false);
        yield array == null ? declaration(scope) : LibraryUses.of(scope, array);
      }
      case 13, 14 -> Piece.block("if (" + condition(scope, 2) + ") {", some(scope, depth), "}");
      case 15 ->
          Piece.sequence(
              List.of(
                  Piece.block("if (" + condition(scope, 2) + ") {", some(scope, depth), "}"),
                  Piece.block("else {", some(scope, depth), "}")));
      case 16, 17 -> Blocks.forLoop(scope, depth);
      case 18 -> Blocks.forEach(scope, depth);
      case 19, 20 -> Blocks.attempt(scope, depth);
      case 21 -> Blocks.selection(scope, depth);
      case 22 -> Blocks.whileLoop(scope, depth);
      case 23, 24 -> Functions.lambda(scope, depth);
      case 25 -> Blocks.synchronizedBlock(scope, depth);
      case 26 -> Functions.functional(scope);
      case 27 -> Blocks.resources(scope, depth);
      case 28 -> Blocks.labelled(scope, depth);
      case 29 -> Functions.localClass(scope, depth);
      default -> leave(scope);
    };
  }

  /** A text, put together as each release of Java does it in its own way. */
  private static String text(Scope scope) {
    Scope.Variable array = scope.any(null, false);
    String element =
        array == null
            ? "null"
            : array.name()
                + "["
                + index(scope, array.name(), 1)
                + "] + '/' + "
                + array.name()
                + ".length";
    return "\"t\" + " + integer(scope, 2) + " + ' ' + " + element;
  }

  static Piece declaration(Scope scope) {
    String type = scope.type();
    String name = scope.name("a");
    String initial = scope.oneIn(6) ? "null" : array(scope, type, 2);
    Piece piece = Piece.line(type + " " + mark(scope) + "[] " + name + " = " + initial + ";");
    scope.addLocal(name, type);
    return piece;
  }

  private static Piece assignment(Scope scope) {
    Scope.Variable target = scope.any(null, true);
    if (target == null) {
      return declaration(scope);
    }
    Scope.Variable other = scope.oneIn(3) ? scope.any(target.type(), true) : null;
    String second = other == null ? "" : other.name() + " = ";
    return Piece.line(target.name() + " = " + second + array(scope, target.type(), 3) + ";");
  }

  private static Piece elements(Scope scope) {
    Scope.Variable target = scope.any(null, false);
    if (target == null) {
      return declaration(scope);
    }
    String place = target.name() + "[" + index(scope, target.name(), 2) + "]";
    if (target.type().equals("boolean")) {
      return Piece.line(
          place + " " + scope.pick("=", "|=", "&=", "^=") + " " + condition(scope, 2) + ";");
    }
    Scope.Variable other = scope.any(target.type(), false);
    boolean whole = !target.type().equals("float") && !target.type().equals("double");
    return Piece.line(
        switch (scope.below(5)) {
          case 0 -> place + scope.pick("++", "--") + ";";
          case 1 ->
              place
                  + " "
                  + (whole
                      ? scope.pick("+=", "*=", "^=", "<<=", ">>=", ">>>=", "/=")
                      : scope.pick("+=", "*=", "/="))
                  + " "
                  + integer(scope, 2)
                  + ";";
          case 2 ->
              place
                  + " = "
                  + other.name()
                  + "["
                  + index(scope, other.name(), 1)
                  + "] = "
                  + value(scope, target.type(), 2)
                  + ";";
          case 3 -> place + " += " + other.name() + "[" + index(scope, other.name(), 1) + "]--;";
          default -> place + " = " + value(scope, target.type(), 3) + ";";
        });
  }

  private static Piece libraryCall(Scope scope) {
    Scope.Variable first = scope.any(null, false);
    if (first == null) {
      return declaration(scope);
    }
    String name = first.name();
    String type = first.type();
    String range = "at(" + integer(scope, 1) + ", " + name + ".length + 1), " + integer(scope, 1);
    return Piece.line(
        switch (scope.below(6)) {
          case 0 -> "Arrays.fill(" + name + ", " + value(scope, type, 2) + ");";
          case 1 -> "Arrays.fill(" + name + ", " + range + ", " + value(scope, type, 1) + ");";
          case 2 ->
              type.equals("boolean")
                  ? "out(Arrays.toString(" + name + "));"
                  : "Arrays.sort(" + name + (scope.oneIn(2) ? "" : ", " + range) + ");";
          case 3 -> "out(Arrays.toString(" + name + "));";
          default ->
              "System.arraycopy("
                  + name
                  + ", "
                  + index(scope, name, 1)
                  + ", "
                  + array(scope, scope.oneIn(9) ? "int" : type, 1)
                  + ", "
                  + scope.below(3)
                  + ", "
                  + scope.pick("1", "2", "0", name + ".length", "-1")
                  + ");";
        });
  }

  private static Piece leave(Scope scope) {
    if (scope.inLoop() && !scope.oneIn(3)) {
      return Piece.line("if (" + condition(scope, 2) + ") " + scope.pick("break;", "continue;"));
    }
    return scope.oneIn(2)
        ? Piece.line(
            "if ("
                + condition(scope, 2)
                + ") throw new IllegalStateException(\"\" + "
                + integer(scope, 1)
                + ");")
        : Piece.line("if (" + condition(scope, 2) + ") { out(\"stop\"); if (fuel()) return; }");
  }
}
