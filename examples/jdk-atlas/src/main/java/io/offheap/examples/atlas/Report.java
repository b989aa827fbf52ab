package io.offheap.examples.atlas;

import java.util.Formatter;
import java.util.List;
import java.util.Locale;

/** What the atlas has to say, as text. */
final class Report {
  private final CallGraph graph;
  private final MethodTable methods;
  private final int top;
  private final Formatter text = new Formatter(Locale.ROOT);

  private Report(CallGraph graph, int top) {
    this.graph = graph;
    this.methods = graph.methods();
    this.top = top;
  }

  /** Analyses the graph and describes it; the same graph gives the same text. */
  static String of(CallGraph graph, String fromClass, int top) {
    Report report = new Report(graph, top);
    report.totals();
    report.mostCalled();
    report.mostCentral(new PageRank(graph));
    report.largest();
    report.reachable(fromClass, new Reachability(graph, graph.classes().find(fromClass)));
    return report.text.toString();
  }

  private void totals() {
    text.format(
        "%,d classes, %,d methods and %,d more that are only referred to, %,d calls\n",
        graph.classes().declaredCount(),
        methods.declaredCount(),
        methods.size() - methods.declaredCount(),
        graph.callCount());
  }

  private void mostCalled() {
    heading("Most called", "calls");
    for (int method : new Ranking(methods, top, graph::callsOf).methods()) {
      text.format("%,12d  %s\n", graph.callsOf(method), methods.displayName(method));
    }
  }

  private void mostCentral(PageRank ranks) {
    heading("Most central", "rank");
    for (int method : new Ranking(methods, top, ranks::rank).methods()) {
      text.format("%12.6f  %s\n", ranks.rank(method), methods.displayName(method));
    }
  }

  private void largest() {
    heading("Largest", "bytes");
    for (int method : new Ranking(methods, top, methods::codeBytes).methods()) {
      text.format("%,12d  %s\n", methods.codeBytes(method), methods.displayName(method));
    }
  }

  private void reachable(String fromClass, Reachability reachability) {
    text.format("\nReachable from %s: %,d methods\n", fromClass, reachability.count());
    int[] perStep = reachability.perStep();
    for (int step = 0; step < perStep.length; step++) {
      text.format("%,12d  after %d calls\n", perStep[step], step);
    }
    List<Integer> chain = reachability.longestChain();
    if (chain.isEmpty()) return;
    text.format("\nOne of the farthest\n");
    for (int i = 0; i < chain.size(); i++) {
      String line = i == 0 ? "" : "line " + lineOfCall(chain.get(i - 1), chain.get(i));
      text.format("%12s  %s\n", line, methods.displayName(chain.get(i)));
    }
  }

  /** The line of the first call in the one method of the other. */
  private int lineOfCall(int caller, int target) {
    int call = graph.callsFrom(caller);
    while (graph.target(call) != target) {
      call++;
    }
    return graph.line(call);
  }

  private void heading(String title, String unit) {
    text.format("\n%s\n", title);
    text.format("%12s  method\n", unit);
  }
}
