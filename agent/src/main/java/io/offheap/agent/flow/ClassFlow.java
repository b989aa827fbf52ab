package io.offheap.agent.flow;

import io.offheap.agent.code.ClassFiles;
import io.offheap.agent.code.ElementType;
import io.offheap.agent.code.Methods;
import io.offheap.agent.site.Marks;
import io.offheap.agent.verdict.Reason;
import io.offheap.agent.verdict.SiteVerdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.CodeSizeEvaluator;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;

/**
 * What is proved of one class: a verdict for each site, and for each value whether a handle takes
 * its place.
 *
 * <p>Steps: follow the arrays through each method ({@link FlowAnalyzer}), look at every use ({@link
 * UseScan}), apply the marks, refuse what would not pay or not fit, and read the verdicts off the
 * classes of values.
 */
public final class ClassFlow {
  /** The JIT compiles no method whose code is longer than this (HotSpot's HugeMethodLimit). */
  private static final int COMPILED_CODE_LIMIT = 8000;

  private static final int CODE_LIMIT = 65535;
  private static final int CALL_USES = 32;

  private final ClassNode owner;
  private final Marks marks;
  private final ClassFields fields;
  private final Map<MethodNode, @Nullable Frame<FlowValue>[]> frames = new HashMap<>();
  private final Map<MethodNode, FlowInterpreter> interpreters = new HashMap<>();
  private final List<SiteVerdict> verdicts = new ArrayList<>();
  private final Set<AbstractInsnNode> sites = new HashSet<>();

  private ClassFlow(ClassNode owner, Marks marks, ClassFiles files) {
    this.owner = owner;
    this.marks = marks;
    this.fields = new ClassFields(owner, files);
  }

  /**
   * Analyses a class.
   *
   * @param owner the class, with expanded frames
   * @param marks what is marked in it
   * @param files where other class files are found
   * @param minBytes arrays below this size gain nothing from moving
   */
  public static ClassFlow analyze(ClassNode owner, Marks marks, ClassFiles files, long minBytes) {
    ClassFlow flow = new ClassFlow(owner, marks, files);
    int version = owner.version & 0xFFFF;
    if (version < Opcodes.V1_7) {
      flow.keepAll(
          Reason.OLD_CLASS_FILE,
          "the class file has version " + version + ", at least " + Opcodes.V1_7 + " is needed");
      return flow;
    }
    try {
      flow.followArrays();
      flow.applyMarks();
      flow.refuseSmall(minBytes);
      flow.refuseLarge();
      flow.decide();
    } catch (AnalyzerException e) {
      flow.keepAll(Reason.ANALYSIS_FAILED, "the code could not be analysed: " + e.getMessage());
    }
    return flow;
  }

  /** The verdicts on all sites, in the order of the class file. */
  public List<SiteVerdict> verdicts() {
    return verdicts;
  }

  /** Whether any array of the class moves. */
  public boolean movesAnything() {
    return verdicts.stream().anyMatch(SiteVerdict::moved);
  }

  /**
   * Whether an instruction is an allocation that is marked, or whose result a marked variable
   * holds.
   */
  public boolean isSite(AbstractInsnNode instruction) {
    return sites.contains(instruction);
  }

  /** The element type of the handle in a field; null if the field stays as it is. */
  public @Nullable ElementType moved(FieldNode field) {
    FlowNode node = fields.node(field);
    return node != null && node.moves() ? ElementType.ofArray(field.desc) : null;
  }

  /**
   * The element type of the handle in the field that {@code access} names; null if it stays as it
   * is.
   */
  public @Nullable ElementType moved(FieldInsnNode access) {
    FlowNode node = fields.node(access);
    return node != null && node.moves() ? ElementType.ofArray(access.desc) : null;
  }

  /** What is known of the values in a method of the class. */
  public MethodFlow of(MethodNode method) {
    return new MethodFlow(method, frames.get(method), interpreters.get(method));
  }

  private void followArrays() throws AnalyzerException {
    int order = 1;
    for (MethodNode method : owner.methods) {
      FlowInterpreter interpreter = new FlowInterpreter(fields, method, order, marks.allocations());
      interpreters.put(method, interpreter);
      frames.put(method, FlowAnalyzer.analyze(owner.name, method, interpreter));
      order += method.instructions.size() + 1;
    }
    for (MethodNode method : owner.methods) {
      UseScan uses = new UseScan(fields, interpreter(method));
      forEachReachable(method, uses::scan);
    }
  }

  private FlowInterpreter interpreter(MethodNode method) {
    FlowInterpreter interpreter = interpreters.get(method);
    if (interpreter == null) {
      throw new IllegalArgumentException("not a method of this class: " + method.name);
    }
    return interpreter;
  }

