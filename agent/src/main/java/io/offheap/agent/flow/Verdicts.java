package io.offheap.agent.flow;

import io.offheap.agent.code.ElementType;
import io.offheap.agent.code.Methods;
import io.offheap.agent.site.Marks;
import io.offheap.agent.verdict.Reason;
import io.offheap.agent.verdict.SiteVerdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.Frame;

/** Puts the marks of a class on its classes of values, and later reads the verdicts off them. */
final class Verdicts {
  private final ClassNode owner;
  private final Marks marks;
  private final NestFlow flow;
  private final List<SiteVerdict> verdicts = new ArrayList<>();

  Verdicts(ClassNode owner, Marks marks, NestFlow flow) {
    this.owner = owner;
    this.marks = marks;
    this.flow = flow;
  }

  private List<Instance> instances(MethodNode method) {
    return flow.of(new NestMethod(owner, method));
  }

  void applyMarks() {
    for (FieldNode field : owner.fields) {
      FlowNode node = marks.fields().contains(field.name) ? flow.fields().node(owner, field) : null;
      if (node != null) {
        node.markVariable();
      }
    }
    for (Marks.Local local : marks.locals()) {
      nodesIn(local).forEach(FlowNode::markVariable);
    }
    for (Marks.Parameter parameter : marks.parameters()) {
      nodesOf(parameter).forEach(FlowNode::markVariable);
    }
    for (MethodNode method : marks.results()) {
      for (Instance instance : instances(method)) {
        instance.forEachReachable((instruction, frame) -> {
          if (instruction.getOpcode() == Opcodes.ARETURN
              && frame.getStack(frame.getStackSize() - 1) instanceof FlowValue.Array array) {
            array.node().markVariable();
          }
        });
      }
    }
  }

  private List<FlowNode> nodesOf(Marks.Parameter parameter) {
    List<FlowNode> nodes = new ArrayList<>();
    for (Instance instance : instances(parameter.method())) {
      FlowNode node = instance.parameterIn(parameter.index());
      if (node != null) {
        nodes.add(node.root());
      }
    }
    return nodes;
  }

  /**
   * The classes of values that a marked variable holds somewhere in its range; it may begin as
   * null.
   */
  private Set<FlowNode> nodesIn(Marks.Local local) {
    Set<FlowNode> nodes = new LinkedHashSet<>();
    int start = local.method().instructions.indexOf(local.start());
    int end = local.method().instructions.indexOf(local.end());
    for (Instance instance : instances(local.method())) {
      @Nullable Frame<FlowValue>[] before = instance.frames();
      for (int i = start; i < end; i++) {
        Frame<FlowValue> frame = before[i];
        if (frame != null && frame.getLocal(local.index()) instanceof FlowValue.Array array) {
          nodes.add(array.node().root());
        }
      }
    }
    return nodes;
  }

  /** The verdicts on all sites of the class, in the order of the class file. */
  List<SiteVerdict> decide() {
    for (MethodNode method : owner.methods) {
      sitesOf(method);
    }
    verdicts.addAll(marks.kept());
    for (FieldNode field : owner.fields) {
      FlowNode node = flow.fields().node(owner, field);
      if (node != null && marks.fields().contains(field.name)) {
        ElementType type = ElementType.ofArray(field.desc);
        addUnallocated(Methods.dotted(owner.name) + "#" + field.name, type, List.of(node));
      }
    }
    for (Marks.Parameter parameter : marks.parameters()) {
      addUnallocated(Methods.site(owner.name, parameter.method(), 0), null, nodesOf(parameter));
    }
    for (Marks.Local local : marks.locals()) {
      if (isStale(local)) {
        continue;
      }
      String site = Methods.site(owner.name, local.method(), Methods.line(local.start()));
      addUnallocated(site, local.type(), nodesIn(local));
    }
    return verdicts;
  }

