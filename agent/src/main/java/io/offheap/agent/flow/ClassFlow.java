package io.offheap.agent.flow;

import io.offheap.agent.code.ElementType;
import io.offheap.agent.verdict.SiteVerdict;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * What is proved of one class: a verdict for each site, for each field whether it holds handles,
 * and for each method in which variants it is needed.
 */
public final class ClassFlow {
  private final ClassNode owner;
  private final List<SiteVerdict> verdicts;
  private final Map<MethodNode, List<MethodVariant>> variants;
  private final @Nullable NestFields fields;
  private final Map<AbstractInsnNode, String> strictPoints;

  /**
   * @param variants of each method that has code; empty where nothing was proved
   * @param strictPoints where sites allocate of which no variant knows
   */
  ClassFlow(
      ClassNode owner,
      List<SiteVerdict> verdicts,
      Map<MethodNode, List<MethodVariant>> variants,
      @Nullable NestFields fields,
      Map<AbstractInsnNode, String> strictPoints) {
    this.owner = owner;
    this.verdicts = verdicts;
    this.variants = variants;
    this.fields = fields;
    this.strictPoints = strictPoints;
  }

  /**
   * Where sites allocate that stay on the Java heap without having been followed, and which they
   * are: those of types that cannot move; all of a class of which nothing was proved.
   */
  public Map<AbstractInsnNode, String> strictPoints() {
    return strictPoints;
  }

  /** The class, as it was read. */
  public ClassNode owner() {
    return owner;
  }

  /** The verdicts on all sites, in the order of the class file. */
  public List<SiteVerdict> verdicts() {
    return verdicts;
  }

  /** Whether the class could be analysed. */
  public boolean isProved() {
    return fields != null;
  }

  /** Whether anything of the class is to be rewritten. */
  public boolean isTouched() {
    for (FieldNode field : owner.fields) {
      if (moved(field) != null) {
        return true;
      }
    }
    for (List<MethodVariant> ofMethod : variants.values()) {
      for (MethodVariant variant : ofMethod) {
        if (variant.isTouched()) {
          return true;
        }
      }
    }
    return false;
  }

  /** The element type of the handle in a field; null if the field stays as it is. */
  public @Nullable ElementType moved(FieldNode field) {
    FlowNode node = fields == null ? null : fields.node(owner, field);
    return node != null && node.moves() ? ElementType.ofArray(field.desc) : null;
  }

  /**
   * The variants in which a method is needed: as it was, if anybody calls that, and one for each
   * mix of arrays and handles that its callers pass and get. Empty if nothing is known.
   */
  public List<MethodVariant> variants(MethodNode method) {
    return variants.getOrDefault(method, List.of());
  }
}