  private interface Visitor {
    void visit(AbstractInsnNode instruction, Frame<FlowValue> frame);
  }

  private void forEachReachable(MethodNode method, Visitor visitor) {
    @Nullable Frame<FlowValue>[] before = frames.get(method);
    for (int i = 0; before != null && i < before.length; i++) {
      Frame<FlowValue> frame = before[i];
      if (frame != null) {
        visitor.visit(method.instructions.get(i), frame);
      }
    }
  }

  private void applyMarks() {
    for (FieldNode field : owner.fields) {
      FlowNode node = marks.fields().contains(field.name) ? fields.node(field) : null;
      if (node != null) {
        node.markVariable();
      }
    }
    for (Marks.Local local : marks.locals()) {
      nodesIn(local).forEach(FlowNode::markVariable);
    }
    for (Marks.Parameter parameter : marks.parameters()) {
      FlowNode node = interpreter(parameter.method()).parameter(parameter.index());
      if (node != null) {
        node.markVariable();
      }
    }
    for (MethodNode method : marks.results()) {
      forEachReachable(
          method,
          (instruction, frame) -> {
            if (instruction.getOpcode() == Opcodes.ARETURN
                && frame.getStack(frame.getStackSize() - 1) instanceof FlowValue.Array array) {
              array.node().markVariable();
            }
          });
    }
  }

  /**
   * The classes of values that a marked variable holds somewhere in its range; it may begin as
   * null.
   */
  private Set<FlowNode> nodesIn(Marks.Local local) {
    Set<FlowNode> nodes = new LinkedHashSet<>();
    @Nullable Frame<FlowValue>[] before = frames.get(local.method());
    if (before != null) {
      int end = local.method().instructions.indexOf(local.end());
      for (int i = local.method().instructions.indexOf(local.start()); i < end; i++) {
        Frame<FlowValue> frame = before[i];
        if (frame != null && frame.getLocal(local.index()) instanceof FlowValue.Array array) {
          nodes.add(array.node().root());
        }
      }
    }
    return nodes;
  }

  /** All allocations with the class of values they belong to, in the order of the class file. */
  private List<Map.Entry<Allocation, FlowNode>> allocations() {
    List<Map.Entry<Allocation, FlowNode>> all = new ArrayList<>();
    for (MethodNode method : owner.methods) {
      int first = all.size();
      for (Map.Entry<AbstractInsnNode, FlowNode> made : interpreter(method).made().entrySet()) {
        for (Allocation allocation : made.getValue().allocations()) {
          if (allocation.instruction().equals(made.getKey())) {
            all.add(Map.entry(allocation, made.getValue()));
          }
        }
      }
      all.subList(first, all.size())
          .sort(
              Comparator.comparingInt(
                  entry -> method.instructions.indexOf(entry.getKey().instruction())));
    }
    return all;
  }

  private void refuseSmall(long minBytes) {
    for (Map.Entry<Allocation, FlowNode> made : allocations()) {
      FlowNode node = made.getValue();
      boolean allSmall =
          node.allocations().stream()
              .allMatch(a ->
                  a.constantLength() >= 0
                      && (long) a.constantLength() * a.type().byteSize() < minBytes);
      if (allSmall) {
        node.keep(
            Integer.MAX_VALUE,
            Reason.TOO_SMALL,
            "never larger than " + (minBytes - 1) + " bytes, which gains nothing");
      }
    }
  }

  /**
   * Keeps what a method uses that would outgrow the JIT or the class file; rewriting adds two bytes
   * to a use at most, and {@link #CALL_USES} times that to a call into which a stand-in goes.
   */
  private void refuseLarge() {
    for (MethodNode method : owner.methods) {
      int before = codeSize(method);
      int[] uses = {0};
      forEachReachable(
          method,
          (instruction, frame) ->
              uses[0] += touched(instruction, frame).size() * weight(instruction));
      int after = before + 2 * uses[0];
      if (uses[0] > 0
          && (after > CODE_LIMIT
              || (before <= COMPILED_CODE_LIMIT && after > COMPILED_CODE_LIMIT))) {
        String detail =
            "method "
                + method.name
                + " would grow to "
                + after
                + " bytes of code, past what is "
                + (after > CODE_LIMIT ? "allowed" : "compiled");
        forEachReachable(
            method,
            (instruction, frame) -> {
              for (FlowNode node : touched(instruction, frame)) {
                node.keep(Integer.MAX_VALUE, Reason.METHOD_TOO_LARGE, detail);
              }
            });
      }
    }
  }

  private static int weight(AbstractInsnNode instruction) {
    return instruction instanceof MethodInsnNode call && !call.owner.equals("java/util/Arrays")
        ? CALL_USES
        : 1;
  }

