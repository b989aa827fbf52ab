package io.offheap.agent.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** The names that generated code can use at one place, and the dice. */
final class Scope {
  /** An array that code can name. */
  record Variable(String name, String type, boolean assignable, boolean captured) {}

  /**
   * What holds for a whole program.
   *
   * @param release of Java, whose language and library the program may use
   * @param types of which its arrays are
   */
  record Setting(RandomGenerator random, int release, List<String> types) {}

  private final Setting setting;
  private final RandomGenerator random;
  private final int[] names;
  private final List<Variable> arrays;
  private final List<String> ints;
  private final int loops;
  private int marksForbidden;

  private Scope(Setting setting, int[] names, List<Variable> arrays, List<String> ints, int loops) {
    this.setting = setting;
    this.random = setting.random();
    this.names = names;
    this.arrays = new ArrayList<>(arrays);
    this.ints = new ArrayList<>(ints);
    this.loops = loops;
  }

  static Scope outermost(Setting setting) {
    return new Scope(setting, new int[1], List.of(), List.of(), 0);
  }

  /** A scope within this one. */
  Scope inner() {
    return new Scope(setting, names, arrays, ints, loops);
  }

  /** The body of a loop. */
  Scope loop() {
    return new Scope(setting, names, arrays, ints, loops + 1);
  }

  /** The body of a lambda or of a method of a class within: locals are out of reach. */
  Scope body() {
    List<Variable> fields = arrays.stream().filter(v -> !v.captured()).toList();
    return new Scope(setting, names, fields, List.of(), 0);
  }

  /** A scope without arrays. */
  Scope empty() {
    return new Scope(setting, names, List.of(), List.of(), 0);
  }

  /** Whether the program may use what came with a release of Java. */
  boolean since(int release) {
    return setting.release() >= release;
  }

  /** The types of which the program has arrays. */
  List<String> types() {
    return setting.types();
  }

  /** One of them. */
  String type() {
    return pick(setting.types());
  }

  boolean inLoop() {
    return loops > 0;
  }

  /** Whether new arrays may be marked; calls nest. */
  void allowMarks(boolean allow) {
    marksForbidden += allow ? -1 : 1;
  }

  boolean marksAllowed() {
    return marksForbidden == 0;
  }

  /** A new name. */
  String name(String prefix) {
    names[0]++;
    return prefix + names[0];
  }

  void addInt(String name) {
    ints.add(name);
  }

  void addLocal(String name, String type) {
    arrays.add(new Variable(name, type, true, true));
  }

  /** A local variable that a lambda has captured. */
  void addCaptured(String name, String type) {
    arrays.add(new Variable(name, type, false, true));
  }

  void addField(String name, String type, boolean assignable) {
    arrays.add(new Variable(name, type, assignable, false));
  }

  List<Variable> arrays() {
    return arrays;
  }

  List<String> ints() {
    return ints;
  }

  /** Any variable of a type, or of any type if that is null; null if there is none. */
  Variable any(String type, boolean assignable) {
    List<Variable> fitting =
        arrays.stream()
            .filter(v -> (type == null || v.type().equals(type)) && (!assignable || v.assignable()))
            .toList();
    return fitting.isEmpty() ? null : pick(fitting);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean oneIn(int count) {
    return random.nextInt(count) == 0;
  }

  <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
