package io.offheap.agent.site;

import io.offheap.agent.code.ElementType;
import io.offheap.agent.code.Lambda;
import io.offheap.agent.code.Methods;
import io.offheap.agent.verdict.Reason;
import io.offheap.agent.verdict.SiteVerdict;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.TypePath;
import org.objectweb.asm.TypeReference;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LocalVariableAnnotationNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeAnnotationNode;

/**
 * Finds what the annotations of a class mark.
 *
 * <p>Type annotations are read where the compilers put them, which is rarely where one would look:
 * see {@link MarkedAllocation} for allocations. A mark that stands where nothing can move is
 * answered at once with a verdict.
 */
public final class MarkResolver {
  private final ClassNode owner;
  private final Marks marks = new Marks();

  private MarkResolver(ClassNode owner) {
    this.owner = owner;
  }

  /** All marks of {@code owner}, by annotation and from outside. */
  public static Marks resolve(ClassNode owner, Designations designations) {
    MarkResolver resolver = new MarkResolver(owner);
    resolver.classMarks();
    for (FieldNode field : owner.fields) {
      resolver.fieldMarks(field);
    }
    for (MethodNode method : owner.methods) {
      resolver.methodMarks(method);
    }
    for (Designations.Place place : designations.of(owner.name)) {
      resolver.designated(place);
    }
    return resolver.marks;
  }

  private void classMarks() {
    for (List<? extends AnnotationNode> list :
        lists(owner.visibleAnnotations, owner.invisibleAnnotations)) {
      for (AnnotationNode annotation : list) {
        if (annotation.desc.equals(ConstantPoolScan.ANNOTATION)) {
          String name = Methods.dotted(owner.name);
          keep(name, "class", name);
          StrictPoints.ofClass(owner, name, marks.strictPoints());
        }
      }
    }
  }

  private void fieldMarks(FieldNode field) {
    for (List<TypeAnnotationNode> list :
        lists(field.visibleTypeAnnotations, field.invisibleTypeAnnotations)) {
      for (TypeAnnotationNode annotation : list) {
        if (isMark(annotation)) {
          if (marksArray(field.desc, annotation)) {
            marks.fields().add(field.name);
          } else {
            keepField(field);
          }
        }
      }
    }
  }

  private void keepField(FieldNode field) {
    keep(fieldSite(field.name), kind(field.desc), javaName(field.desc));
    StrictPoints.ofField(owner, field.name, fieldSite(field.name), marks.strictPoints());
  }

  private void methodMarks(MethodNode method) {
    for (List<TypeAnnotationNode> list :
        lists(method.visibleTypeAnnotations, method.invisibleTypeAnnotations)) {
      for (TypeAnnotationNode annotation : list) {
        if (isMark(annotation)) {
          signatureMark(method, annotation);
        }
      }
    }
    for (List<LocalVariableAnnotationNode> list :
        lists(method.visibleLocalVariableAnnotations, method.invisibleLocalVariableAnnotations)) {
      for (LocalVariableAnnotationNode annotation : list) {
        if (isMark(annotation)) {
          localMarks(method, annotation);
        }
      }
    }
    MarkedAllocation.Finder finder = new MarkedAllocation.Finder(owner.name, method);
    for (AbstractInsnNode instruction : method.instructions) {
      for (List<TypeAnnotationNode> list :
          lists(instruction.visibleTypeAnnotations, instruction.invisibleTypeAnnotations)) {
        for (TypeAnnotationNode annotation : list) {
          if (isMark(annotation)) {
            instructionMark(method, finder, instruction, annotation);
          }
        }
      }
    }
  }

