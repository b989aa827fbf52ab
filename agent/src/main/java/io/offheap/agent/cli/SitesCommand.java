package io.offheap.agent.cli;

import io.offheap.agent.code.ElementType;
import io.offheap.agent.code.Methods;
import io.offheap.agent.flow.VerdictEngine;
import io.offheap.agent.site.Designations;
import io.offheap.agent.verdict.SiteVerdict;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * {@code sites [--kept] <jar or folder>…}: prints a sites file that marks every allocation of an
 * array of primitives that would move if all were marked; with {@code --kept}, those that would not
 * as comments with their reasons, and a count of each reason at the end.
 */
final class SitesCommand {
  private static final String USAGE =
      "usage: java -jar offheap-agent.jar sites [--kept] <jar or folder>...";

  private final PrintStream out;
  private final boolean showKept;
  private final Map<String, Integer> countByReason = new TreeMap<>();

  private SitesCommand(PrintStream out, boolean showKept) {
    this.out = out;
    this.showKept = showKept;
  }

  static int run(String[] arguments, PrintStream out, PrintStream err) {
    boolean showKept = arguments.length > 1 && arguments[1].equals("--kept");
    int first = showKept ? 2 : 1;
    if (arguments.length == first || arguments[first].startsWith("--")) {
      err.println(USAGE);
      return 2;
    }
    SitesCommand command = new SitesCommand(out, showKept);
    for (int i = first; i < arguments.length; i++) {
      try (ClassFolder folder = ClassFolder.open(Path.of(arguments[i]))) {
        command.print(folder);
      } catch (BadInput e) {
        err.println("offheap: " + arguments[i] + ": " + e.getMessage());
        return 2;
      }
    }
    if (showKept) {
      command.countByReason.forEach((reason, count) -> out.println("# " + count + " " + reason));
    }
    return 0;
  }

  private void print(ClassFolder folder) throws BadInput {
    Set<String> places = new LinkedHashSet<>();
    folder.forEach(classFile -> addPlaces(classFile, places));
    VerdictEngine engine = new VerdictEngine(Designations.parse(new ArrayList<>(places)), 0);
    Set<String> printed = new LinkedHashSet<>();
    folder.forEach(classFile -> {
      for (SiteVerdict verdict : engine.analyze(classFile, folder).verdicts()) {
        countByReason.merge(verdict.reason().name(), 1, Integer::sum);
        String line = line(verdict);
        if (!line.isEmpty() && printed.add(line)) {
          out.println(line);
        }
      }
    });
  }

  /** The line of the sites file; empty if there is nothing to print. */
  private String line(SiteVerdict verdict) {
    String site = verdict.site();
    int open = site.indexOf('(');
    int dot = site.lastIndexOf('.', open < 0 ? site.length() : open);
    String place =
        open < 0 || dot < 0 ? site : site.substring(0, dot) + "#" + site.substring(dot + 1);
    if (!verdict.moved()) {
      return showKept ? "# " + place + " " + verdict.reason() + ": " + verdict.detail() : "";
    }
    return place.endsWith(":0") ? "" : place;
  }

  private static void addPlaces(byte[] classFile, Set<String> places) {
    ClassNode node = new ClassNode();
    new ClassReader(classFile).accept(node, ClassReader.SKIP_FRAMES);
    String owner = Methods.dotted(node.name);
    for (FieldNode field : node.fields) {
      // Those that are not private would have to be proved together, which is a choice to be made
      // by hand.
      boolean isPrivate = (field.access & Opcodes.ACC_PRIVATE) != 0;
      if (isPrivate && ElementType.ofArray(field.desc) != null) {
        places.add(owner + "#" + field.name);
      }
    }
    for (MethodNode method : node.methods) {
      for (AbstractInsnNode instruction : method.instructions) {
        int line = Methods.line(instruction);
        if (instruction.getOpcode() == Opcodes.NEWARRAY && line > 0) {
          places.add(owner + "#" + method.name + method.desc + ":" + line);
        }
      }
    }
  }
}
