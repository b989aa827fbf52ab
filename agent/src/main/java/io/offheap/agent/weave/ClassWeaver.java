package io.offheap.agent.weave;

import io.offheap.agent.code.ElementType;
import io.offheap.agent.flow.ClassFlow;
import io.offheap.agent.flow.MethodVariant;
import io.offheap.agent.site.ConstantPoolScan;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Rewrites one class in place as its analysis allows. Deterministic: the same input gives the same
 * class.
 */
public final class ClassWeaver {
  private ClassWeaver() {}

  /**
   * Weaves {@code owner}.
   *
   * @param flow the analysis of this very object
   * @param strict whether a site that stays on the Java heap shall throw instead of allocating
   */
  public static void weave(ClassNode owner, ClassFlow flow, boolean strict) {
    List<MethodNode> methods = new ArrayList<>(owner.methods.size());
    for (MethodNode method : owner.methods) {
      List<MethodVariant> variants = flow.variants(method);
      if (variants.isEmpty()) {
        methods.add(method);
      }
      for (MethodNode woven : woven(owner, method, flow, strict)) {
        methods.add(woven);
      }
    }
    owner.methods = methods;
    for (FieldNode field : owner.fields) {
      ElementType moved = flow.moved(field);
      if (moved != null) {
        field.desc = moved.handleDescriptor();
        field.signature = null;
        // The mark's path may lead to the elements of an array, which the field's type no longer
        // is.
        if (field.visibleTypeAnnotations != null) {
          field.visibleTypeAnnotations.removeIf(a -> a.desc.equals(ConstantPoolScan.ANNOTATION));
        }
        if (field.invisibleTypeAnnotations != null) {
          field.invisibleTypeAnnotations.removeIf(a -> a.desc.equals(ConstantPoolScan.ANNOTATION));
        }
      }
    }
  }

  private static List<MethodNode> woven(
      ClassNode owner, MethodNode method, ClassFlow flow, boolean strict) {
    List<MethodVariant> variants = flow.variants(method);
    AbstractInsnNode[] analysed = method.instructions.toArray();
    List<MethodNode> bodies = new ArrayList<>(variants.size());
    for (MethodVariant variant : variants) {
      // What the analysis knows hangs on the method as it was, so it changes only if it stays.
      bodies.add(variant.isOriginal() ? method : copyOf(method));
    }
    for (int i = 0; i < variants.size(); i++) {
      MethodVariant variant = variants.get(i);
      MethodNode body = bodies.get(i);
      new MethodWeaver(owner, body, analysed, variant, strict, flow.strictPoints()).weave();
      if (!variant.isOriginal()) {
        takeHandles(body, variant);
      }
    }
    return bodies;
  }

  private static MethodNode copyOf(MethodNode method) {
    MethodNode copy =
        new MethodNode(
            Opcodes.ASM9, method.access, method.name, method.desc, null, exceptions(method));
    method.accept(copy);
    if (copy.instructions.size() != method.instructions.size()) {
      throw new IllegalStateException("the copy of " + method.name + " differs");
    }
    return copy;
  }

  private static String[] exceptions(MethodNode method) {
    return method.exceptions == null ? new String[0] : method.exceptions.toArray(String[]::new);
  }

  /**
   * Makes a method one that only woven code calls: private, so that nobody can override or inherit
   * it, unless other nests call it; and without what frameworks look for. It keeps its name, which
   * stack traces show.
   */
  private static void takeHandles(MethodNode method, MethodVariant variant) {
    int kept =
        Opcodes.ACC_STATIC
            | Opcodes.ACC_SYNCHRONIZED
            | Opcodes.ACC_STRICT
            | (method.name.equals("<init>") ? 0 : Opcodes.ACC_FINAL);
    int reach =
        variant.isShared()
            ? method.access & (Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED)
            : Opcodes.ACC_PRIVATE;
    method.access = (method.access & kept) | reach | Opcodes.ACC_SYNTHETIC;
    method.desc = variant.descriptor();
    method.signature = null;
    method.parameters = null;
    method.visibleAnnotations = null;
    method.invisibleAnnotations = null;
    method.visibleParameterAnnotations = null;
    method.invisibleParameterAnnotations = null;
    method.visibleTypeAnnotations = null;
    method.invisibleTypeAnnotations = null;
    method.annotationDefault = null;
    method.attrs = null;
  }
}