  /**
   * Whether a range of a marked variable is one that javac has left over: where a method needs wide
   * jumps, it makes the code twice, and lists the ranges of both.
   */
  private boolean isStale(Marks.Local local) {
    return nodesIn(local).isEmpty()
        && marks.locals().stream()
            .anyMatch(other ->
                other.method().equals(local.method())
                    && other.index() == local.index()
                    && !nodesIn(other).isEmpty());
  }

  /** A site moves if it does for all callers of its method. */
  private void sitesOf(MethodNode method) {
    Map<AbstractInsnNode, SiteVerdict> bySite = new HashMap<>();
    for (Instance instance : flow.counted(new NestMethod(owner, method))) {
      for (Allocation allocation : instance.sources().allocations()) {
        FlowNode node = instance.sources().made(allocation.instruction());
        SiteVerdict other = bySite.get(allocation.instruction());
        if (node.isSite(allocation) && (other == null || other.moved())) {
          bySite.put(allocation.instruction(), verdict(allocation, node));
        }
      }
    }
    for (AbstractInsnNode instruction : method.instructions) {
      SiteVerdict verdict = bySite.get(instruction);
      if (verdict != null) {
        verdicts.add(verdict);
      }
    }
  }

  private SiteVerdict verdict(Allocation allocation, FlowNode node) {
    String site =
        Methods.site(owner.name, allocation.method(), Methods.line(allocation.instruction()));
    String type = allocation.type().arrayName();
    Escape escape = node.escape();
    return escape == null
        ? new SiteVerdict(site, "array", type, true, Reason.PROVED, proof(allocation, node))
        : new SiteVerdict(site, "array", type, false, escape.reason(), escape.detail());
  }

  private String proof(Allocation allocation, FlowNode node) {
    return flow.confinement().isConfined(node, allocation)
        ? "every use is known, and none outlives the method"
        : "every use is known";
  }

  /** A marked variable that nothing reaches which is allocated here has a verdict of its own. */
  private void addUnallocated(String site, @Nullable ElementType type, Collection<FlowNode> nodes) {
    if (!nodes.stream().allMatch(node -> node.allocations().isEmpty())) {
      return;
    }
    Escape escape =
        nodes.stream().map(FlowNode::escape).filter(e -> e != null).findFirst().orElse(null);
    String name = type == null ? "" : type.arrayName();
    SiteVerdict verdict =
        escape == null
            ? new SiteVerdict(
                site, "array", name, false, Reason.NO_ALLOCATION, "no allocation reaches it")
            : new SiteVerdict(site, "array", name, false, escape.reason(), escape.detail());
    // A variable that is assigned in branches has several ranges.
    if (!verdicts.contains(verdict)) {
      verdicts.add(verdict);
    }
  }

  /** Every mark of a class is kept for one and the same reason. */
  static List<SiteVerdict> allKept(ClassNode owner, Marks marks, Reason reason, String detail) {
    Set<String> sites = new LinkedHashSet<>();
    for (MethodNode method : owner.methods) {
      for (AbstractInsnNode instruction : method.instructions) {
        if (marks.allocations().contains(instruction)) {
          sites.add(Methods.site(owner.name, method, Methods.line(instruction)));
        }
      }
    }
    for (FieldNode field : owner.fields) {
      if (marks.fields().contains(field.name)) {
        sites.add(Methods.dotted(owner.name) + "#" + field.name);
      }
    }
    for (Marks.Local local : marks.locals()) {
      sites.add(Methods.site(owner.name, local.method(), Methods.line(local.start())));
    }
    for (Marks.Parameter parameter : marks.parameters()) {
      sites.add(Methods.site(owner.name, parameter.method(), 0));
    }
    List<SiteVerdict> kept = new ArrayList<>();
    for (String site : sites) {
      kept.add(new SiteVerdict(site, "array", "", false, reason, detail));
    }
    kept.addAll(marks.kept());
    return kept;
  }
}
