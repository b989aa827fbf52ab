package io.offheap.agent.site;

import io.offheap.agent.code.ElementType;
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
          keep(Methods.dotted(owner.name), "class", Methods.dotted(owner.name));
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
            keep(fieldSite(field.name), kind(field.desc), javaName(field.desc));
          }
        }
      }
    }
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
    for (AbstractInsnNode instruction : method.instructions) {
      for (List<TypeAnnotationNode> list :
          lists(instruction.visibleTypeAnnotations, instruction.invisibleTypeAnnotations)) {
        for (TypeAnnotationNode annotation : list) {
          if (isMark(annotation)) {
            instructionMark(method, instruction, annotation);
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
        keep(site(method, Methods.line(start)), kind(variable.desc), javaName(variable.desc));
      }
    }
  }

  private void instructionMark(
      MethodNode method, AbstractInsnNode instruction, TypeAnnotationNode annotation) {
    int line = Methods.line(instruction);
    switch (new TypeReference(annotation.typeRef).getSort()) {
      case TypeReference.NEW -> {
        if (!isArrayPath(annotation.typePath)) {
          unresolved(site(method, line), "the mark is on a part of the allocated type");
          return;
        }
        MarkedAllocation found = MarkedAllocation.find(owner.name, method, instruction);
        if (found.array() != null) {
          marks.allocations().add(found.array());
        } else if (found.type() != null) {
          keep(site(method, line), kind(found.type()), javaName(found.type()));
        } else {
          unresolved(site(method, line), found.problem());
        }
      }
      case TypeReference.CAST -> keep(site(method, line), "buffer", "the result of a call");
      case TypeReference.CONSTRUCTOR_REFERENCE ->
          keep(site(method, line), "array", "an array constructor reference");
      default -> unresolved(site(method, line), "a mark on this expression has no meaning");
    }
  }

  private void designated(Designations.Place place) {
    if (place.line() == 0) {
      for (FieldNode field : owner.fields) {
        if (field.name.equals(place.member())) {
          if (ElementType.ofArray(field.desc) != null) {
            marks.fields().add(field.name);
          } else {
            keep(fieldSite(field.name), kind(field.desc), javaName(field.desc));
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
