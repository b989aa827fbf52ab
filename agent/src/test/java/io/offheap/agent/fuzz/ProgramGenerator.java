package io.offheap.agent.fuzz;

import static io.offheap.agent.fuzz.Expressions.array;
import static io.offheap.agent.fuzz.Expressions.integer;
import static io.offheap.agent.fuzz.Expressions.mark;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Makes a program from a seed: the class {@code P} of a package of its own, whose {@code run()}
 * returns all that the program printed and, at the end, the contents of its fields. The same seed
 * makes the same program.
 */
final class ProgramGenerator {
  private static final String CLASS_NAME = "P";

  private static final String SUPPORT =
      """
      static StringBuilder out;
      static int fuel;
      static Object sink;
      enum E { A, B, C, D }
      static final Object LOCK = new Object();
      static boolean fuel() { if (--fuel < 0) { throw new IllegalStateException("fuel"); } return true; }
      static void out(Object o) { if (out.length() < 20000) { out.append(o instanceof NullPointerException ? "NPE" : o).append('\\n'); } }
      static int at(int i, int n) { return n <= 0 ? 0 : (i & 0x7fffffff) % n; }
      static int calls;
      static <T> T same(T t) { return t; }
      static int count(int n) { calls = calls * 31 + n; return n & 7; }
      """;

  /** Of how many types the arrays of one program are: of few, so that they meet. */
  private static final int TYPE_COUNT = 4;

  private final RandomGenerator random;
  private final Scope.Setting setting;
  private final List<String> shown = new ArrayList<>();

  private final String packageName;

  private ProgramGenerator(long seed, int release) {
    packageName = packageName(seed);
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    setting = new Scope.Setting(random, release, types(random));
  }

  /** {@code int}, which every program has, and some others. */
  private static List<String> types(RandomGenerator random) {
    List<String> types = new ArrayList<>(Expressions.TYPES);
    while (types.size() > TYPE_COUNT) {
      int at = random.nextInt(types.size());
      if (!types.get(at).equals("int")) {
        types.remove(at);
      }
    }
    return types;
  }

  /**
   * @param release of Java, whose language and library the program may use
   */
  static Piece generate(long seed, int release) {
    return new ProgramGenerator(seed, release).program();
  }

  /** The binary name of the program's main class. */
  static String className(long seed) {
    return packageName(seed) + "." + CLASS_NAME;
  }

  private static String packageName(long seed) {
    return "p" + seed;
  }