  private void signatureMark(MethodNode method, TypeAnnotationNode annotation) {
    TypeReference reference = new TypeReference(annotation.typeRef);
    Type[] parameters = Type.getArgumentTypes(method.desc);
    if (reference.getSort() == TypeReference.METHOD_RETURN) {
      String descriptor = Type.getReturnType(method.desc).getDescriptor();
      if (marksArray(descriptor, annotation)) {
        marks.results().add(method);
      } else {
        keep(site(method, 0), kind(descriptor), javaName(descriptor));
        StrictPoints.ofResult(method, site(method, 0), marks.strictPoints());
      }
    } else if (reference.getSort() == TypeReference.METHOD_FORMAL_PARAMETER) {
      int index = SourceParameters.indexOf(owner, method, reference.getFormalParameterIndex());
      if (index < 0) {
        unresolved(site(method, 0), "it is not certain which parameter is marked");
      } else if (marksArray(parameters[index].getDescriptor(), annotation)) {
        marks.parameters().add(new Marks.Parameter(method, slot(method, parameters, index)));
      } else {
        unresolved(site(method, 0), "the marked parameter is no array of primitives");
      }
    } else if (reference.getSort() != TypeReference.FIELD) {
      // javac repeats the mark of a record's component, as one on a field, on the methods made from
      // it.
      unresolved(site(method, 0), "a mark on this part of a method has no meaning");
    }
  }

  private static int slot(MethodNode method, Type[] parameters, int index) {
    int slot = (method.access & Opcodes.ACC_STATIC) == 0 ? 1 : 0;
    for (int i = 0; i < index; i++) {
      slot += parameters[i].getSize();
    }
    return slot;
  }

  private void localMarks(MethodNode method, LocalVariableAnnotationNode annotation) {
    for (int i = 0; i < annotation.start.size(); i++) {
      int slot = annotation.index.get(i);
      var start = annotation.start.get(i);
      var variable =
          method.localVariables == null
              ? null
              : method.localVariables.stream()
                  .filter(v -> v.index == slot && v.start.equals(start))
                  .findFirst()
                  .orElse(null);
      // Without a table of variables the type is seen from the value that the slot holds there.
      if (variable == null || marksArray(variable.desc, annotation)) {
        if (isArrayPath(annotation.typePath)) {
          ElementType type = variable == null ? null : ElementType.ofArray(variable.desc);
          marks.locals().add(new Marks.Local(method, start, annotation.end.get(i), slot, type));
        }
      } else {
        String site = site(method, Methods.line(start));
        keep(site, kind(variable.desc), javaName(variable.desc));
        StrictPoints.ofLocal(start, slot, site, marks.strictPoints());
      }
    }
  }

  private void instructionMark(
      MethodNode method,
      MarkedAllocation.Finder finder,
      AbstractInsnNode instruction,
      TypeAnnotationNode annotation) {
    String site = site(method, Methods.line(instruction));
    switch (new TypeReference(annotation.typeRef).getSort()) {
      case TypeReference.NEW -> {
        if (isArrayPath(annotation.typePath)) {
          place(site, finder.find(instruction), instruction);
        } else {
          unresolved(site, "the mark is on a part of the allocated type");
        }
      }
      case TypeReference.CAST -> {
        keep(site, "buffer", "the result of a call");
        StrictPoints.ofCast(instruction, site, marks.strictPoints());
      }
      case TypeReference.CONSTRUCTOR_REFERENCE ->
          constructorReference(site, instruction, annotation);
      default -> unresolved(site, "a mark on this expression has no meaning");
    }
  }

  private void place(String site, MarkedAllocation found, AbstractInsnNode marked) {
    AbstractInsnNode creation = found.creation();
    if (creation == null) {
      unresolved(site, found.problem());
      marks.strictPoints().put(marked, site);
    } else if (found.type() == null) {
      marks.allocations().add(creation);
    } else {
      keep(site, kind(found.type()), javaName(found.type()));
      marks.strictPoints().put(creation, site);
    }
  }

