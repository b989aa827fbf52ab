package io.offheap.agent.flow;

import io.offheap.agent.code.ClassFiles;
import io.offheap.agent.code.Lambda;
import io.offheap.agent.code.Methods;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The classes that may reach each other's private members, read as class files, and how else those
 * members may be reached.
 *
 * <p>The classes stand in the order of the host's list, whichever of them is asked about: the same
 * files give the same nest.
 */
final class Nest {
  private static final Set<String> LOOKUP_OWNERS =
      Set.of(
          "java/lang/Class",
          "java/lang/invoke/MethodHandles$Lookup",
          "java/util/concurrent/atomic/AtomicReferenceFieldUpdater",
          "java/io/ObjectStreamField");
  private static final Set<String> FIELD_LOOKUPS =
      Set.of(
          "getDeclaredField",
          "getDeclaredFields",
          "findGetter",
          "findSetter",
          "findStaticGetter",
          "findStaticSetter",
          "findVarHandle",
          "findStaticVarHandle",
          "newUpdater",
          "<init>");
  private static final Set<String> METHOD_LOOKUPS =
      Set.of(
          "getDeclaredMethod",
          "getDeclaredMethods",
          "getDeclaredConstructor",
          "getDeclaredConstructors",
          "findStatic",
          "findVirtual",
          "findSpecial",
          "findConstructor");

  private final List<ClassNode> classes = new ArrayList<>();
  private final Set<String> handled = new HashSet<>();
  private @Nullable String unreadable;
  private @Nullable String fieldLookup;
  private @Nullable String methodLookup;
  private SharedMembers shared = SharedMembers.NONE;

  private Nest() {}

  /**
   * Reads the nest that {@code owner} belongs to. Loads nothing.
   *
   * @param owner a class, with expanded frames
   * @param files where its nest mates are found
   */
  static Nest of(ClassNode owner, ClassFiles files) {
    Nest nest = new Nest();
    nest.read(owner, files);
    nest.classes.forEach(nest::scan);
    return nest;
  }

  /** The nest without the mates of {@code owner}: nothing that they can reach is known. */
  static Nest alone(ClassNode owner, String reason) {
    Nest nest = new Nest();
    nest.classes.add(owner);
    nest.unreadable = reason;
    nest.scan(owner);
    return nest;
  }

  /** Several nests, in this order, as if they were one. */
  static Nest joined(Collection<Nest> nests, SharedMembers shared) {
    Nest all = new Nest();
    for (Nest nest : nests) {
      all.classes.addAll(nest.classes);
    }
    all.shared = shared;
    all.classes.forEach(all::scan);
    return all;
  }

  /** The name of the class that the nest is named after. */
  String host() {
    return hostOf(classes.get(0));
  }

  /** The name of the class that the nest of {@code owner} is named after. */
  static String hostOf(ClassNode owner) {
    return owner.nestHostClass == null ? owner.name : owner.nestHostClass;
  }

  void share(SharedMembers members) {
    shared = members;
  }

  /** What is known of marked members that are not private. */
  SharedMembers shared() {
    return shared;
  }

  private void read(ClassNode owner, ClassFiles files) {
    boolean isHost = owner.nestHostClass == null;
    List<String> ownMembers = owner.nestMembers == null ? List.of() : owner.nestMembers;
    if (isHost && ownMembers.isEmpty()) {
      classes.add(owner);
      return;
    }
    String hostName = isHost ? owner.name : owner.nestHostClass;
    ClassNode host = isHost ? owner : readFile(hostName, files);
    if (host != null && host.nestMembers != null) {
      List<ClassNode> mates = new ArrayList<>();
      mates.add(host);
      for (String member : host.nestMembers) {
        ClassNode mate = member.equals(owner.name) ? owner : readFile(member, files);
        if (mate == null || (mate.version & 0xFFFF) < Opcodes.V11) {
          unreadable = unreadable == null ? member : unreadable;
        } else if (hostName.equals(mate.nestHostClass)) {
          mates.add(mate);
        }
      }
      if (unreadable == null && files.find(owner.name) == null) {
        // A mate that asks for this class would not find it, and must come to the same answer.
        unreadable = owner.name;
      }
      if (unreadable == null && mates.contains(owner)) {
        classes.addAll(mates);
        return;
      }
    } else {
      unreadable = hostName;
    }
    classes.add(owner);
  }

  private static @Nullable ClassNode readFile(String name, ClassFiles files) {
    byte[] file = files.find(name);
    if (file == null) {
      return null;
    }
    try {
      ClassNode node = new ClassNode();
      new ClassReader(file).accept(node, ClassReader.EXPAND_FRAMES);
      return node;
    } catch (RuntimeException e) {
      return null; // a format that is not known
    }
  }

  /** The classes of the nest; only the one asked about if another cannot be read. */
  List<ClassNode> classes() {
    return classes;
  }

  /** A class of the nest whose file was not found, which may use any private member; else null. */
  @Nullable String unreadable() {
    return unreadable;
  }

  /** A call by which the nest looks fields up by name; else null. */
  @Nullable String fieldLookup() {
    return fieldLookup;
  }

  /** A call by which the nest looks methods up by name; else null. */
  @Nullable String methodLookup() {
    return methodLookup;
  }

  /**
   * Whether a constant of the nest is a handle on the member, other than the body of a lambda.
   *
   * @param descriptor of a method; empty for a field
   */
  boolean isHandled(String owner, String name, String descriptor) {
    return handled.contains(key(owner, name, descriptor));
  }

  private static String key(String owner, String name, String descriptor) {
    return owner + "." + name + descriptor;
  }

  private void scan(ClassNode node) {
    for (MethodNode method : node.methods) {
      for (AbstractInsnNode instruction : method.instructions) {
        switch (instruction) {
          case MethodInsnNode call -> lookup(node, call);
          case InvokeDynamicInsnNode dynamic -> {
            if (Lambda.of(dynamic) == null) {
              handle(dynamic.bsm);
              constants(dynamic.bsmArgs);
            }
          }
          case LdcInsnNode ldc -> constants(ldc.cst);
          default -> {}
        }
      }
    }
  }

  private void lookup(ClassNode node, MethodInsnNode call) {
    if (LOOKUP_OWNERS.contains(call.owner)) {
      if (FIELD_LOOKUPS.contains(call.name)) {
        fieldLookup = Methods.name(call) + " in " + Methods.dotted(node.name);
      } else if (METHOD_LOOKUPS.contains(call.name)) {
        methodLookup = Methods.name(call) + " in " + Methods.dotted(node.name);
      }
    }
  }

  private void constants(Object... constants) {
    List<Object> open = new ArrayList<>(List.of(constants));
    while (!open.isEmpty()) {
      switch (open.remove(open.size() - 1)) {
        case Handle handle -> handle(handle);
        case ConstantDynamic dynamic -> {
          handle(dynamic.getBootstrapMethod());
          for (int i = 0; i < dynamic.getBootstrapMethodArgumentCount(); i++) {
            open.add(dynamic.getBootstrapMethodArgument(i));
          }
        }
        default -> {}
      }
    }
  }

  private void handle(Handle handle) {
    boolean field = handle.getTag() <= Opcodes.H_PUTSTATIC;
    handled.add(key(handle.getOwner(), handle.getName(), field ? "" : handle.getDesc()));
  }
}
