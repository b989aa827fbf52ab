package io.offheap.examples.atlas;

import io.offheap.OffHeap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * What can be reached by calls from the methods of one class, breadth first, so that each method is
 * found by a shortest chain of calls.
 */
final class Reachability {
  private static final int NOT_REACHED = -1;
  private static final int START = -2;

  private final CallGraph graph;

  /** By method: the caller by which it was reached first, or one of the constants above. */
  private int @OffHeap [] reachedFrom;

  /** The methods reached, nearest first. */
  private int @OffHeap [] reached;

  private int reachedCount;

  /** By step: how many methods need that many calls to be reached. */
  private int @OffHeap [] perStep = new int[8];

  private int steps;

  Reachability(CallGraph graph, int fromClass) {
    this.graph = graph;
    MethodTable methods = graph.methods();
    reachedFrom = new int[graph.methodCount()];
    reached = new int @OffHeap [graph.methodCount()];
    Arrays.fill(reachedFrom, NOT_REACHED);
    for (int method = 0; method < graph.methodCount(); method++) {
      if (methods.owner(method) == fromClass && methods.isDeclared(method)) reach(method, START);
    }
    followCalls();
  }

  private void followCalls() {
    int done = 0;
    while (done < reachedCount) {
      int end = reachedCount;
      if (steps == perStep.length) perStep = Arrays.copyOf(perStep, steps * 2);
      perStep[steps++] = end - done;
      for (; done < end; done++) {
        int method = reached[done];
        for (int call = graph.callsFrom(method); call < graph.callsTo(method); call++) {
          reach(graph.target(call), method);
        }
      }
    }
  }

  private void reach(int method, int caller) {
    if (reachedFrom[method] != NOT_REACHED) return;
    reachedFrom[method] = caller;
    reached[reachedCount++] = method;
  }

  /** How many methods were reached, those of the class itself included. */
  int count() {
    return reachedCount;
  }

  boolean isReached(int method) {
    return reachedFrom[method] != NOT_REACHED;
  }

  /** How many methods need 0, 1, 2 ... calls to be reached. */
  int[] perStep() {
    return Arrays.copyOf(perStep, steps);
  }

  /** A shortest chain of calls to the method that was reached last, from its start. */
  List<Integer> longestChain() {
    List<Integer> chain = new ArrayList<>();
    if (reachedCount == 0) return chain;
    for (int at = reached[reachedCount - 1]; at != START; at = reachedFrom[at]) {
      chain.add(at);
    }
    Collections.reverse(chain);
    return chain;
  }
}
