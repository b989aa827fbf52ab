package io.offheap.examples.atlas;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.FieldRefEntry;
import java.lang.classfile.constantpool.LoadableConstantEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LineNumber;

/**
 * Reads class files into a graph. A call is an instruction that invokes a method; a lambda or a
 * method reference counts as a call of what it stands for, at the place where it is created.
 */
final class ClassScanner {
  private static final ClassFile PARSER =
      ClassFile.of(
          ClassFile.DebugElementsOption.PASS_DEBUG,
          ClassFile.LineNumbersOption.PASS_LINE_NUMBERS,
          ClassFile.AttributesProcessingOption.PASS_ALL_ATTRIBUTES);

  private final CallGraph graph;

  ClassScanner(CallGraph graph) {
    this.graph = graph;
  }

  /** Adds the class, its methods and the calls in them. */
  void add(byte[] classFile) {
    ClassModel model = PARSER.parse(classFile);
    String className = dotted(model.thisClass());
    ClassTable classes = graph.classes();
    int owner = classes.intern(className);
    classes.declare(
        owner,
        model.superclass().map(entry -> classes.intern(dotted(entry))).orElse(ClassTable.NONE),
        model.interfaces().stream().mapToInt(entry -> classes.intern(dotted(entry))).toArray());

    // The number of the method plus one that a constant-pool entry refers to, once it is known.
    int[] targets = new int[model.constantPool().size()];
    for (MethodModel method : model.methods()) {
      String name = method.methodName().stringValue() + method.methodType().stringValue();
      int id = graph.methods().intern(owner, className, name);
      graph.beginMethod(id);
      graph.methods().declare(id, codeBytes(method));
      method.code().ifPresent(code -> addCalls(id, code, targets));
    }
  }

  static int codeBytes(MethodModel method) {
    return method.findAttribute(Attributes.code()).map(code -> code.codeLength()).orElse(0);
  }

  private void addCalls(int method, CodeModel code, int[] targets) {
    int line = 0;
    for (CodeElement element : code) {
      switch (element) {
        case LineNumber number -> line = number.line();
        case InvokeInstruction call -> graph.addCall(method, target(call.method(), targets), line);
        case InvokeDynamicInstruction dynamic -> {
          for (LoadableConstantEntry argument : dynamic.invokedynamic().bootstrap().arguments()) {
            if (argument instanceof MethodHandleEntry handle
                && !(handle.reference() instanceof FieldRefEntry)) {
              graph.addCall(method, target(handle.reference(), targets), line);
            }
          }
        }
        default -> {}
      }
    }
  }

  private int target(MemberRefEntry reference, int[] targets) {
    int known = targets[reference.index()];
    if (known != 0) return known - 1;
    // Arrays have the methods of Object.
    String ownerName =
        reference.owner().asSymbol().isArray() ? "java.lang.Object" : dotted(reference.owner());
    int owner = graph.classes().intern(ownerName);
    String name = reference.name().stringValue() + reference.type().stringValue();
    int id = graph.methods().intern(owner, ownerName, name);
    targets[reference.index()] = id + 1;
    return id;
  }

  private static String dotted(ClassEntry entry) {
    return entry.asInternalName().replace('/', '.');
  }
}
