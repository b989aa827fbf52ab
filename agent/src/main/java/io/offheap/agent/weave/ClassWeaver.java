package io.offheap.agent.weave;

import io.offheap.agent.code.ElementType;
import io.offheap.agent.flow.ClassFlow;
import io.offheap.agent.site.ConstantPoolScan;
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
    for (MethodNode method : owner.methods) {
      if (method.instructions.size() > 0) {
        new MethodWeaver(owner.name, method, flow, strict).weave();
      }
    }
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
}
