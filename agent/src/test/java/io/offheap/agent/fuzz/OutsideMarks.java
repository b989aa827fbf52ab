package io.offheap.agent.fuzz;

import io.offheap.agent.site.Designations;
import java.util.Collection;
import java.util.Map;
import java.util.TreeSet;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * A sites file that marks all there is in class files: also what the compilers have made, which no
 * annotation reaches. Found in such programs: the table of an enum's constants, in the class that
 * javac makes for a switch, moved without the class with the switch.
 */
final class OutsideMarks {
  private OutsideMarks() {}

  /**
   * @param shared whether fields are marked that are not private, which are proved together with
   *     all who use them; if not, an array that lies in one is marked where it is allocated only
   */
  static Designations of(Map<String, byte[]> classes, boolean shared) {
    Collection<String> lines = new TreeSet<>();
    for (byte[] file : classes.values()) {
      ClassNode node = new ClassNode();
      new ClassReader(file).accept(node, ClassReader.SKIP_FRAMES);
      String owner = node.name.replace('/', '.');
      for (FieldNode field : node.fields) {
        boolean isPrivate = (field.access & Opcodes.ACC_PRIVATE) != 0;
        if ((shared || isPrivate) && field.desc.length() == 2 && field.desc.startsWith("[")) {
          lines.add(owner + "#" + field.name);
        }
      }
      for (MethodNode method : node.methods) {
        addAllocations(owner + "#" + method.name + method.desc + ":", method, lines);
      }
    }
    return Designations.parse(lines.stream().toList());
  }

  private static void addAllocations(String place, MethodNode method, Collection<String> lines) {
    int line = 0;
    for (AbstractInsnNode instruction : method.instructions) {
      if (instruction instanceof LineNumberNode number) {
        line = number.line;
      } else if (instruction.getOpcode() == Opcodes.NEWARRAY && line > 0) {
        lines.add(place + line);
      }
    }
  }
}
