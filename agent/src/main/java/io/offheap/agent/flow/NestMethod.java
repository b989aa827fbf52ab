package io.offheap.agent.flow;

import io.offheap.agent.code.ElementType;
import io.offheap.agent.code.Methods;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** A method of a class of the nest. Two are equal if they are the same objects. */
record NestMethod(ClassNode owner, MethodNode node) {

  boolean isStatic() {
    return has(Opcodes.ACC_STATIC);
  }

  boolean isPrivate() {
    return has(Opcodes.ACC_PRIVATE);
  }

  /**
   * Whether no source outside of the nest can name the method: it is private, or a constructor of a
   * local or anonymous class.
   */
  boolean isHidden() {
    return isPrivate() || (isConstructor() && isLocal(owner));
  }

  /**
   * Whether a class is local or anonymous, and the class files say who can reach its members: those
   * from before Java 11 name no nest, and the class around it uses what is not private.
   */
  static boolean isLocal(ClassNode owner) {
    boolean inNest = owner.nestHostClass != null;
    return inNest && owner.outerClass != null; // of the attribute EnclosingMethod
  }

  boolean isFinal() {
    return has(Opcodes.ACC_FINAL) || (owner.access & Opcodes.ACC_FINAL) != 0;
  }

  boolean isConstructor() {
    return node.name.equals("<init>");
  }

  boolean hasCode() {
    return node.instructions.size() > 0;
  }

  private boolean has(int flag) {
    return (node.access & flag) != 0;
  }

  /** Whether a parameter or the result is an array that could be a handle. */
  boolean takesOrReturnsArrays() {
    if (ElementType.ofArray(Type.getReturnType(node.desc).getDescriptor()) != null) {
      return true;
    }
    for (Type parameter : Type.getArgumentTypes(node.desc)) {
      if (ElementType.ofArray(parameter.getDescriptor()) != null) {
        return true;
      }
    }
    return false;
  }

  /** The slot of each parameter, the receiver not counted. */
  int[] slots() {
    Type[] parameters = Type.getArgumentTypes(node.desc);
    int[] slots = new int[parameters.length];
    int slot = isStatic() ? 0 : 1;
    for (int i = 0; i < parameters.length; i++) {
      slots[i] = slot;
      slot += parameters[i].getSize();
    }
    return slots;
  }

  /** {@code com.acme.A.run} */
  String name() {
    return Methods.dotted(owner.name) + "." + node.name;
  }
}
