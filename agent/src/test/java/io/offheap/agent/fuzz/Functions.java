package io.offheap.agent.fuzz;

import static io.offheap.agent.fuzz.Expressions.array;
import static io.offheap.agent.fuzz.Expressions.mark;

import java.util.ArrayList;
import java.util.List;

/** Random lambdas, method references and classes within a method, with what they capture. */
final class Functions {
  private Functions() {}

  /**
   * A variable or field, perhaps marked, with an array.
   *
   * @param initial what its initial value may use
   */
  private static String holder(Scope scope, Scope initial, String type, String name) {
    return type + " " + mark(scope) + "[] " + name + " = " + array(initial, type, 1) + ";";
  }

  /** Lambdas and method references that take, make and give arrays. */
  static Piece functional(Scope scope) {
    Scope.Variable array = scope.any(null, false);
    if (array == null) {
      return Statements.declaration(scope);
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
              holder(scope, scope, type, captured)
                  + " IntSupplier "
                  + f
                  + " = () -> "
                  + captured
                  + ".length + size("
                  + captured
                  + "); out("
                  + f
                  + ".getAsInt());";
          default ->
              holder(scope, scope, type, captured)
                  + " IntConsumer "
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

  static Piece lambda(Scope scope, int depth) {
    Scope body = scope.body();
    List<Piece> parts = new ArrayList<>(Statements.several(body, 2 + scope.below(3), depth - 1));
    Scope.Variable local = scope.any(null, false);
    String name = scope.name("r");
    if (scope.oneIn(3)) {
      String type = scope.type();
      String field = scope.name("f");
      Scope inner = scope.body();
      inner.addField(field, type, true);
      return Piece.block(
          "new Runnable() { private "
              + holder(scope, scope.body(), type, field)
              + " public void run() {",
          Statements.several(inner, 3, depth - 1),
          "}}.run();");
    }
    if (local != null && local.captured() && scope.oneIn(2)) {
      String copy = scope.name("c");
      Scope capturing = scope.body();
      capturing.addCaptured(copy, local.type());
      parts.addAll(Statements.several(capturing, 2, depth - 1));
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

  /** A class within the method, which captures an array and has one. */
  static Piece localClass(Scope scope, int depth) {
    Scope.Variable local = scope.any(null, false);
    String name = scope.name("L");
    String type = scope.type();
    String field = scope.name("f");
    Scope inner = scope.body();
    inner.addField(field, type, true);
    String copy = scope.name("c");
    String capture = "";
    if (local != null) {
      capture = holder(scope, scope, local.type(), copy);
      inner.addCaptured(copy, local.type());
    }
    String head =
        "class " + name + " { private " + holder(scope, scope.body(), type, field) + " void go() {";
    String object = scope.name("o");
    Piece made = Piece.line(name + " " + object + " = new " + name + "(); " + object + ".go();");
    Piece declared = Piece.block(head, Statements.several(inner, 3, depth - 1), "} }");
    Scope around = scope.inner();
    around.addField(object + "." + field, type, true);
    return Piece.sequence(List.of(Piece.line(capture), declared, made, Statements.one(around, 0)));
  }
}
