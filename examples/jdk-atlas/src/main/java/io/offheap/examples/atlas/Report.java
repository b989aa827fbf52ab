package io.offheap.examples.atlas;

import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;

/** What the atlas has to say, as text. */
final class Report {
  private static final int MAX_TEXT = 70;
  private static final int STEPS_PER_LINE = 5;
  private static final String COUNT = "%,12.0f";

  private final Jdk jdk;
  private final int top;
  private final Formatter out = new Formatter(Locale.ROOT);

  private Report(Jdk jdk, int top) {
    this.jdk = jdk;
    this.top = top;
  }

  /** Analyses what was read and describes it; the same data gives the same text. */
  static String of(Jdk jdk, String fromClass, int top) {
    Report report = new Report(jdk, top);
    report.totals();
    report.members();
    report.strings();
    report.reachable(fromClass, new Reachability(jdk, jdk.classes().find(fromClass)));
    return report.out.toString();
  }

  private void totals() {
    MethodTable methods = jdk.methods();
    out.format(
        "%,d classes, %,d methods and %,d more that are only referred to, %,d calls\n",
        jdk.classes().declaredCount(),
        methods.declaredCount(),
        methods.size() - methods.declaredCount(),
        jdk.calls().size());
  }

  private void members() {
    NameTable methods = jdk.methods().members().names();
    IntFunction<String> name = method -> methodName(methods.get(method));
    PageRank ranks = new PageRank(jdk.calls(), jdk.callers(), methods.size());
    list("Most called methods, calls", methods, COUNT, jdk.callers()::size, name);
    list("Most central methods, rank", methods, "%12.6f", ranks::rank, name);
    list("Largest methods, bytes of code", methods, COUNT, jdk.methods()::codeBytes, name);
    list("Most overridden methods, times", methods, COUNT, jdk.overriders()::size, name);

    NameTable fields = jdk.fields().names();
    list(
        "Most used fields, uses",
        fields,
        COUNT,
        jdk.fieldUsers()::size,
        id -> fieldName(fields.get(id)));
  }

  private void strings() {
    NameTable strings = jdk.strings();
    list(
        "Most repeated strings, uses",
        strings,
        COUNT,
        jdk.stringUsers()::size,
        id -> quoted(strings.get(id)));
  }

  /** A title, and below it those that score most, each with its score. */
  private void list(
      String title,
      NameTable names,
      String scoreFormat,
      IntToDoubleFunction score,
      IntFunction<String> label) {
    out.format("\n%s\n", title);
    for (int id : new Ranking(names, top, score).ids()) {
      out.format(scoreFormat + "  %s\n", score.applyAsDouble(id), label.apply(id));
    }
  }

  private void reachable(String fromClass, Reachability reachability) {
    out.format("\nMay run from %s: %,d methods\n", fromClass, reachability.count());
    int[] perStep = reachability.perStep();
    int sum = 0;
    for (int step = 0; step < perStep.length; step++) {
      sum += perStep[step];
      if (step % STEPS_PER_LINE == 0) out.format("%,12d  within %d steps\n", sum, step);
    }
    List<Integer> chain = reachability.longestChain();
    if (chain.isEmpty()) return;
    out.format("\nOne of the farthest\n");
    for (int i = 0; i < chain.size(); i++) {
      String step = i == 0 ? "" : step(chain.get(i - 1), chain.get(i));
      out.format("%12s  %s\n", step, methodName(jdk.methods().members().names().get(chain.get(i))));
    }
  }

  /** How one method leads to the other: by a call on some line, or as what may run in its place. */
  private String step(int from, int to) {
    for (int call = jdk.calls().from(from); call < jdk.calls().to(from); call++) {
      if (jdk.calls().value(call) == to) return "line " + jdk.callLines().line(call);
    }
    return "as";
  }

  /** As Java programmers write it: {@code java.util.ArrayList.get(int)}. */
  private static String methodName(String fullName) {
    int descriptor = fullName.indexOf('(');
    return MethodTypeDesc.ofDescriptor(fullName.substring(descriptor)).parameterList().stream()
        .map(ClassDesc::displayName)
        .collect(Collectors.joining(", ", fullName.substring(0, descriptor) + "(", ")"));
  }

  private static String fieldName(String fullName) {
    int descriptor = fullName.indexOf(':') + 1;
    String type = ClassDesc.ofDescriptor(fullName.substring(descriptor)).displayName();
    return type + " " + fullName.substring(0, descriptor - 1);
  }

  private static String quoted(String text) {
    String shown = text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "...";
    return '"' + shown.replaceAll("\\p{Cntrl}", "?") + '"';
  }
}
