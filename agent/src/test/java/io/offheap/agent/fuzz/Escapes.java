package io.offheap.agent.fuzz;

import static io.offheap.agent.fuzz.Expressions.condition;

/** Random uses of an array as an object. */
final class Escapes {
  private Escapes() {}

  /** A statement by which an array gets out of sight, or is looked at as an object. */
  static Piece of(Scope scope) {
    Scope.Variable array = scope.any(null, false);
    if (array == null) {
      return Statements.declaration(scope);
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
              "out(new IdentityHashMap<>("
                  + (scope.since(9) ? "Map.of" : "Collections.singletonMap")
                  + "(1, "
                  + array.name()
                  + ")).containsValue("
                  + array.name()
                  + "));";
          case 0 -> "sink = " + array.name() + ";";
          case 1 ->
              "out("
                  + (scope.since(9) ? "List.of(" : "Arrays.asList(")
                  + array.name()
                  + ".length, "
                  + array.name()
                  + ").size());";
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
}
