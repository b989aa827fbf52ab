package io.offheap.agent.flow;

import io.offheap.agent.code.ClassFiles;
import io.offheap.agent.code.Methods;
import io.offheap.agent.site.Marks;
import io.offheap.agent.verdict.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;

/**
 * What is proved of a nest, class by class.
 *
 * <p>Steps: follow the arrays through each method ({@link FlowAnalyzer}), look at every use ({@link
 * UseScan}), apply the marks, refuse what would not pay or not fit, and read the verdicts off the
 * classes of values.
 */
public final class NestAnalysis {
  private final Map<String, ClassFlow> classes = new LinkedHashMap<>();
  private final Nest nest;

  private NestAnalysis(Nest nest) {
    this.nest = nest;
  }

  static NestAnalysis analyze(
      Nest nest, Function<ClassNode, Marks> resolver, ClassFiles files, long minBytes) {
    NestAnalysis analysis = new NestAnalysis(nest);
    Map<ClassNode, Marks> marks = new LinkedHashMap<>();
    for (ClassNode owner : nest.classes()) {
      marks.put(owner, resolver.apply(owner));
    }
    String problem = oldClassFile(nest);
    Reason reason = Reason.OLD_CLASS_FILE;
    if (problem == null) {
      problem = analysis.prove(nest, marks, files, minBytes);
      reason = Reason.ANALYSIS_FAILED;
    }
    if (problem != null) {
      for (ClassNode owner : nest.classes()) {
        analysis.keepAll(owner, marks.get(owner), reason, problem);
      }
    }
    return analysis;
  }

  private static @Nullable String oldClassFile(Nest nest) {
    for (ClassNode owner : nest.classes()) {
      int version = owner.version & 0xFFFF;
      if (version < Opcodes.V1_7) {
        return "the class file has version "
            + version
            + ", at least "
            + Opcodes.V1_7
            + " is needed";
      }
    }
    return null;
  }

  /** Proves what it can; returns what kept it from doing so, or null. */
  private @Nullable String prove(
      Nest nest, Map<ClassNode, Marks> marks, ClassFiles files, long minBytes) {
    NestFlow flow;
    try {
      flow = NestFlow.of(nest, marks, files);
    } catch (AnalyzerException e) {
      return "the code could not be analysed: " + e.getMessage();
    }
    List<Verdicts> verdicts = new ArrayList<>();
    marks.forEach((owner, ofClass) -> verdicts.add(new Verdicts(owner, ofClass, flow)));
    verdicts.forEach(Verdicts::applyMarks);
    Refusals.refuse(flow, minBytes);
    int next = 0;
    for (ClassNode owner : nest.classes()) {
      Map<MethodNode, List<MethodVariant>> variants = new HashMap<>();
      for (MethodNode method : owner.methods) {
        List<MethodVariant> ofMethod = variants(flow, new NestMethod(owner, method));
        for (MethodVariant variant : ofMethod) {
          String disagreement = variant.disagreement();
          if (disagreement != null) {
            return disagreement;
          }
        }
        variants.put(method, ofMethod);
      }
      Marks ofClass = marks.getOrDefault(owner, new Marks());
      classes.put(
          owner.name,
          new ClassFlow(
              owner, verdicts.get(next).decide(), variants, flow.fields(), ofClass.strictPoints()));
      next++;
    }
    return null;
  }

  private static List<MethodVariant> variants(NestFlow flow, NestMethod method) {
    Map<String, List<Instance>> byDescriptor = new TreeMap<>();
    for (Instance instance : flow.of(method)) {
      byDescriptor.computeIfAbsent(instance.descriptor(), key -> new ArrayList<>()).add(instance);
    }
    List<MethodVariant> variants = new ArrayList<>();
    byDescriptor.forEach((descriptor, instances) -> {
      boolean original = descriptor.equals(method.node().desc);
      MethodVariant variant =
          new MethodVariant(
              descriptor,
              original,
              flow.isShared(method),
              instances,
              flow.fields(),
              flow.confinement());
      variants.add(original ? 0 : variants.size(), variant);
    });
    return variants;
  }

  private void keepAll(ClassNode owner, @Nullable Marks marks, Reason reason, String detail) {
    classes.put(owner.name, unproved(owner, marks == null ? new Marks() : marks, reason, detail));
  }

  /** A class of which nothing is known but its marks. */
  static ClassFlow unproved(ClassNode owner, Marks marks, Reason reason, String detail) {
    return new ClassFlow(
        owner,
        Verdicts.allKept(owner, marks, reason, detail),
        Map.of(),
        null,
        marks.allStrictPoints(owner));
  }

  /** The classes of the nest, each with what is proved of it. */
  public List<ClassFlow> classes() {
    return List.copyOf(classes.values());
  }

  /** What is proved of a class of the nest. */
  public ClassFlow of(String internalName) {
    ClassFlow flow = classes.get(internalName);
    if (flow == null) {
      throw new IllegalArgumentException("no class of this nest: " + internalName);
    }
    return flow;
  }

  /** Whether the mates of a class had their say. If not, only its own members can move. */
  public boolean isWhole() {
    return nest.unreadable() == null;
  }

  /** Whether more than one class of the nest is to be rewritten. */
  public boolean crosses() {
    return classes.values().stream().filter(ClassFlow::isTouched).count() > 1;
  }

  /**
   * Whether a class uses marked members of another jar or folder, and was not counted on when they
   * were proved there.
   */
  public boolean isOutsider(ClassNode owner) {
    return nest.shared().outsiders().contains(Nest.hostOf(owner));
  }

  /** All that one class of the nest can see of how another is rewritten, without outsiders. */
  public String contract() {
    StringBuilder contract = new StringBuilder();
    for (ClassFlow flow : classes.values()) {
      if (isOutsider(flow.owner())) {
        continue;
      }
      contract.append(Methods.dotted(flow.owner().name)).append('\n');
      for (FieldNode field : flow.owner().fields) {
        if (flow.moved(field) != null) {
          contract.append(' ').append(field.name).append('\n');
        }
      }
      for (MethodNode method : flow.owner().methods) {
        for (MethodVariant variant : flow.variants(method)) {
          if (!variant.isOriginal()) {
            contract.append(' ').append(method.name).append(method.desc).append(" as ");
            contract.append(variant.descriptor()).append('\n');
          }
        }
      }
    }
    return contract.toString();
  }
}