  /**
   * The allocation of {@code T[]::new} is in a method that the compiler has made; of {@code
   * T::new}, in the object that the JVM makes.
   */
  private void constructorReference(
      String site, AbstractInsnNode instruction, TypeAnnotationNode annotation) {
    Lambda lambda = instruction instanceof InvokeDynamicInsnNode call ? Lambda.of(call) : null;
    if (lambda == null || !isArrayPath(annotation.typePath)) {
      unresolved(site, "the mark is on no reference to a constructor");
    } else if (lambda.body().getTag() == Opcodes.H_NEWINVOKESPECIAL) {
      keep(site, "class", Methods.dotted(lambda.body().getOwner()));
      marks.strictPoints().put(instruction, site);
    } else {
      for (MethodNode body : owner.methods) {
        if ((body.access & Opcodes.ACC_SYNTHETIC) != 0
            && lambda.body().getOwner().equals(owner.name)
            && lambda.body().getName().equals(body.name)
            && lambda.body().getDesc().equals(body.desc)) {
          inReference(site, MarkedAllocation.inReference(body), instruction);
          return;
        }
      }
      unresolved(site, "the method that the reference runs was not found");
      marks.strictPoints().put(instruction, site);
    }
  }

  /** Nothing says who calls the function that a constructor reference becomes. */
  private void inReference(String site, MarkedAllocation found, AbstractInsnNode marked) {
    if (found.creation() instanceof IntInsnNode newarray) {
      String type = ElementType.ofNewarray(newarray.operand).arrayName();
      String to = "given to whoever calls the constructor reference" + Methods.atLine(marked);
      marks.kept().add(new SiteVerdict(site, "array", type, false, Reason.RETURNED, to));
      marks.strictPoints().put(newarray, site);
    } else {
      place(site, found, marked);
    }
  }

  private void designated(Designations.Place place) {
    if (place.line() == 0) {
      for (FieldNode field : owner.fields) {
        if (field.name.equals(place.member())) {
          if (ElementType.ofArray(field.desc) != null) {
            marks.fields().add(field.name);
          } else {
            keepField(field);
          }
          return;
        }
      }
      unresolved(fieldSite(place.member()), "the sites file names a field that does not exist");
      return;
    }
    boolean found = false;
    for (MethodNode method : owner.methods) {
      if ((method.name + method.desc).equals(place.member())) {
        for (AbstractInsnNode instruction : method.instructions) {
          if (instruction.getOpcode() == Opcodes.NEWARRAY
              && Methods.line(instruction) == place.line()) {
            marks.allocations().add(instruction);
            found = true;
          }
        }
      }
    }
    if (!found) {
      unresolved(
          Methods.dotted(owner.name) + "." + place.member() + ":" + place.line(),
          "the sites file names a line that allocates no array of primitives");
    }
  }

  private static boolean isMark(TypeAnnotationNode annotation) {
    return annotation.desc.equals(ConstantPoolScan.ANNOTATION);
  }

  /**
   * Whether the mark is on a one-dimensional array of primitives: on the array, or on its elements.
   */
  private static boolean marksArray(String descriptor, TypeAnnotationNode annotation) {
    return ElementType.ofArray(descriptor) != null && isArrayPath(annotation.typePath);
  }

  private static boolean isArrayPath(@Nullable TypePath path) {
    return path == null || (path.getLength() == 1 && path.getStep(0) == TypePath.ARRAY_ELEMENT);
  }

  private static String kind(String descriptor) {
    if (!descriptor.startsWith("[")) {
      return descriptor.startsWith("Ljava/nio/") ? "buffer" : "class";
    }
    return descriptor.startsWith("[L") ? "record-array" : "array";
  }

  private static String javaName(String descriptor) {
    return Type.getType(descriptor).getClassName();
  }

  private String fieldSite(String name) {
    return Methods.dotted(owner.name) + "#" + name;
  }

  private String site(MethodNode method, int line) {
    return Methods.site(owner.name, method, line);
  }

  private void keep(String site, String kind, String type) {
    marks
        .kept()
        .add(
            new SiteVerdict(
                site,
                kind,
                type,
                false,
                Reason.UNSUPPORTED_TYPE,
                "only one-dimensional arrays of primitives can move"));
  }

  private void unresolved(String site, String detail) {
    marks.kept().add(new SiteVerdict(site, "array", "", false, Reason.UNRESOLVED_SITE, detail));
  }

  @SafeVarargs
  private static <T> List<List<T>> lists(@Nullable List<T>... lists) {
    List<List<T>> present = new java.util.ArrayList<>(2);
    for (List<T> list : lists) {
      if (list != null) {
        present.add(list);
      }
    }
    return present;
  }
}
