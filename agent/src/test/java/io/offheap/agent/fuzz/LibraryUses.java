package io.offheap.agent.fuzz;

import static io.offheap.agent.fuzz.Expressions.array;
import static io.offheap.agent.fuzz.Expressions.condition;
import static io.offheap.agent.fuzz.Expressions.index;
import static io.offheap.agent.fuzz.Expressions.integer;
import static io.offheap.agent.fuzz.Expressions.value;

/** Statements that pass arrays to methods of the JDK and of the program. */
final class LibraryUses {
  private LibraryUses() {}

  /** A statement about {@code a}, an array that can be named. */
  static Piece of(Scope scope, Scope.Variable a) {
    return Piece.line(
        switch (scope.below(4)) {
          case 0 -> special(scope, a);
          case 1 -> helper(scope, a);
          case 2 -> ranges(scope, a);
          default -> scope.oneIn(3) ? object(scope, a) : special(scope, a);
        });
  }

  private static String special(Scope scope, Scope.Variable a) {
    return switch (a.type()) {
      case "byte" -> bytes(scope, a.name());
      case "char" -> chars(scope, a.name());
      case "int", "long", "double" -> functions(scope, a);
      default -> helper(scope, a);
    };
  }

  /** Two numbers that are mostly a range of the array. */
  private static String range(Scope scope, String a) {
    return scope.oneIn(5)
        ? integer(scope, 1) + ", " + integer(scope, 1)
        : scope.pick("0, " + a + ".length", "0, 1", "at(1, " + a + ".length), 1", "1, 3", "2, -1");
  }

  private static String bytes(Scope scope, String a) {
    return switch (scope.below(15)) {
      case 8 ->
          "{ Deflater d = new Deflater(); d.setInput(new byte[] {1, 1, 1, 1, 1, 2, 3}); d.finish(); out(d.deflate("
              + a
              + ", "
              + range(scope, a)
              + ")); out(d.deflate("
              + a
              + ")); out(Arrays.hashCode("
              + a
              + ")); d.end(); }";
      case 9 ->
          "{ Inflater i = new Inflater(); i.setInput(new byte[] {120, -100, 99, 100, 100, 100, 98, "
              + scope.below(99)
              + ", 1, 2, 3, 4}); try { out(i.inflate("
              + a
              + ", "
              + range(scope, a)
              + ")); out(i.inflate("
              + a
              + ")); } catch (DataFormatException e) { out(e); } out(Arrays.hashCode("
              + a
              + ")); i.end(); }";
      case 10 ->
          "try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(new byte[] {9, 8, 7, 6, 5, 4}))) { in.readFully("
              + a
              + ", "
              + range(scope, a)
              + "); in.readFully("
              + a
              + "); } catch (IOException e) { out(e); out(Arrays.hashCode("
              + a
              + ")); }";
      case 11 ->
          "{ ByteArrayOutputStream o = new ByteArrayOutputStream(); try (OutputStream out = new BufferedOutputStream(o)) { out.write("
              + a
              + "); out.write("
              + a
              + ", "
              + range(scope, a)
              + "); } catch (IOException e) { out(e); } out(o.size()); }";
      case 12 ->
          "try (InputStream in = new BufferedInputStream(new ByteArrayInputStream(new byte[] {1, 2, 3}), 2)) { out(in.read("
              + a
              + ", "
              + range(scope, a)
              + ") + in."
              + (scope.since(9) ? "readNBytes(" : "read(")
              + a
              + ", "
              + range(scope, a)
              + ")); } catch (IOException e) { out(e); }";
      case 13 ->
          "{ ByteBuffer b = ByteBuffer.wrap("
              + a
              + (scope.oneIn(2) ? ", " + range(scope, a) : "")
              + ")"
              + (scope.oneIn(2) ? ".order(ByteOrder.LITTLE_ENDIAN)" : "")
              + "; while (b."
              + scope.pick("hasRemaining()", "remaining() > 3")
              + " && fuel()) "
              + scope.pick(
                  "out(b.get());",
                  "b.put((byte) (" + integer(scope, 1) + "));",
                  "out(b.getInt());",
                  "{ b = b.slice(); out(b.putShort(" + integer(scope, 1) + ", (short) 7)); }")
              + " b = "
              + scope.pick("(ByteBuffer) b.flip()", "b.duplicate()", "b.compact()", "b")
              + "; out(b.position() + b.limit() + b.hashCode()); }";
      case 14 ->
          "{ ByteBuffer b = "
              + condition(scope, 1)
              + " ? ByteBuffer.wrap("
              + a
              + ") : "
              + scope.pick(
                  "ByteBuffer.allocate(3)",
                  "null",
                  "ByteBuffer.wrap(" + array(scope, "byte", 1) + ")")
              + "; "
              + scope.pick(
                  "out(b.hasArray());",
                  "out(b.get(" + integer(scope, 1) + "));",
                  "b.putLong(0, " + integer(scope, 1) + ");",
                  "out(b.asIntBuffer().put(0, 5).get(0));",
                  "out(b);",
                  "out(b.compareTo(ByteBuffer.wrap(" + a + ")));",
                  "out(b.put(ByteBuffer.wrap(" + a + ")).remaining());")
              + " }";
      case 0 -> "out(new String(" + a + ", StandardCharsets.UTF_8).hashCode());";
      case 1 ->
          "out(new String("
              + a
              + ", "
              + range(scope, a)
              + ", StandardCharsets.ISO_8859_1).length());";
      case 2 ->
          "{ CRC32 crc = new CRC32(); crc.update("
              + a
              + ", "
              + range(scope, a)
              + "); crc.update("
              + a
              + "); out(crc.getValue()); }";
      case 3 ->
          "{ ByteArrayOutputStream o = new ByteArrayOutputStream(); o.write("
              + a
              + ", "
              + range(scope, a)
              + "); byte @OffHeap [] all = o.toByteArray(); out(all.length + Arrays.hashCode(all)); }";
      case 4 ->
          "{ ByteBuffer b = ByteBuffer.allocate(20); b.put("
              + a
              + ", "
              + range(scope, a)
              + ").flip(); b.get("
              + array(scope, "byte", 1)
              + ", "
              + range(scope, a)
              + "); out(b); }";
      case 5 -> "new Random(3).nextBytes(" + a + ");";
      case 6 ->
          "{ InputStream in = new ByteArrayInputStream(new byte[] {9, 8, 7}); try { out(in.read("
              + a
              + ", "
              + range(scope, a)
              + ")); } catch (IOException e) { out(e); } }";
      default ->
          "{ InputStream in = "
              + condition(scope, 1)
              + " ? new ByteArrayInputStream(new byte[4]) : "
              + (scope.since(11)
                  ? "InputStream.nullInputStream()"
                  : "new PushbackInputStream(new ByteArrayInputStream(new byte[1]))")
              + "; try { out(in.read("
              + a
              + ")); } catch (IOException e) { out(e); } }";
    };
  }

