package io.offheap.agent.fuzz;

import static io.offheap.agent.fuzz.Expressions.mark;

import java.util.ArrayList;
import java.util.List;

/**
 * The class {@code Q} beside the program's own: its fields and methods are not private, and the
 * classes of the program use them.
 */
final class SharedClass {
  private SharedClass() {}

  /** The class, whose fields are added to {@code scope}. */
  static Piece of(Scope scope) {
    List<Piece> members = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String type = scope.type();
      String name = scope.name("q");
      boolean isFinal = scope.oneIn(4);
      members.add(
          Piece.line(
              scope.pick("", "protected ", "public ")
                  + "static "
                  + (isFinal ? "final " : "")
                  + type
                  + " "
                  + mark(scope)
                  + "[] "
                  + name
                  + " = new "
                  + type
                  + "["
                  + (1 + scope.below(9))
                  + "];"));
      members.add(Piece.line("static int length" + name + "() { return " + name + ".length; }"));
      scope.addField("Q." + name, type, !isFinal);
    }
    for (String type : scope.types()) {
      members.add(
          Piece.line(
              "static "
                  + type
                  + " "
                  + mark(scope)
                  + "[] make(int n, "
                  + type
                  + " first) { "
                  + type
                  + "[] a = new "
                  + type
                  + "[n & 15]; if (n > 20) return null; a[0] = first; return a; }"));
      String element = type.equals("boolean") ? "(e ? 1 : 2)" : "(int) e";
      members.add(
          Piece.line(
              scope.pick("", "public ")
                  + "static int use("
                  + type
                  + " "
                  + mark(scope)
                  + "[] a) { int sum = 0; for ("
                  + type
                  + " e : a) sum = sum * 31 + "
                  + element
                  + "; if (sum == 5) a[1] = a[0]; return sum; }"));
    }
    return Piece.block("class Q {", members, "}");
  }
}
