package io.offheap.examples.atlas;

import io.offheap.OffHeap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * What may run when methods of one class are called: breadth first, so that each method is found by
 * a shortest chain.
 *
 * <p>A call runs the method it names, and whatever overrides that method in a class that exists:
 * one of which, or of a subclass of which, a method reached so far creates an instance. Instances
 * made by reflection or by the JVM itself are not seen.
 *
 * <p>D. Bacon, P. Sweeney: Fast static analysis of C++ virtual function calls, 1996 ("rapid type
 * analysis").
 */
final class Reachability {
  private static final int NOT_REACHED = -1;
  private static final int START = -2;

  private final Jdk jdk;

  /** By method: the method by which it was reached first, or one of the constants above. */
  private int @OffHeap [] reachedFrom;

  /** The methods reached, nearest first. */
  private int @OffHeap [] reached;

  private int reachedCount;

  /** By class: whether it exists. */
  private boolean @OffHeap [] exists;

  /** By step: how many methods need that many steps to be reached. */
  private int @OffHeap [] perStep = new int[8];

  private int steps;

  Reachability(Jdk jdk, int fromClass) {
    this.jdk = jdk;
    reachedFrom = new int[jdk.methods().size()];
    reached = new int @OffHeap [jdk.methods().size()];
    exists = new boolean[jdk.classes().size()];
    Arrays.fill(reachedFrom, NOT_REACHED);
    Rows methodsOf = jdk.methodsOf();
    for (int i = methodsOf.from(fromClass); i < methodsOf.to(fromClass); i++) {
      reach(methodsOf.value(i), START);
    }
    create(fromClass, START);
    int done = 0;
    while (done < reachedCount) {
      int end = reachedCount;
      if (steps == perStep.length) perStep = Arrays.copyOf(perStep, steps * 2);
      perStep[steps++] = end - done;
      while (done < end) {
        follow(reached[done++]);
      }
    }
  }

  /** How many methods were reached, those of the class itself included. */
  int count() {
    return reachedCount;
  }

  boolean isReached(int method) {
    return reachedFrom[method] != NOT_REACHED;
  }

  /** How many methods need 0, 1, 2 ... steps to be reached. */
  int[] perStep() {
    return Arrays.copyOf(perStep, steps);
  }

  /** A shortest chain to the method that was reached last, from its start. */
  List<Integer> longestChain() {
    List<Integer> chain = new ArrayList<>();
    if (reachedCount == 0) return chain;
    for (int at = reached[reachedCount - 1]; at != START; at = reachedFrom[at]) {
      chain.add(at);
    }
    Collections.reverse(chain);
    return chain;
  }

  /** Reaches all that the method may run next. */
  private void follow(int method) {
    Rows creations = jdk.creations();
    for (int i = creations.from(method); i < creations.to(method); i++) {
      create(creations.value(i), method);
    }
    Rows calls = jdk.calls();
    for (int i = calls.from(method); i < calls.to(method); i++) {
      reach(calls.value(i), method);
    }
    Rows overriders = jdk.overriders();
    for (int i = overriders.from(method); i < overriders.to(method); i++) {
      int overrider = overriders.value(i);
      if (exists[jdk.methods().members().owner(overrider)]) reach(overrider, method);
    }
  }

  private void reach(int method, int from) {
    if (reachedFrom[method] != NOT_REACHED) return;
    reachedFrom[method] = from;
    reached[reachedCount++] = method;
  }

  /** The class and its superclasses exist now: what they override may run where that is called. */
  private void create(int type, int from) {
    ClassTable classes = jdk.classes();
    for (int at = type; classes.isDeclared(at) && !exists[at]; at = classes.superclass(at)) {
      exists[at] = true;
      Rows methodsOf = jdk.methodsOf();
      for (int i = methodsOf.from(at); i < methodsOf.to(at); i++) {
        if (overridesReached(methodsOf.value(i))) reach(methodsOf.value(i), from);
      }
    }
  }

  private boolean overridesReached(int method) {
    Rows overridden = jdk.overridden();
    for (int i = overridden.from(method); i < overridden.to(method); i++) {
      if (reachedFrom[overridden.value(i)] != NOT_REACHED) return true;
    }
    return false;
  }
}
