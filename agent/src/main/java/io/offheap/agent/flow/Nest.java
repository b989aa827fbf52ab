package io.offheap.agent.flow;

import io.offheap.agent.code.ClassFiles;
import io.offheap.agent.code.Methods;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Who may reach the private fields of a class: the other classes of its nest, and code that looks
 * fields up by name.
 *
 * @param usersByField for each field that another class of the nest uses, that class
 * @param unreadable a class of the nest whose file was not found, which may use any field
 * @param lookup a call by which the nest looks fields up by name
 */
record Nest(
    Map<String, String> usersByField, @Nullable String unreadable, @Nullable String lookup) {

  private static final Set<String> LOOKUP_OWNERS =
      Set.of(
          "java/lang/Class",
          "java/lang/invoke/MethodHandles$Lookup",
          "java/util/concurrent/atomic/AtomicReferenceFieldUpdater",
          "java/io/ObjectStreamField");
  private static final Set<String> LOOKUP_METHODS =
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

  /** Reads the class files of the nest that {@code owner} belongs to. Loads nothing. */
  static Nest of(ClassNode owner, ClassFiles files) {
    Reading reading = new Reading(owner.name);
    reading.scan(owner);
    for (String mate : mates(owner, files)) {
      byte[] file = files.find(mate);
      if (file == null) {
        return new Nest(Map.of(), mate, null);
      }
      ClassNode node = new ClassNode();
      new ClassReader(file).accept(node, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
      reading.scan(node);
    }
    return new Nest(reading.users, null, reading.lookup);
  }

  private static Set<String> mates(ClassNode owner, ClassFiles files) {
    Set<String> mates = new HashSet<>();
    List<String> members = owner.nestMembers;
    if (owner.nestHostClass != null) {
      mates.add(owner.nestHostClass);
      byte[] file = files.find(owner.nestHostClass);
      if (file != null) {
        ClassNode host = new ClassNode();
        new ClassReader(file).accept(host, ClassReader.SKIP_CODE);
        members = host.nestMembers;
      }
    }
    if (members != null) {
      mates.addAll(members);
    }
    mates.remove(owner.name);
    return mates;
  }

  /** The state of a scan over the classes of a nest. */
  private static final class Reading {
    private final String owner;
    private final Map<String, String> users = new HashMap<>();
    private @Nullable String lookup;

    Reading(String owner) {
      this.owner = owner;
    }

    void scan(ClassNode node) {
      for (MethodNode method : node.methods) {
        for (AbstractInsnNode instruction : method.instructions) {
          switch (instruction) {
            case FieldInsnNode access -> {
              if (!node.name.equals(owner)) {
                use(node.name, access.owner, access.name);
              }
            }
            case MethodInsnNode call -> {
              if (LOOKUP_METHODS.contains(call.name) && LOOKUP_OWNERS.contains(call.owner)) {
                lookup = Methods.name(call) + " in " + Methods.dotted(node.name);
              }
            }
            case InvokeDynamicInsnNode dynamic -> {
              handle(node.name, dynamic.bsm);
              constants(node.name, dynamic.bsmArgs);
            }
            case LdcInsnNode ldc -> constants(node.name, ldc.cst);
            default -> {}
          }
        }
      }
    }

    private void use(String user, String fieldOwner, String field) {
      if (fieldOwner.equals(owner)) {
        users.put(field, user);
      }
    }

    private void constants(String user, Object... constants) {
      List<Object> open = new ArrayList<>(List.of(constants));
      while (!open.isEmpty()) {
        switch (open.remove(open.size() - 1)) {
          case Handle handle -> handle(user, handle);
          case ConstantDynamic dynamic -> {
            handle(user, dynamic.getBootstrapMethod());
            for (int i = 0; i < dynamic.getBootstrapMethodArgumentCount(); i++) {
              open.add(dynamic.getBootstrapMethodArgument(i));
            }
          }
          default -> {}
        }
      }
    }

    /** A handle on a field reaches it by its descriptor, from whichever class. */
    private void handle(String user, Handle handle) {
      use(user, handle.getOwner(), handle.getName());
    }
  }
}
