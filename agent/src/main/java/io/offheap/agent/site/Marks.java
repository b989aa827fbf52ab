package io.offheap.agent.site;

import io.offheap.agent.code.ElementType;
import io.offheap.agent.code.Methods;
import io.offheap.agent.verdict.SiteVerdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;

/** What is marked in one class. */
public final class Marks {
  /**
   * A marked local variable.
   *
   * @param start from where the variable holds a value
   * @param end where it ceases to
   * @param index its slot
   * @param type its element type; null when the class file does not name it
   */
  public record Local(
      MethodNode method, LabelNode start, LabelNode end, int index, @Nullable ElementType type) {}

  /** A marked parameter, by its slot. */
  public record Parameter(MethodNode method, int index) {}

  private final Set<AbstractInsnNode> allocations = new HashSet<>();
  private final Set<String> fields = new HashSet<>();
  private final List<Local> locals = new ArrayList<>();
  private final List<Parameter> parameters = new ArrayList<>();
  private final Set<MethodNode> results = new HashSet<>();
  private final List<SiteVerdict> kept = new ArrayList<>();
  private final Map<AbstractInsnNode, String> strictPoints = new LinkedHashMap<>();

  /** Marked {@code newarray} instructions. */
  public Set<AbstractInsnNode> allocations() {
    return allocations;
  }

  /** Names of marked fields whose type is a one-dimensional array of primitives. */
  public Set<String> fields() {
    return fields;
  }

  /** Marked local variables of such a type. */
  public List<Local> locals() {
    return locals;
  }

  /** Marked parameters of such a type. */
  public List<Parameter> parameters() {
    return parameters;
  }

  /** Methods whose marked result is of such a type. */
  public Set<MethodNode> results() {
    return results;
  }

  /** Marks that are decided already, because they stand where nothing can move. */
  public List<SiteVerdict> kept() {
    return kept;
  }

  /** Where the sites of {@link #kept} allocate, and which they are: see {@link StrictPoints}. */
  public Map<AbstractInsnNode, String> strictPoints() {
    return strictPoints;
  }

  /**
   * Where all sites of the class allocate, as far as that is seen without following arrays: for a
   * class that could not be analysed or rewritten.
   */
  public Map<AbstractInsnNode, String> allStrictPoints(ClassNode owner) {
    Map<AbstractInsnNode, String> all = new LinkedHashMap<>(strictPoints);
    for (MethodNode method : owner.methods) {
      for (AbstractInsnNode instruction : method.instructions) {
        if (allocations.contains(instruction)) {
          all.put(instruction, Methods.site(owner.name, method, Methods.line(instruction)));
        }
      }
    }
    for (String field : fields) {
      StrictPoints.ofField(owner, field, Methods.dotted(owner.name) + "#" + field, all);
    }
    for (Local local : locals) {
      String site = Methods.site(owner.name, local.method(), Methods.line(local.start()));
      StrictPoints.ofLocal(local.start(), local.index(), site, all);
    }
    for (MethodNode method : results) {
      StrictPoints.ofResult(method, Methods.site(owner.name, method, 0), all);
    }
    return all;
  }
}