  /** An upper bound of the bytes that the method's code takes. */
  private static int codeSize(MethodNode method) {
    CodeSizeEvaluator evaluator = new CodeSizeEvaluator(null);
    method.accept(evaluator);
    return evaluator.getMaxSize();
  }

  /**
   * The moving classes of values that an instruction takes or makes and that rewriting may
   * lengthen.
   */
  private static List<FlowNode> touched(AbstractInsnNode instruction, Frame<FlowValue> frame) {
    List<FlowNode> nodes = new ArrayList<>(2);
    int opcode = instruction.getOpcode();
    if (opcode < 0
        || (opcode >= Opcodes.ILOAD && opcode <= Opcodes.ALOAD)
        || (opcode >= Opcodes.ISTORE && opcode <= Opcodes.ASTORE)
        || (opcode >= Opcodes.POP && opcode <= Opcodes.SWAP)) {
      return nodes;
    }
    int depth = Math.min(frame.getStackSize(), instruction instanceof MethodInsnNode ? 5 : 4);
    for (int i = 1; i <= depth; i++) {
      if (frame.getStack(frame.getStackSize() - i) instanceof FlowValue.Array array
          && array.node().moves()) {
        nodes.add(array.node());
      }
    }
    return nodes;
  }

  private void decide() {
    for (Map.Entry<Allocation, FlowNode> made : allocations()) {
      Allocation allocation = made.getKey();
      FlowNode node = made.getValue();
      if (node.isSite(allocation)) {
        sites.add(allocation.instruction());
        verdicts.add(verdict(allocation, node));
      }
    }
    verdicts.addAll(marks.kept());
    for (FieldNode field : owner.fields) {
      FlowNode node = fields.node(field);
      if (node != null && marks.fields().contains(field.name) && node.allocations().isEmpty()) {
        verdicts.add(
            unallocated(
                Methods.dotted(owner.name) + "#" + field.name,
                ElementType.ofArray(field.desc),
                node));
      }
    }
    for (Marks.Parameter parameter : marks.parameters()) {
      FlowNode node = interpreter(parameter.method()).parameter(parameter.index());
      if (node != null && node.allocations().isEmpty()) {
        verdicts.add(unallocated(Methods.site(owner.name, parameter.method(), 0), null, node));
      }
    }
    for (Marks.Local local : marks.locals()) {
      Set<FlowNode> nodes = nodesIn(local);
      if (nodes.stream().allMatch(node -> node.allocations().isEmpty())) {
        String site = Methods.site(owner.name, local.method(), Methods.line(local.start()));
        FlowNode node = nodes.isEmpty() ? new FlowNode() : nodes.iterator().next();
        SiteVerdict verdict = unallocated(site, local.type(), node);
        // A variable that is assigned in branches has several ranges.
        if (!verdicts.contains(verdict)) {
          verdicts.add(verdict);
        }
      }
    }
  }

  private SiteVerdict verdict(Allocation allocation, FlowNode node) {
    String site =
        Methods.site(owner.name, allocation.method(), Methods.line(allocation.instruction()));
    String type = allocation.type().arrayName();
    Escape escape = node.escape();
    return escape == null
        ? new SiteVerdict(site, "array", type, true, Reason.PROVED, "every use is known")
        : new SiteVerdict(site, "array", type, false, escape.reason(), escape.detail());
  }

  private static SiteVerdict unallocated(String site, @Nullable ElementType type, FlowNode node) {
    Escape escape = node.escape();
    String name = type == null ? "" : type.arrayName();
    return escape == null
        ? new SiteVerdict(
            site, "array", name, false, Reason.NO_ALLOCATION, "no allocation reaches it")
        : new SiteVerdict(site, "array", name, false, escape.reason(), escape.detail());
  }

  /** Every mark is kept for one and the same reason. */
  private void keepAll(Reason reason, String detail) {
    for (MethodNode method : owner.methods) {
      for (AbstractInsnNode instruction : method.instructions) {
        if (marks.allocations().contains(instruction)) {
          keep(Methods.site(owner.name, method, Methods.line(instruction)), reason, detail);
        }
      }
    }
    for (String field : marks.fields()) {
      keep(Methods.dotted(owner.name) + "#" + field, reason, detail);
    }
    for (Marks.Local local : marks.locals()) {
      String site = Methods.site(owner.name, local.method(), Methods.line(local.start()));
      keep(site, reason, detail);
    }
    verdicts.addAll(marks.kept());
    frames.clear();
    interpreters.clear();
  }

  private void keep(String site, Reason reason, String detail) {
    verdicts.add(new SiteVerdict(site, "array", "", false, reason, detail));
  }
}
