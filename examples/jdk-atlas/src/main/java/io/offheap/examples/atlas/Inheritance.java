package io.offheap.examples.atlas;

import io.offheap.OffHeap;

/**
 * Sends calls of inherited methods to the declaration they inherit.
 *
 * <p>{@code list.toString()} with an ArrayList is compiled as a call of {@code ArrayList.toString},
 * which does not exist: the method meant is the one of AbstractCollection. Like the JVM this looks
 * in the superclasses first, then in the interfaces.
 */
final class Inheritance {
  private final ClassTable classes;
  private final MethodTable methods;

  private Inheritance(ClassTable classes, MethodTable methods) {
    this.classes = classes;
    this.methods = methods;
  }

  /** Replaces the methods called by the declarations they mean. */
  static void resolve(ClassTable classes, MethodTable methods, Rows calls) {
    Inheritance inheritance = new Inheritance(classes, methods);
    int @OffHeap [] declarations = new int[methods.size()];
    for (int method = 0; method < declarations.length; method++) {
      declarations[method] = inheritance.declarationOf(method);
    }
    for (int call = 0; call < calls.size(); call++) {
      calls.setValue(call, declarations[calls.value(call)]);
    }
  }

  /** The declaration that a call of this method means; the method itself if none is known. */
  private int declarationOf(int method) {
    int owner = methods.members().owner(method);
    if (methods.isDeclared(method) || !classes.isDeclared(owner)) return method;
    int prefix = classes.name(owner).length() + 1;
    String nameAndDescriptor = methods.members().names().get(method).substring(prefix);
    int found = inSuperclasses(owner, nameAndDescriptor);
    if (found == NameTable.ABSENT) found = inInterfaces(owner, nameAndDescriptor);
    return found == NameTable.ABSENT ? method : found;
  }

  private int inSuperclasses(int type, String nameAndDescriptor) {
    for (int at = type; classes.isDeclared(at); at = classes.superclass(at)) {
      int found = declaredIn(at, nameAndDescriptor);
      if (found != NameTable.ABSENT) return found;
    }
    return NameTable.ABSENT;
  }

  private int inInterfaces(int type, String nameAndDescriptor) {
    for (int at = type; classes.isDeclared(at); at = classes.superclass(at)) {
      for (int i = 0; i < classes.interfaceCount(at); i++) {
        int parent = classes.interfaceAt(at, i);
        int found = declaredIn(parent, nameAndDescriptor);
        if (found == NameTable.ABSENT) found = inInterfaces(parent, nameAndDescriptor);
        if (found != NameTable.ABSENT) return found;
      }
    }
    return NameTable.ABSENT;
  }

  private int declaredIn(int type, String nameAndDescriptor) {
    int method = methods.members().find(classes.name(type), nameAndDescriptor);
    return method != NameTable.ABSENT && methods.isDeclared(method) ? method : NameTable.ABSENT;
  }
}
