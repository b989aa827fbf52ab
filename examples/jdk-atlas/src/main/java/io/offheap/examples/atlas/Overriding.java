package io.offheap.examples.atlas;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds which methods override which. */
final class Overriding {
  private final ClassTable classes;
  private final MethodTable methods;

  private Overriding(ClassTable classes, MethodTable methods) {
    this.classes = classes;
    this.methods = methods;
  }

  /**
   * By method, all the methods it overrides: those of the same name and descriptor in superclasses
   * and interfaces, near and far.
   */
  static Rows find(ClassTable classes, MethodTable methods, Rows methodsOf) {
    Overriding overriding = new Overriding(classes, methods);
    Rows overridden = new Rows();
    for (int type = 0; type < classes.size(); type++) {
      if (!classes.isDeclared(type)) continue;
      List<String> parents = overriding.allParents(type).stream().map(classes::name).toList();
      for (int i = methodsOf.from(type); i < methodsOf.to(type); i++) {
        overriding.addOverridden(methodsOf.value(i), type, parents, overridden);
      }
    }
    return overridden;
  }

  private void addOverridden(int method, int type, List<String> parents, Rows overridden) {
    overridden.begin(method);
    if (!methods.isVirtual(method)) return;
    int prefix = classes.name(type).length() + 1;
    String nameAndDescriptor = methods.members().names().get(method).substring(prefix);
    if (nameAndDescriptor.startsWith("<")) return;
    for (String parent : parents) {
      int candidate = methods.members().find(parent, nameAndDescriptor);
      if (candidate != NameTable.ABSENT && methods.isVirtual(candidate)) overridden.add(candidate);
    }
  }

  /** The superclasses and interfaces of a class, also indirect ones, each once. */
  private Set<Integer> allParents(int type) {
    Set<Integer> parents = new LinkedHashSet<>();
    Deque<Integer> open = new ArrayDeque<>();
    open.add(type);
    while (!open.isEmpty()) {
      int at = open.remove();
      if (!classes.isDeclared(at)) continue;
      if (classes.superclass(at) != ClassTable.NONE && parents.add(classes.superclass(at))) {
        open.add(classes.superclass(at));
      }
      for (int i = 0; i < classes.interfaceCount(at); i++) {
        if (parents.add(classes.interfaceAt(at, i))) open.add(classes.interfaceAt(at, i));
      }
    }
    return parents;
  }
}
