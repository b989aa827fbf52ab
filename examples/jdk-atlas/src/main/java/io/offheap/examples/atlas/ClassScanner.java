package io.offheap.examples.atlas;

import io.offheap.OffHeap;
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
import java.lang.classfile.constantpool.StringEntry;
import java.lang.classfile.instruction.ConstantInstruction.LoadConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.NewObjectInstruction;

/**
 * Reads class files into tables. A call is an instruction that invokes a method; a lambda or a
 * method reference counts as a call of what it stands for, at the place where it is created.
 */
final class ClassScanner {
  private final ClassTable classes = new ClassTable();
  private final MethodTable methods = new MethodTable();
  private final MemberTable fields = new MemberTable();
  private final NameTable strings = new NameTable();
  private final Rows methodsOf = new Rows();
  private final Rows calls = new Rows();
  private final LineTable callLines = new LineTable();
  private final Rows fieldUses = new Rows();
  private final Rows stringUses = new Rows();
  private final Rows creations = new Rows();

  /** Adds the class, its methods and what they use. */
  void add(byte[] classFile) {
    ClassModel model = ClassFile.of().parse(classFile);
    String className = dotted(model.thisClass());
    int owner = classes.intern(className);
    classes.declare(
        owner,
        model.superclass().map(this::classOf).orElse(ClassTable.NONE),
        model.interfaces().stream().mapToInt(this::classOf).toArray());
    methodsOf.begin(owner);

    // By entry of the constant pool: the number of the member it refers to plus one, once known.
    // Handed on to other methods: an agent that proves less than that leaves it on the Java heap.
    int @OffHeap [] known = new int[model.constantPool().size()];
    for (MethodModel method : model.methods()) {
      int id = methods.members().intern(owner, className, nameOf(method));
      methods.declare(id, codeBytes(method), method.flags().flagsMask());
      methodsOf.add(id);
      calls.begin(id);
      fieldUses.begin(id);
      stringUses.begin(id);
      creations.begin(id);
      method.code().ifPresent(code -> addUses(code, known));
    }
  }

  /** All that was added, complete with what follows from it. */
  Jdk finish() {
    classes.trim();
    methods.trim();
    fields.trim();
    strings.trim();
    callLines.trim();
    methodsOf.trim(classes.size());
    for (Rows byMethod : new Rows[] {calls, fieldUses, stringUses, creations}) {
      byMethod.trim(methods.size());
    }
    Inheritance.resolve(classes, methods, calls);
    Rows overridden = Overriding.find(classes, methods, methodsOf);
    overridden.trim(methods.size());
    return new Jdk(
        classes,
        methods,
        fields,
        strings,
        calls,
        callLines,
        calls.transposed(methods.size()),
        fieldUses,
        fieldUses.transposed(fields.size()),
        stringUses,
        stringUses.transposed(strings.size()),
        creations,
        methodsOf,
        overridden,
        overridden.transposed(methods.size()));
  }

  static String nameOf(MethodModel method) {
    return method.methodName().stringValue() + method.methodType().stringValue();
  }

  static int codeBytes(MethodModel method) {
    return method.findAttribute(Attributes.code()).map(code -> code.codeLength()).orElse(0);
  }

  static String dotted(ClassEntry entry) {
    return entry.asInternalName().replace('/', '.');
  }

  private void addUses(CodeModel code, int[] known) {
    int line = 0;
    for (CodeElement element : code) {
      switch (element) {
        case LineNumber number -> line = number.line();
        case InvokeInstruction call -> addCall(method(call.method(), known), line);
        case InvokeDynamicInstruction dynamic -> {
          for (LoadableConstantEntry argument : dynamic.invokedynamic().bootstrap().arguments()) {
            if (argument instanceof MethodHandleEntry handle
                && !(handle.reference() instanceof FieldRefEntry)) {
              addCall(method(handle.reference(), known), line);
            }
          }
        }
        case FieldInstruction use -> fieldUses.add(field(use.field(), known));
        case NewObjectInstruction creation -> creations.add(classOf(creation.className()));
        case LoadConstantInstruction load when load.constantEntry() instanceof StringEntry string ->
            stringUses.add(strings.intern(string.stringValue()));
        default -> {}
      }
    }
  }

  private void addCall(int target, int line) {
    calls.add(target);
    callLines.add(line);
  }

  private int method(MemberRefEntry reference, int[] known) {
    int index = reference.index();
    if (known[index] == 0) {
      // Arrays have the methods of Object.
      boolean ofArray = reference.owner().asInternalName().startsWith("[");
      String ownerName = ofArray ? "java.lang.Object" : dotted(reference.owner());
      String name = reference.name().stringValue() + reference.type().stringValue();
      known[index] = methods.members().intern(classes.intern(ownerName), ownerName, name) + 1;
    }
    return known[index] - 1;
  }

  private int field(FieldRefEntry reference, int[] known) {
    int index = reference.index();
    if (known[index] == 0) {
      String ownerName = dotted(reference.owner());
      String name = reference.name().stringValue() + ":" + reference.type().stringValue();
      known[index] = fields.intern(classes.intern(ownerName), ownerName, name) + 1;
    }
    return known[index] - 1;
  }

  private int classOf(ClassEntry entry) {
    return classes.intern(dotted(entry));
  }
}
