package io.offheap.examples.atlas;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Reads some of the classes again and compares them with what is held of them. */
final class Recheck {
  private static final int EVERY = 4;

  private final Jdk jdk;

  Recheck(Jdk jdk) {
    this.jdk = jdk;
  }

  /**
   * Checks every fourth class, starting with a different one each round.
   *
   * @return how many methods were compared
   * @throws IllegalStateException if one of them differs
   */
  int check(Set<String> modules, int round) throws IOException {
    int compared = 0;
    try (JdkClasses classes = new JdkClasses()) {
      List<Path> files = classes.find(modules);
      for (int i = round % EVERY; i < files.size(); i += EVERY) {
        ClassModel model = ClassFile.of().parse(Files.readAllBytes(files.get(i)));
        for (MethodModel method : model.methods()) {
          check(ClassScanner.dotted(model.thisClass()), method);
          compared++;
        }
      }
    }
    return compared;
  }

  private void check(String className, MethodModel method) {
    String name = ClassScanner.nameOf(method);
    int id = jdk.methods().members().find(className, name);
    if (id == NameTable.ABSENT
        || jdk.methods().codeBytes(id) != ClassScanner.codeBytes(method)
        || jdk.calls().size(id) < invocations(method)) {
      throw new IllegalStateException(className + "." + name + " is not what it was");
    }
  }

  private static long invocations(MethodModel method) {
    if (method.code().isEmpty()) return 0;
    long count = 0;
    for (CodeElement element : method.code().get()) {
      if (element instanceof InvokeInstruction) count++;
    }
    return count;
  }
}
