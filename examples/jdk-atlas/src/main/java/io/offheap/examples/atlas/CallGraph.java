package io.offheap.examples.atlas;

import io.offheap.OffHeap;
import java.util.Arrays;

/**
 * Methods and the calls between them, in both directions, as compressed sparse rows.
 *
 * <p>Calls are numbered in the order in which they are read. As a method is read at one go, its
 * calls have consecutive numbers: {@code callsFrom[m]} up to, not including, {@code callsTo[m]}.
 * The opposite direction is sorted out once all is read, by {@link #finish}: the callers of method
 * {@code m} are {@code callers[callersFrom[m]]} up to {@code callers[callersFrom[m + 1] - 1]}.
 */
final class CallGraph {
  private final ClassTable classes = new ClassTable();
  private final MethodTable methods = new MethodTable();

  /** By method. */
  private int @OffHeap [] callsFrom = new int[1 << 10];

  private int @OffHeap [] callsTo = new int[1 << 10];

  /** By call: the method called, and the line of the call, 0 where it is unknown. */
  private int @OffHeap [] targets = new int[1 << 12];

  private char @OffHeap [] lines = new char[1 << 12];
  private int callCount;

  /** By method, and one more. */
  private int @OffHeap [] callersFrom = new int[0];

  /** By call, in the order of the method called: the method that contains the call. */
  private int @OffHeap [] callers = new int[0];

  ClassTable classes() {
    return classes;
  }

  MethodTable methods() {
    return methods;
  }

  int methodCount() {
    return methods.size();
  }

  int callCount() {
    return callCount;
  }

  /** The calls that are added next are in this method. */
  void beginMethod(int method) {
    if (method >= callsFrom.length) growMethods(method + method / 2);
    callsFrom[method] = callCount;
    callsTo[method] = callCount;
  }

  /** Adds a call from the method begun last. */
  void addCall(int method, int target, int line) {
    if (callCount == targets.length) growCalls(callCount + callCount / 2);
    targets[callCount] = target;
    lines[callCount] = (char) line;
    callCount++;
    callsTo[method] = callCount;
  }

  /** The first call in the method. */
  int callsFrom(int method) {
    return callsFrom[method];
  }

  /** One past the last call in the method. */
  int callsTo(int method) {
    return callsTo[method];
  }

  int target(int call) {
    return targets[call];
  }

  void setTarget(int call, int target) {
    targets[call] = target;
  }

  int line(int call) {
    return lines[call];
  }

  /** How many calls are in the method. */
  int callsIn(int method) {
    return callsTo[method] - callsFrom[method];
  }

  /** How many calls there are of the method. */
  int callsOf(int method) {
    return callersFrom[method + 1] - callersFrom[method];
  }

  int callersFrom(int method) {
    return callersFrom[method];
  }

  int callersTo(int method) {
    return callersFrom[method + 1];
  }

  int caller(int index) {
    return callers[index];
  }

  /**
   * To be called once all methods and calls are there: finds the callers, lets go of spare room.
   */
  void finish() {
    classes.trim();
    methods.trim();
    growMethods(methods.size());
    growCalls(callCount);
    findCallers();
  }

  /** A counting sort of the calls by the method called. */
  private void findCallers() {
    int methodCount = methods.size();
    int @OffHeap [] from = new int[methodCount + 1];
    for (int target : targets) {
      from[target + 1]++;
    }
    for (int method = 0; method < methodCount; method++) {
      from[method + 1] += from[method];
    }
    int @OffHeap [] next = Arrays.copyOf(from, methodCount);
    callers = new int @OffHeap [callCount];
    for (int method = 0; method < methodCount; method++) {
      for (int call = callsFrom[method]; call < callsTo[method]; call++) {
        callers[next[targets[call]]++] = method;
      }
    }
    callersFrom = from;
  }

  private void growMethods(int capacity) {
    callsFrom = Arrays.copyOf(callsFrom, capacity);
    callsTo = Arrays.copyOf(callsTo, capacity);
  }

  private void growCalls(int capacity) {
    targets = Arrays.copyOf(targets, capacity);
    lines = Arrays.copyOf(lines, capacity);
  }
}
