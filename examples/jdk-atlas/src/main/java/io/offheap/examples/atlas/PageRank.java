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

  /** A change of all ranks together that no longer shows in the first six decimals of one. */
  private static final double ENOUGH = 1e-7;

  private static final int MAX_ROUNDS = 100;

  private final Rows calls;
  private final Rows callers;

  /** By method. */
  private double @OffHeap [] ranks;

  /** By method: its rank divided by the number of its calls, what each of those hands on. */
  private double @OffHeap [] shares;

  PageRank(Rows calls, Rows callers, int methodCount) {
    this.calls = calls;
    this.callers = callers;
    ranks = new double[methodCount];
    shares = new double[methodCount];
    Arrays.fill(ranks, 1.0 / methodCount);
    double change = 1;
    for (int round = 0; round < MAX_ROUNDS && change > ENOUGH; round++) {
      change = improve();
    }
  }

  double rank(int method) {
    return ranks[method];
  }

  /** Lets each method hand on its rank to what it calls; returns by how much the ranks changed. */
  private double improve() {
    double idle = 0;
    for (int method = 0; method < ranks.length; method++) {
      int count = calls.size(method);
      if (count == 0) idle += ranks[method];
      else shares[method] = ranks[method] / count;
    }
    double base = (1 - DAMPING + DAMPING * idle) / ranks.length;
    double change = 0;
    for (int method = 0; method < ranks.length; method++) {
      double sum = 0;
      int to = callers.to(method);
      for (int i = callers.from(method); i < to; i++) {
        sum += shares[callers.value(i)];
      }
      double rank = base + DAMPING * sum;
      change += Math.abs(rank - ranks[method]);
      ranks[method] = rank;
    }
    return change;
  }
}
