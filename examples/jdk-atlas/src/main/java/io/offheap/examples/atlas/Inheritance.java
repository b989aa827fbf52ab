package io.offheap.examples.atlas;

import io.offheap.OffHeap;

/**
 * Sends calls of inherited methods to the declaration they inherit.
 *
 * <p>{@code list.toString()} with an ArrayList is compiled as a call of {@code ArrayList.toString},
 * which does not exist: the method meant is the one of AbstractCollection. Like the JVM this looks
 * in the superclasses first, then in the interfaces. What may override the declaration is not
 * considered.
 */
final class Inheritance {
  private final ClassTable classes;
  private final MethodTable methods;

  Inheritance(CallGraph graph) {
    classes = graph.classes();
    methods = graph.methods();
  }

  /** Changes the targets of all calls in the graph; returns how many calls changed. */
  static int resolve(CallGraph graph) {
    Inheritance inheritance = new Inheritance(graph);
    int @OffHeap [] declarations = new int[graph.methodCount()];
    for (int method = 0; method < declarations.length; method++) {
      declarations[method] = inheritance.declarationOf(method);
    }
    int changed = 0;
    for (int call = 0; call < graph.callCount(); call++) {
      int target = graph.target(call);
      if (declarations[target] != target) {
        graph.setTarget(call, declarations[target]);
        changed++;
      }
    }
    return changed;
  }

  /** The declaration that a call of this method runs into; the method itself if there is none. */
  int declarationOf(int method) {
    int owner = methods.owner(method);
    if (methods.isDeclared(method) || !classes.isDeclared(owner)) return method;
    String nameAndDescriptor = methods.name(method).substring(classes.name(owner).length() + 1);
    int found = inSuperclasses(owner, nameAndDescriptor);
    if (found == NameTable.ABSENT) found = inInterfaces(owner, nameAndDescriptor);
    return found == NameTable.ABSENT ? method : found;
  }

  private int inSuperclasses(int type, String nameAndDescriptor) {
    for (int at = type;
        at != ClassTable.NONE && classes.isDeclared(at);
        at = classes.superclass(at)) {
      int found = declaredIn(at, nameAndDescriptor);
      if (found != NameTable.ABSENT) return found;
    }
    return NameTable.ABSENT;
  }

  private int inInterfaces(int type, String nameAndDescriptor) {
    for (int at = type;
        at != ClassTable.NONE && classes.isDeclared(at);
        at = classes.superclass(at)) {
      for (int i = 0; i < classes.interfaceCount(at); i++) {
        int found = declaredIn(classes.interfaceAt(at, i), nameAndDescriptor);
        if (found == NameTable.ABSENT) {
          found = inInterfaces(classes.interfaceAt(at, i), nameAndDescriptor);
        }
        if (found != NameTable.ABSENT) return found;
      }
    }
    return NameTable.ABSENT;
  }

  private int declaredIn(int type, String nameAndDescriptor) {
    int method = methods.find(classes.name(type), nameAndDescriptor);
    return method != NameTable.ABSENT && methods.isDeclared(method) ? method : NameTable.ABSENT;
  }
}
