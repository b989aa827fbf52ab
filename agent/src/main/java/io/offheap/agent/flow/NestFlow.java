package io.offheap.agent.flow;

import io.offheap.agent.code.ClassFiles;
import io.offheap.agent.site.Marks;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;

/*
 * Instances. A helper that takes or returns arrays is analysed once for each call, and for each call of that call: its
 * parameters, locals and result are other nodes each time (let-polymorphism by copying). All calls of a recursive method
 * share one instance: the tree is finite, and what a method does with handles depends on its own callers only, not on those
 * of the others in the circle. The tree can still be exponential in depth; past a budget all calls of any method share one
 * instance, which is as sound and less precise.
 *
 * A method that anybody may call, or that takes and returns no arrays, has an instance of kind ENTRY, whose parameters
 * come from elsewhere.
 */
/** Follows arrays through a nest: from class files and marks to classes of values. */
final class NestFlow {
  /** How many instructions are followed through instances for each one of the nest. */
  private static final int BUDGET_FACTOR = 6;

  private static final int BUDGET_BASE = 20_000;

  private final NestMethods methods;
  private final NestFields fields;
  private final Confinement confinement;
  private final List<Instance> instances = new ArrayList<>();
  private final Map<NestMethod, List<Instance>> byMethod = new HashMap<>();
  private final Map<MethodNode, Integer> orders = new HashMap<>();
  private final Set<AbstractInsnNode> marked = new HashSet<>();
  private final Deque<Instance> open = new ArrayDeque<>();
  private final boolean shared;
  private long budget;

  private NestFlow(Nest nest, Map<ClassNode, Marks> marks, ClassFiles files, boolean shared) {
    this.shared = shared;
    methods = new NestMethods(nest);
    confinement = new Confinement(methods);
    fields = new NestFields(nest, files);
    int order = 1;
    for (NestMethod method : methods.all()) {
      orders.put(method.node(), order);
      order += method.node().instructions.size() + 1;
    }
    budget = BUDGET_BASE + (long) BUDGET_FACTOR * order;
    for (Marks ofClass : marks.values()) {
      marked.addAll(ofClass.allocations());
    }
  }

  /**
   * Follows the arrays of a nest.
   *
   * @throws AnalyzerException if the code of a class is not valid
   */
  static NestFlow of(Nest nest, Map<ClassNode, Marks> marks, ClassFiles files)
      throws AnalyzerException {
    NestFlow flow = new NestFlow(nest, marks, files, false);
    if (!flow.run()) {
      flow = new NestFlow(nest, marks, files, true);
      flow.run();
    }
    return flow;
  }

  private boolean run() throws AnalyzerException {
    for (NestMethod method : methods.all()) {
      if (!methods.isClosed(method)) {
        open.add(instance(method, Instance.Kind.ENTRY, 0));
      }
    }
    if (!drain()) {
      return false;
    }
    // What only code without callers calls is there all the same, and must fit the rest.
    for (NestMethod method : methods.all()) {
      if (!byMethod.containsKey(method)) {
        open.add(instance(method, Instance.Kind.ENTRY, 0));
        if (!drain()) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean drain() throws AnalyzerException {
    while (!open.isEmpty()) {
      Instance next = open.remove();
      budget -= next.method().node().instructions.size();
      if (!shared && budget < 0) {
        return false;
      }
      next.analyze();
      next.forEachReachable(new UseScan(fields, methods, next, this::bind)::scan);
    }
    return true;
  }

  private Instance instance(NestMethod method, Instance.Kind kind, int knownCount) {
    Integer order = orders.get(method.node());
    if (order == null) {
      throw new IllegalStateException("no method of this nest: " + method.name());
    }
    Instance made = new Instance(method, kind, knownCount, fields, methods, order, marked);
    instances.add(made);
    byMethod.computeIfAbsent(method, key -> new ArrayList<>(2)).add(made);
    return made;
  }

  private Instance bind(
      Instance caller, AbstractInsnNode site, NestMethod target, Instance.Kind kind, int known) {
    boolean one = shared || methods.isRecursive(target);
    Instance callee = one ? sharedInstance(target, kind, known) : null;
    if (callee == null) {
      callee = instance(target, kind, known);
      open.add(callee);
    }
    caller.bind(site, callee);
    return callee;
  }

  private @Nullable Instance sharedInstance(NestMethod target, Instance.Kind kind, int known) {
    for (Instance instance : of(target)) {
      if (instance.is(target, kind, known)) {
        return instance;
      }
    }
    return null;
  }

  /** All instances, callers before what they call. */
  List<Instance> instances() {
    return instances;
  }

  /** The instances of a method. */
  List<Instance> of(NestMethod method) {
    return byMethod.getOrDefault(method, List.of());
  }

  /**
   * The instances of a method that count: of one whose callers are all known, not that for others,
   * which is there in case that other classes turn up.
   */
  List<Instance> counted(NestMethod method) {
    List<Instance> all = of(method);
    List<Instance> known =
        methods.isShared(method)
            ? all.stream().filter(i -> i.kind() != Instance.Kind.ENTRY).toList()
            : all;
    return known.isEmpty() ? all : known;
  }

  boolean isShared(NestMethod method) {
    return methods.isShared(method);
  }

  NestFields fields() {
    return fields;
  }

  /** Which allocations are confined, once all is followed and marked. */
  Confinement confinement() {
    return confinement;
  }
}