  private Piece program() {
    List<Piece> members = new ArrayList<>();
    SUPPORT.lines().map(Piece::line).forEach(members::add);
    for (String type : setting.types()) {
      members.add(Piece.line("static int size(" + type + "[] a) { return a.length; }"));
      helpers(type).lines().map(Piece::line).forEach(members::add);
    }
    Scope fields = Scope.outermost(setting);
    members.addAll(staticFields(fields));
    Piece shared = SharedClass.of(fields);
    for (int i = 0; i < 3; i++) {
      members.add(helper(fields, i));
    }
    List<Piece> calls = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      members.add(method(fields, "static void m" + i + "()", 5));
      calls.add(call("m" + i + "()"));
    }
    members.add(instanceClass(fields, calls));
    members.add(otherClass(fields, calls));
    for (String field : shown) {
      calls.add(Piece.line("out(Arrays.toString(" + field + "));"));
    }
    // Now and then deep recursion.
    int fuel = random.nextInt(10) == 0 ? 3000 : 600;
    members.add(
        Piece.block(
            "public static String run() { out = new StringBuilder(); fuel = " + fuel + ";",
            calls,
            "out(calls); return out.toString(); }"));
    return Piece.sequence(
        List.of(
            Piece.line("package " + packageName + ";"),
            Piece.line("import io.offheap.OffHeap;"),
            Piece.line("import java.io.*;"),
            Piece.line("import java.nio.ByteBuffer;"),
            Piece.line("import java.nio.ByteOrder;"),
            Piece.line("import java.nio.charset.StandardCharsets;"),
            Piece.line("import java.util.*;"),
            Piece.line("import java.util.function.*;"),
            Piece.line("import java.util.zip.*;"),
            Piece.block("public class " + CLASS_NAME + " {", members, "}"),
            shared));
  }

  /** Private methods that take and return arrays: by position, by recursion, with exceptions. */
  private String helpers(String type) {
    String element = type.equals("boolean") ? "(a[n - 1] ? 1 : 0)" : "(int) a[n - 1]";
    String mark = random.nextBoolean() ? "@OffHeap " : "";
    return """
    private static #[] pass(#[] a) { return a; }
    private static #[] fresh(# like, int n) { # MARK[] a = new #[n & 15]; if (n > 0 && a.length > 0) { a[0] = like; } return a; }
    private static void put(#[] a, int i, # v) { a[at(i, a.length)] = v; }
    private static #[] pick(boolean first, #[] a, #[] b) { if (first) { return a; } return b; }
    private static int sum(#[] a, int n) { return n <= 0 ? 0 : ELEMENT + sum(a, n - 1); }
    private static void fail(#[] a, int n) { try { a[at(n, 3)] = a[0]; } finally { if (n > 2) { throw new IllegalStateException("" + a.length); } } }
    """
        .replace("#", type)
        .replace("MARK", mark)
        .replace("ELEMENT", element);
  }

  private static Piece call(String call) {
    return Piece.line(
        "try { "
            + call
            + "; } catch (RuntimeException e) { out(e); } out(\"end of "
            + call.replace("\"", "")
            + "\");");
  }

  private List<Piece> staticFields(Scope scope) {
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String type = scope.type();
      String name = scope.name("s");
      boolean isFinal = scope.oneIn(4);
      String initial =
          !scope.oneIn(4) || isFinal ? " = new " + type + "[" + (1 + scope.below(9)) + "]" : "";
      String modifiers =
          (scope.oneIn(8) ? "" : "private ")
              + "static "
              + (isFinal ? "final " : scope.oneIn(6) ? "volatile " : "");
      pieces.add(Piece.line(modifiers + type + " " + mark(scope) + "[] " + name + initial + ";"));
      scope.addField(name, type, !isFinal);
      shown.add(name);
    }
    return pieces;
  }

  private Piece helper(Scope fields, int number) {
    Scope scope = fields.body();
    scope.addLocal("p", "int");
    scope.addInt("n");
    List<Piece> body = new ArrayList<>(Statements.several(scope, 4, 1));
    body.removeIf(piece -> piece.text().contains("return;"));
    return Piece.block(
        "private static int h"
            + number
            + "(int "
            + (scope.oneIn(3) ? "@OffHeap " : "")
            + "[] p, int n) { fuel();",
        body,
        "return " + integer(scope, 2) + "; }");
  }

  private Piece method(Scope fields, String head, int statements) {
    return Piece.block(head + " {", Statements.several(fields.body(), statements, 2), "}");
  }

  /** A nested or inner class with fields of its own, made and used by the program, and that use. */
  private Piece instanceClass(Scope fields, List<Piece> calls) {
    Scope scope = fields.oneIn(4) ? fields.inner() : fields.empty();
    List<Piece> members = new ArrayList<>();
    List<Piece> constructor = new ArrayList<>();
    List<Scope.Variable> own = new ArrayList<>();
    boolean inner = scope.oneIn(2);
    boolean prologue = scope.since(25) && scope.oneIn(3);
    if (prologue) {
      constructor.add(
          Piece.line(
              "int " + mark(scope) + "[] early = new int[n]; early[n - 1] = n; out(early[0]);"));
      constructor.add(Piece.line("super();"));
    }
    for (int i = 0; i < 3; i++) {
      String type = scope.type();
      String name = scope.name("f");
      boolean isFinal = scope.oneIn(3);
      members.add(
          Piece.line(
              "private "
                  + (isFinal ? "final " : "")
                  + type
                  + " "
                  + mark(scope)
                  + "[] "
                  + name
                  + ";"));
      constructor.add(Piece.line("this." + name + " = " + array(scope.empty(), type, 1) + ";"));
      scope.addField(name, type, !isFinal);
      own.add(new Scope.Variable(name, type, !isFinal, false));
      members.add(Piece.line("void show" + i + "() { out(Arrays.toString(" + name + ")); }"));
    }
    // What is private and used by the class around goes through synthetic methods before Java 11.
    members.add(Piece.block(scope.pick("", "private ") + "C(int n) {", constructor, "}"));
    for (int i = 0; i < 2; i++) {
      members.add(method(scope, scope.pick("", "private ") + "void m" + (5 + i) + "()", 4));
    }
    calls.add(Piece.line("try { C c = " + (inner ? "new P().new C(3)" : "new C(3)") + ";"));
    calls.add(call("c.m5()"));
    calls.add(call("c.m6()"));
    Scope around = fields.inner();
    own.forEach(field -> around.addField("c." + field.name(), field.type(), field.assignable()));
    calls.add(call("m4(c)"));
    calls.add(
        Piece.line("c.show0(); c.show1(); c.show2(); } catch (RuntimeException e) { out(e); }"));
    return Piece.sequence(
        List.of(
            Piece.block((inner ? "class" : "static class") + " C {", members, "}"),
            method(around, "private static void m4(C c)", 4)));
  }

  /** A class of another kind: an enum, an interface or a record where there are such. */
  private Piece otherClass(Scope fields, List<Piece> calls) {
    List<String> heads = new ArrayList<>(List.of("enum D { ONE, TWO;", "static class D {"));
    if (fields.since(9)) {
      heads.add("interface D {"); // with private methods
    }
    if (fields.since(16)) {
      heads.add("record D(int x) {");
    }
    String head = fields.pick(heads);
    Scope scope = fields.oneIn(4) ? fields.inner() : fields.empty();
    List<Piece> members = new ArrayList<>();
    if (!head.startsWith("interface")) {
      String type = scope.type();
      String name = scope.name("d");
      members.add(
          Piece.line(
              "private static "
                  + type
                  + " "
                  + mark(scope)
                  + "[] "
                  + name
                  + " = new "
                  + type
                  + "[4];"));
      scope.addField(name, type, true);
    }
    members.add(method(scope, "private static void hidden()", 5));
    members.add(Piece.line("static void open() { hidden(); }"));
    calls.add(call("D.open()"));
    return Piece.block(head, members, "}");
  }
}
