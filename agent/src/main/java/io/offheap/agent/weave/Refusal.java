package io.offheap.agent.weave;

import io.offheap.agent.flow.ClassFlow;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The code that throws {@code OffHeapVerdictError} where a site would allocate on the Java heap. It
 * neither takes nor leaves operands, so it fits before any instruction.
 */
public final class Refusal {
  /** How much higher than before the stack can get. */
  static final int EXTRA_STACK = 6;

  private static final String ERROR = "io/offheap/OffHeapVerdictError";
  private static final String REFUSE = "refuse";
  private static final String DESCRIPTOR = "(Ljava/lang/String;)V";
  private static final String LOOKUP = "java/lang/invoke/MethodHandles$Lookup";
  private static final String METHOD_TYPE = "java/lang/invoke/MethodType";

  private Refusal() {}

  /**
   * Makes a class throw where its sites allocate, and changes nothing else.
   *
   * @param flow the analysis of this very object
   * @param visible whether the class's loader sees our classes; if not, the system loader is asked
   */
  public static void weave(ClassNode owner, ClassFlow flow, boolean visible) {
    for (MethodNode method : owner.methods) {
      insert(method, flow.strictPoints(), visible);
    }
  }

  private static void insert(
      MethodNode method, Map<AbstractInsnNode, String> points, boolean visible) {
    boolean any = false;
    for (AbstractInsnNode instruction : method.instructions.toArray()) {
      String site = points.get(instruction);
      if (site != null) {
        method.instructions.insertBefore(instruction, visible ? of(site) : byName(site));
        any = true;
      }
    }
    method.maxStack += any ? EXTRA_STACK : 0;
  }

  /** Throws for a site, by a class that the code can name. */
  static InsnList of(String site) {
    InsnList code = new InsnList();
    code.add(new LdcInsnNode(site));
    code.add(new MethodInsnNode(Opcodes.INVOKESTATIC, ERROR, REFUSE, DESCRIPTOR, false));
    return code;
  }

  /** {@code publicLookup().findStatic(<our class>, "refuse", <type>).invokeExact(site)} */
  private static InsnList byName(String site) {
    InsnList code = new InsnList();
    String loader = "java/lang/ClassLoader";
    code.add(statik("java/lang/invoke/MethodHandles", "publicLookup", "()L" + LOOKUP + ";"));
    code.add(statik(loader, "getSystemClassLoader", "()L" + loader + ";"));
    code.add(new LdcInsnNode(ERROR.replace('/', '.')));
    code.add(virtual(loader, "loadClass", "(Ljava/lang/String;)Ljava/lang/Class;"));
    code.add(new LdcInsnNode(REFUSE));
    code.add(new FieldInsnNode(Opcodes.GETSTATIC, "java/lang/Void", "TYPE", "Ljava/lang/Class;"));
    code.add(new LdcInsnNode(Type.getType(String.class)));
    code.add(
        statik(
            METHOD_TYPE,
            "methodType",
            "(Ljava/lang/Class;Ljava/lang/Class;)L" + METHOD_TYPE + ";"));
    String handle = "java/lang/invoke/MethodHandle";
    code.add(
        virtual(
            LOOKUP,
            "findStatic",
            "(Ljava/lang/Class;Ljava/lang/String;L" + METHOD_TYPE + ";)L" + handle + ";"));
    code.add(new LdcInsnNode(site));
    code.add(virtual(handle, "invokeExact", DESCRIPTOR));
    return code;
  }

  private static MethodInsnNode statik(String owner, String name, String descriptor) {
    return new MethodInsnNode(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
  }

  private static MethodInsnNode virtual(String owner, String name, String descriptor) {
    return new MethodInsnNode(Opcodes.INVOKEVIRTUAL, owner, name, descriptor, false);
  }
}
