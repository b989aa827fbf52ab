package io.offheap.examples.atlas;

import io.offheap.OffHeap;
import java.util.Arrays;

/**
 * How central each method is: the share of time that someone spends in it who follows calls at
 * random, and at each step starts anew anywhere with a probability of 15 %. Methods that call
 * nothing are left for anywhere. The ranks add up to 1.
 *
 * <p>S. Brin, L. Page: The anatomy of a large-scale hypertextual web search engine, 1998.
 */
final class PageRank {
  private static final double DAMPING = 0.85;
  private static final double ENOUGH = 1e-10;
  private static final int MAX_ROUNDS = 100;

  private final CallGraph graph;
  private double @OffHeap [] ranks;

  /** By method: its rank divided by the number of its calls. */
  private double @OffHeap [] shares;

  private int rounds;

  PageRank(CallGraph graph) {
    this.graph = graph;
    ranks = new double[graph.methodCount()];
    shares = new double[graph.methodCount()];
    Arrays.fill(ranks, 1.0 / Math.max(1, ranks.length));
    double change;
    do {
      change = improve();
      rounds++;
    } while (change > ENOUGH && rounds < MAX_ROUNDS);
  }

  double rank(int method) {
    return ranks[method];
  }

  /** How many times the ranks had to be improved. */
  int rounds() {
    return rounds;
  }

  /** Lets each method hand on its rank to what it calls; returns by how much the ranks changed. */
  private double improve() {
    double idle = 0;
    for (int method = 0; method < ranks.length; method++) {
      int calls = graph.callsIn(method);
      if (calls == 0) idle += ranks[method];
      else shares[method] = ranks[method] / calls;
    }
    double base = (1 - DAMPING + DAMPING * idle) / ranks.length;
    double change = 0;
    for (int method = 0; method < ranks.length; method++) {
      double sum = 0;
      int to = graph.callersTo(method);
      for (int i = graph.callersFrom(method); i < to; i++) {
        sum += shares[graph.caller(i)];
      }
      double rank = base + DAMPING * sum;
      change += Math.abs(rank - ranks[method]);
      ranks[method] = rank;
    }
    return change;
  }
}
