package io.offheap.agent.weave;

import io.offheap.agent.code.ElementType;
import io.offheap.agent.flow.JdkMethod;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Puts an array on the Java heap in the place of the handle that a method of the JDK is passed, and
 * copies back what the method writes. {@code X} is the handle, {@code A} the stand-in, {@code ...r}
 * the arguments after those of interest; all are kept in new local variables meanwhile.
 *
 * <pre>
 *   X, from, count, ...r  ->  A, from', count, ...r    before the call
 *   n                     ->  n                        after it, with n elements copied back
 * </pre>
 *
 * <p>No jump and no stack map lies between, so neither changes.
 */
final class StandIn {
  private static final String OWNER = "io/offheap/array/HeapCopy";

  /** Stack entries that the inserted code needs beyond those of the call. */
  static final int EXTRA_STACK = 5;

  private final MethodNode method;
  private final MethodInsnNode call;
  private final JdkMethod known;
  private final ElementType type;
  private final Type[] arguments;
  private final int index;
  private final int handle;
  private final int from;
  private final int count;
  private final int standIn;
  private int nextLocal;

  /**
   * @param type of the array that is passed
   */
  StandIn(MethodNode method, MethodInsnNode call, JdkMethod known, ElementType type) {
    this.method = method;
    this.call = call;
    this.known = known;
    this.type = type;
    arguments = Type.getArgumentTypes(call.desc);
    index = JdkMethod.arrayIndex(arguments);
    nextLocal = method.maxLocals;
    handle = local(1);
    standIn = local(1);
    from = known.isRange() ? local(1) : -1;
    count = known.isRange() || known.use() == JdkMethod.Use.WRITE_COUNT ? local(1) : -1;
  }

  void insert() {
    method.instructions.insertBefore(call, before());
    if (known.use() != JdkMethod.Use.READ) {
      method.instructions.insert(call, after());
    }
    method.maxLocals = nextLocal;
  }

  private InsnList before() {
    InsnList code = new InsnList();
    int[] slots = new int[arguments.length];
    int firstOther = index + (known.isRange() ? 3 : 1);
    for (int i = arguments.length - 1; i >= firstOther; i--) {
      slots[i] = local(arguments[i].getSize());
      code.add(new VarInsnNode(arguments[i].getOpcode(Opcodes.ISTORE), slots[i]));
    }
    if (known.isRange()) {
      code.add(new VarInsnNode(Opcodes.ISTORE, count));
      code.add(new VarInsnNode(Opcodes.ISTORE, from));
    }
    code.add(new VarInsnNode(Opcodes.ASTORE, handle));
    code.add(new VarInsnNode(Opcodes.ALOAD, handle));
    range(code);
    String name = known.use() == JdkMethod.Use.READ ? "of" : "blank";
    String ints = known.isRange() ? "II" : "";
    code.add(statik(name, "(" + type.handleDescriptor() + ints + ")" + type.arrayDescriptor()));
    if (known.use() != JdkMethod.Use.READ) {
      code.add(new InsnNode(Opcodes.DUP));
      code.add(new VarInsnNode(Opcodes.ASTORE, standIn));
    }
    if (known.isRange()) {
      code.add(new VarInsnNode(Opcodes.ALOAD, handle));
      range(code);
      code.add(statik("start", "(Lio/offheap/array/PrimitiveArray;II)I"));
      code.add(new VarInsnNode(Opcodes.ILOAD, count));
    }
    for (int i = firstOther; i < arguments.length; i++) {
      code.add(new VarInsnNode(arguments[i].getOpcode(Opcodes.ILOAD), slots[i]));
    }
    return code;
  }

  private InsnList after() {
    InsnList code = new InsnList();
    boolean counts = known.use() == JdkMethod.Use.WRITE_COUNT;
    if (counts) {
      code.add(new InsnNode(Opcodes.DUP));
      code.add(new VarInsnNode(Opcodes.ISTORE, count));
    }
    code.add(new VarInsnNode(Opcodes.ALOAD, standIn));
    code.add(new VarInsnNode(Opcodes.ALOAD, handle));
    String ints = "";
    if (known.isRange()) {
      range(code);
      ints = "II";
    } else if (counts) {
      code.add(new InsnNode(Opcodes.ICONST_0));
      code.add(new VarInsnNode(Opcodes.ILOAD, count));
      ints = "II";
    }
    code.add(statik("back", "(Ljava/lang/Object;Lio/offheap/array/PrimitiveArray;" + ints + ")V"));
    return code;
  }

  private void range(InsnList code) {
    if (known.isRange()) {
      code.add(new VarInsnNode(Opcodes.ILOAD, from));
      code.add(new VarInsnNode(Opcodes.ILOAD, count));
    }
  }

  private int local(int size) {
    int slot = nextLocal;
    nextLocal += size;
    return slot;
  }

  private static MethodInsnNode statik(String name, String descriptor) {
    return new MethodInsnNode(Opcodes.INVOKESTATIC, OWNER, name, descriptor, false);
  }
}
