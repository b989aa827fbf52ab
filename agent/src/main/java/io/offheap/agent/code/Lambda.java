package io.offheap.agent.code;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;

/**
 * A lambda or method reference, as compilers write it: a dynamic call whose arguments are captured.
 *
 * @param body the method that runs when the lambda is called
 * @param receiverCount 1 if the first captured argument is the receiver of {@code body}, else 0
 * @param capturedCount how many captured arguments are parameters of {@code body}
 * @param serializable whether the captured arguments may be written to a stream
 */
public record Lambda(Handle body, int receiverCount, int capturedCount, boolean serializable) {
  private static final String FACTORY = "java/lang/invoke/LambdaMetafactory";
  private static final int BODY = 1;
  private static final int FLAGS = 3;
  private static final int SERIALIZABLE = 1;

  /** Reads a dynamic call; null if it makes no lambda. */
  public static @Nullable Lambda of(InvokeDynamicInsnNode call) {
    if (!call.bsm.getOwner().equals(FACTORY)
        || call.bsmArgs.length <= BODY
        || !(call.bsmArgs[BODY] instanceof Handle body)) {
      return null;
    }
    boolean serializable = false;
    if (call.bsm.getName().equals("altMetafactory")) {
      if (call.bsmArgs.length <= FLAGS || !(call.bsmArgs[FLAGS] instanceof Integer flags)) {
        return null;
      }
      serializable = (flags & SERIALIZABLE) != 0;
    } else if (!call.bsm.getName().equals("metafactory")) {
      return null;
    }
    int captured = Type.getArgumentCount(call.desc);
    boolean bound =
        captured > 0
            && (body.getTag() == Opcodes.H_INVOKEVIRTUAL
                || body.getTag() == Opcodes.H_INVOKESPECIAL
                || body.getTag() == Opcodes.H_INVOKEINTERFACE);
    return new Lambda(body, bound ? 1 : 0, captured - (bound ? 1 : 0), serializable);
  }

  /**
   * The descriptor of the call when its body has another. What is captured takes its type from the
   * body's parameter and not from the value, since the bootstrap method wants the two to be equal
   * and a value that is always null has no type of its own.
   */
  public String factory(InvokeDynamicInsnNode call, String bodyDescriptor) {
    Type[] captured = Type.getArgumentTypes(call.desc);
    System.arraycopy(
        Type.getArgumentTypes(bodyDescriptor), 0, captured, receiverCount, capturedCount);
    return Type.getMethodDescriptor(Type.getReturnType(call.desc), captured);
  }

  /** The same call with another body. */
  public static Object[] withBody(InvokeDynamicInsnNode call, Handle body) {
    Object[] arguments = call.bsmArgs.clone();
    arguments[BODY] = body;
    return arguments;
  }
}
