package io.offheap.agent.site;

import io.offheap.agent.code.Lambda;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InnerClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.ParameterNode;

/**
 * Which parameter of a method in a class file is the n-th of the source. Compilers add parameters
 * of their own, which type annotations do not count:
 *
 * <pre>
 *   constructor of an enum          name, ordinal, those of the source
 *   constructor of an inner class   outer instance, those of the source
 *   constructor of a local class    outer instance if there is one, those of the source, captured variables
 *   body of a lambda                captured variables, those of the source
 * </pre>
 */
final class SourceParameters {
  private SourceParameters() {}

  /** The index among all parameters; -1 if it is not certain. */
  static int indexOf(ClassNode owner, MethodNode method, int sourceIndex) {
    int count = Type.getArgumentCount(method.desc);
    int index;
    if (method.name.equals("<init>")) {
      index = inConstructor(owner, method, sourceIndex);
    } else if ((method.access & Opcodes.ACC_SYNTHETIC) != 0) {
      int captured = capturedBy(owner, method);
      index = captured < 0 ? -1 : captured + sourceIndex;
    } else {
      index = sourceIndex;
    }
    return index < count ? index : -1;
  }

  private static int inConstructor(ClassNode owner, MethodNode method, int sourceIndex) {
    if ("java/lang/Enum".equals(owner.superName)) {
      return 2 + sourceIndex;
    }
    for (InnerClassNode inner : owner.innerClasses) {
      if (inner.name.equals(owner.name)) {
        boolean local = inner.outerName == null;
        return local
            ? inLocalClass(method, sourceIndex)
            : ((inner.access & Opcodes.ACC_STATIC) == 0 ? 1 : 0) + sourceIndex;
      }
    }
    return sourceIndex;
  }

  /** Only what the compiler says of each parameter tells which are its own. */
  private static int inLocalClass(MethodNode method, int sourceIndex) {
    List<Integer> own = new ArrayList<>();
    if (method.parameters != null) {
      for (int i = 0; i < method.parameters.size(); i++) {
        ParameterNode parameter = method.parameters.get(i);
        if ((parameter.access & (Opcodes.ACC_MANDATED | Opcodes.ACC_SYNTHETIC)) == 0) {
          own.add(i);
        }
      }
    } else if (method.localVariables != null) {
      Type[] types = Type.getArgumentTypes(method.desc);
      int slot = 1;
      for (int i = 0; i < types.length; i++) {
        if (isNamed(method, slot)) {
          own.add(i);
        }
        slot += types[i].getSize();
      }
    }
    return sourceIndex < own.size() ? own.get(sourceIndex) : -1;
  }

  private static boolean isNamed(MethodNode method, int slot) {
    return method.localVariables.stream()
        .filter(variable -> variable.index == slot)
        .min(Comparator.comparingInt(v -> method.instructions.indexOf(v.start)))
        .filter(variable -> method.instructions.indexOf(variable.start) <= 1)
        .filter(v -> !v.name.startsWith("this$") && !v.name.startsWith("val$"))
        .isPresent();
  }

  /** How many variables a lambda captures; -1 if the method is the body of none. */
  private static int capturedBy(ClassNode owner, MethodNode body) {
    for (MethodNode method : owner.methods) {
      for (AbstractInsnNode instruction : method.instructions) {
        if (instruction instanceof InvokeDynamicInsnNode call) {
          Lambda lambda = Lambda.of(call);
          if (lambda != null
              && lambda.body().getOwner().equals(owner.name)
              && lambda.body().getName().equals(body.name)
              && lambda.body().getDesc().equals(body.desc)) {
            return lambda.capturedCount();
          }
        }
      }
    }
    return -1;
  }
}
