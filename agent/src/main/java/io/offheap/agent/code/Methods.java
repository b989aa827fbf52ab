package io.offheap.agent.code;

import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** How code is named to a person. */
public final class Methods {
  private Methods() {}

  /** The source line of {@code instruction}, or 0 when the class file does not say. */
  public static int line(AbstractInsnNode instruction) {
    for (AbstractInsnNode at = instruction; at != null; at = at.getPrevious()) {
      if (at instanceof LineNumberNode line) {
        return line.line;
      }
    }
    return 0;
  }

  /** {@code " at line 42"}, or nothing when the class file does not say. */
  public static String atLine(AbstractInsnNode instruction) {
    int line = line(instruction);
    return line == 0 ? "" : " at line " + line;
  }

  /** {@code java.util.List.add} */
  public static String name(MethodInsnNode call) {
    return dotted(call.owner) + "." + call.name;
  }

  /** A place in the code, as in {@code com.acme.A.run(I)V:42}. */
  public static String site(String owner, MethodNode method, int line) {
    return dotted(owner) + "." + method.name + method.desc + ":" + line;
  }

  /** The name of a class as Java writes it. */
  public static String dotted(String internalName) {
    return internalName.replace('/', '.');
  }
}
