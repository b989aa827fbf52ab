package io.offheap.agent.fuzz;

import static io.offheap.agent.fuzz.Expressions.array;
import static io.offheap.agent.fuzz.Expressions.condition;
import static io.offheap.agent.fuzz.Expressions.index;
import static io.offheap.agent.fuzz.Expressions.integer;
import static io.offheap.agent.fuzz.Expressions.mark;
import static io.offheap.agent.fuzz.Expressions.value;

import java.util.ArrayList;
import java.util.List;

/** Random statements. */
final class Statements {
  private Statements() {}

  static List<Piece> several(Scope scope, int count, int depth) {
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pieces.add(one(scope, depth));
    }
    return pieces;
  }

  private static List<Piece> some(Scope scope, int depth) {
    return several(scope.inner(), 1 + scope.below(3), depth - 1);
  }

  static Piece one(Scope scope, int depth) {
    int choice = scope.below(depth > 0 ? 31 : 13);
    return switch (choice) {
      case 0, 1, 2 -> declaration(scope);
      case 3 -> assignment(scope);
      case 4, 5 -> Piece.line("out(" + integer(scope, 3) + ");");
      case 6, 7 -> elements(scope);
      case 8 -> libraryCall(scope);
      case 9 -> scope.oneIn(3) ? escape(scope) : elements(scope);
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
      case 16, 17 -> forLoop(scope, depth);
      case 18 -> forEach(scope, depth);
      case 19, 20 -> attempt(scope, depth);
      case 21 -> selection(scope, depth);
      case 22 -> whileLoop(scope, depth);
      case 23, 24 -> lambda(scope, depth);
      case 25 -> synchronizedBlock(scope, depth);
      case 26 -> functional(scope);
      case 27 -> resources(scope, depth);
      case 28 -> labelled(scope, depth);
      case 29 -> localClass(scope, depth);
      default -> leave(scope);
    };
  }

  /** Lambdas and method references that take, make and give arrays. */
  private static Piece functional(Scope scope) {
    Scope.Variable array = scope.any(null, false);
    if (array == null) {
      return declaration(scope);
    }
    String type = array.type();
    String f = scope.name("f");
    String captured = scope.name("c");
    return Piece.line(
        switch (scope.below(6)) {
          case 0 ->
              "ToIntFunction<"
                  + type
                  + "[]> "
                  + f
                  + " = x -> x.length; out("
                  + f
                  + ".applyAsInt("
                  + array.name()
                  + "));";
          case 1 ->
              "IntFunction<"
                  + type
                  + "[]> "
                  + f
                  + " = "
                  + type
                  + "[]::new; out("
                  + f
                  + ".apply(3).length);";
          case 2 ->
              "Supplier<"
                  + type
                  + "[]> "
                  + f
                  + " = () -> "
                  + array(scope.body(), type, 1)
                  + "; out(Arrays.toString("
                  + f
                  + ".get()));";
          case 3 ->
              "UnaryOperator<"
                  + type
                  + "[]> "
                  + f
                  + " = "
                  + type
                  + "[]::clone; out(Arrays.toString("
                  + f
                  + ".apply("
                  + array.name()
                  + ")));";
          case 4 ->
              type
                  + " "
                  + mark(scope)
                  + "[] "
                  + captured
                  + " = "
                  + array(scope, type, 1)
                  + "; IntSupplier "
                  + f
                  + " = () -> "
                  + captured
                  + ".length + size("
                  + captured
                  + "); out("
                  + f
                  + ".getAsInt());";
          default ->
              type
                  + " "
                  + mark(scope)
                  + "[] "
                  + captured
                  + " = "
                  + array(scope, type, 1)
                  + "; IntConsumer "
                  + f
                  + " = i -> { "
                  + captured
                  + "[i] = "
                  + captured
                  + "[0]; }; "
                  + f
                  + ".accept(1); out("
                  + captured
                  + "[1]);";
        });
  }

  private static Piece resources(Scope scope, int depth) {
    String name = scope.name("t");
    return Piece.sequence(
        List.of(
            Piece.block(
                "try (AutoCloseable " + name + " = () -> out(\"closed\")) {",
                some(scope, depth),
                "}"),
            Piece.line("catch (RuntimeException e) { throw e; } catch (Exception e) { out(e); }")));
  }

  private static Piece labelled(Scope scope, int depth) {
    String label = scope.name("outer");
    String i = scope.name("i");
    Scope body = scope.loop();
    body.addInt(i);
    List<Piece> parts = new ArrayList<>(several(body, 1 + scope.below(2), depth - 1));
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

  /** A class within the method, which captures an array and has one. */
  private static Piece localClass(Scope scope, int depth) {
    Scope.Variable local = scope.any(null, false);
    String name = scope.name("L");
    String type = scope.pick(Expressions.TYPES);
    String field = scope.name("f");
    Scope inner = scope.body();
    inner.addField(field, type, true);
    String copy = scope.name("c");
    String capture = "";
    if (local != null) {
      capture =
          local.type()
              + " "
              + mark(scope)
              + "[] "
              + copy
              + " = "
              + array(scope, local.type(), 1)
              + ";";
      inner.addCaptured(copy, local.type());
    }
    String head =
        "class "
            + name
            + " { private "
            + type
            + " "
            + mark(scope)
            + "[] "
            + field
            + " = "
            + array(scope.body(), type, 1)
            + "; void go() {";
    return Piece.sequence(
        List.of(
            Piece.line(capture),
            Piece.block(head, several(inner, 3, depth - 1), "} }"),
            Piece.line("new " + name + "().go();")));
  }

  private static Piece declaration(Scope scope) {
    String type = scope.pick(Expressions.TYPES);
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

  private static Piece escape(Scope scope) {
    Scope.Variable array = scope.any(null, false);
    if (array == null) {
      return declaration(scope);
    }
    String object = scope.name("o");
    return Piece.line(
        switch (scope.below(12)) {
          case 6 -> "out(same(" + array.name() + ") == " + array.name() + ");";
          case 7 -> "out(Arrays.asList(" + array.name() + ").size());";
          case 8 -> "out(java.lang.reflect.Array.getLength(" + array.name() + "));";
          case 9 -> "out(" + array.name() + ".getClass().getName());";
          case 10 ->
              "Object[] "
                  + object
                  + " = {"
                  + array.name()
                  + "}; out("
                  + object
                  + "[0] == "
                  + array.name()
                  + ");";
          case 11 ->
              "out(new IdentityHashMap<>(Map.of(1, "
                  + array.name()
                  + ")).containsValue("
                  + array.name()
                  + "));";
          case 0 -> "sink = " + array.name() + ";";
          case 1 -> "out(List.of(" + array.name() + ".length, " + array.name() + ").size());";
          case 2 ->
              "Object "
                  + object
                  + " = "
                  + array.name()
                  + "; out("
                  + object
                  + " instanceof "
                  + array.type()
                  + "[]);";
          case 3 ->
              "Object "
                  + object
                  + " = "
                  + array.name()
                  + "; out((("
                  + array.type()
                  + "[]) "
                  + object
                  + ").length);";
          case 4 ->
              "Object "
                  + object
                  + " = "
                  + condition(scope, 1)
                  + " ? "
                  + array.name()
                  + " : \"text\"; out("
                  + object
                  + " == "
                  + array.name()
                  + ");";
          default -> "out(sink == " + array.name() + ");";
        });
  }

  private static Piece forLoop(Scope scope, int depth) {
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
        several(body, 1 + scope.below(3), depth - 1),
        "}");
  }

  private static Piece whileLoop(Scope scope, int depth) {
    Scope body = scope.loop();
    String i = scope.name("i");
    body.addInt(i);
    List<Piece> parts = several(body, 1 + scope.below(3), depth - 1);
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

  private static Piece forEach(Scope scope, int depth) {
    String type = scope.pick(Expressions.TYPES);
    Scope body = scope.loop();
    String e = scope.name("e");
    if (!type.equals("boolean")) {
      body.addInt("(int) " + e);
    }
    return Piece.block(
        "for (" + type + " " + e + " : " + array(scope, type, 1) + ") { if (!fuel()) break;",
        several(body, 1 + scope.below(2), depth - 1),
        "}");
  }

  private static Piece attempt(Scope scope, int depth) {
    List<Piece> parts = new ArrayList<>();
    parts.add(Piece.block("try {", some(scope, depth), "}"));
    boolean caught = !scope.oneIn(3);
    if (caught) {
      String e = scope.name("e");
      String type =
          scope.pick("ArrayIndexOutOfBoundsException", "RuntimeException", "NullPointerException");
      parts.add(
          Piece.block("catch (" + type + " " + e + ") { out(" + e + ");", some(scope, depth), "}"));
    }
    if (!caught || scope.oneIn(2)) {
      parts.add(Piece.block("finally {", some(scope, depth), "}"));
    }
    return Piece.sequence(parts);
  }

  private static Piece selection(Scope scope, int depth) {
    List<Piece> cases = new ArrayList<>();
    boolean arrows = scope.oneIn(2);
    boolean text = scope.oneIn(3);
    for (int i = 0; i < 3; i++) {
      String label = i == 2 ? "default" : "case " + (text ? "\"" + i + "\"" : String.valueOf(i));
      String end = arrows || scope.oneIn(2) ? "}" : "} break;";
      cases.add(Piece.block(label + (arrows ? " -> {" : ": {"), some(scope, depth), end));
    }
    String on = integer(scope, 2) + " & 3";
    return Piece.block("switch (" + (text ? "String.valueOf(" + on + ")" : on) + ") {", cases, "}");
  }

  private static Piece lambda(Scope scope, int depth) {
    Scope body = scope.body();
    List<Piece> parts = new ArrayList<>(several(body, 2 + scope.below(3), depth - 1));
    Scope.Variable local = scope.any(null, false);
    String name = scope.name("r");
    if (scope.oneIn(3)) {
      String type = scope.pick(Expressions.TYPES);
      String field = scope.name("f");
      Scope inner = scope.body();
      inner.addField(field, type, true);
      return Piece.block(
          "new Runnable() { private "
              + type
              + " "
              + mark(scope)
              + "[] "
              + field
              + " = "
              + array(scope.body(), type, 1)
              + "; public void run() {",
          several(inner, 3, depth - 1),
          "}}.run();");
    }
    if (local != null && local.captured() && scope.oneIn(2)) {
      String copy = scope.name("c");
      Scope capturing = scope.body();
      capturing.addCaptured(copy, local.type());
      parts.addAll(several(capturing, 2, depth - 1));
      parts.add(Piece.line("out(" + copy + " == null ? 0 : " + copy + ".length);"));
      return Piece.sequence(
          List.of(
              Piece.line(local.type() + "[] " + copy + " = " + local.name() + ";"),
              Piece.block("Runnable " + name + " = () -> {", parts, "};"),
              Piece.line(name + ".run();")));
    }
    return Piece.sequence(
        List.of(
            Piece.block("Runnable " + name + " = () -> {", parts, "};"),
            Piece.line("if (fuel()) " + name + ".run();")));
  }

  private static Piece synchronizedBlock(Scope scope, int depth) {
    String array = Expressions.named(scope, null);
    return Piece.block(
        "synchronized (" + (array == null ? "LOCK" : array) + ") {", some(scope, depth), "}");
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