  private static String chars(Scope scope, String a) {
    return switch (scope.below(5)) {
      case 0 -> "out(new String(" + a + ").hashCode());";
      case 1 -> "out(String.valueOf(" + a + ", " + range(scope, a) + ").hashCode());";
      case 2 ->
          "out(new StringBuilder().append("
              + a
              + ").insert(0, "
              + a
              + ", "
              + range(scope, a)
              + ").toString().hashCode());";
      case 3 ->
          "{ StringReader r = new StringReader(\"text\"); try { out(r.read("
              + a
              + ", "
              + range(scope, a)
              + ")); } catch (IOException e) { out(e); } }";
      default -> "out(String.copyValueOf(" + a + ").length());";
    };
  }

  private static String functions(Scope scope, Scope.Variable a) {
    String name = a.name();
    return switch (scope.below(7)) {
      case 0 ->
          "Arrays.setAll(" + name + ", i -> " + scope.pick("i * 3", "9 / (2 - i)", "-i") + ");";
      case 1 ->
          "Arrays.parallelPrefix("
              + name
              + ", "
              + (scope.oneIn(3) ? range(scope, name) + ", " : "")
              + "(x, y) -> "
              + scope.pick("x + y", "x - y", "x * y + 1")
              + ");";
      case 2 -> "out(Arrays.stream(" + name + ").sum());";
      case 3 ->
          "out(Arrays.stream("
              + name
              + ", "
              + range(scope, name)
              + ").boxed()."
              + (scope.since(16) ? "toList()" : "collect(java.util.stream.Collectors.toList())")
              + ");";
      case 4 -> "out(Arrays.spliterator(" + name + ").estimateSize());";
      case 5 -> "Arrays.parallelSetAll(" + name + ", i -> i);";
      default ->
          "Arrays.parallelSort(" + name + (scope.oneIn(2) ? ", " + range(scope, name) : "") + ");";
    };
  }

  /** Methods of the program, of which copies may be made for handles. */
  private static String helper(Scope scope, Scope.Variable a) {
    String name = a.name();
    String type = a.type();
    return switch (scope.below(6)) {
      case 0 -> "put(" + name + ", " + integer(scope, 1) + ", " + value(scope, type, 1) + ");";
      case 1 -> "out(sum(" + name + ", Math.min(4, " + name + ".length)));";
      case 2 ->
          "out(pick("
              + condition(scope, 1)
              + ", "
              + name
              + ", "
              + array(scope, type, 1)
              + ") == "
              + name
              + ");";
      case 3 -> "out(size(pass(" + array(scope, type, 2) + ")));";
      case 4 ->
          "try { fail("
              + name
              + ", "
              + integer(scope, 1)
              + "); } catch (IllegalStateException e) { out(e); }";
      default -> "for (" + type + " e : pass(" + name + ")) { if (!fuel()) break; out(e); }";
    };
  }

  private static String ranges(Scope scope, Scope.Variable a) {
    String name = a.name();
    String other = array(scope, a.type(), 1);
    String both =
        "(" + name + ", " + range(scope, name) + ", " + other + ", " + range(scope, name) + ")";
    if (!scope.since(9)) {
      return "out(Arrays.equals(" + name + ", " + other + "));";
    }
    return switch (scope.below(4)) {
      case 0 -> "out(Arrays.equals" + both + ");";
      case 1 -> "out(Arrays.mismatch" + both + ");";
      case 2 -> "out(Arrays.compare" + both + ");";
      default ->
          switch (a.type()) {
            case "byte", "short", "int", "long" ->
                scope.oneIn(2)
                    ? "out(Arrays.compareUnsigned" + both + ");"
                    : "out(Arrays.compareUnsigned(" + name + ", " + other + "));";
            default -> "out(" + name + "[" + index(scope, name, 1) + "]);";
          };
    };
  }

  private static String object(Scope scope, Scope.Variable a) {
    String name = a.name();
    return switch (scope.below(5)) {
      case 0 -> "out(Objects.requireNonNull(" + name + ", \"none\").length);";
      case 1 -> "out(Objects.equals(" + name + ", " + array(scope, a.type(), 1) + "));";
      case 2 -> "out(Objects.isNull(" + name + "));";
      case 3 -> "out(System.identityHashCode(" + name + ") == Objects.hashCode(" + name + "));";
      default ->
          "out(Objects.toString(" + name + ").equals(String.valueOf((Object) " + name + ")));";
    };
  }
}
