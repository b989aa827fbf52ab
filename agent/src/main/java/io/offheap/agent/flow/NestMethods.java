package io.offheap.agent.flow;

import io.offheap.agent.code.Lambda;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Which method of the nest a call reaches for certain, and which methods are reached by such calls
 * only.
 */
final class NestMethods {
  private final Nest nest;
  private final Map<String, NestMethod> methods = new HashMap<>();
  private final Map<NestMethod, Set<NestMethod>> callees = new HashMap<>();
  private final Set<NestMethod> called = new HashSet<>();
  private final Set<NestMethod> recursive = new HashSet<>();
  private final boolean closable;

  NestMethods(Nest nest) {
    this.nest = nest;
    boolean natives = false;
    for (ClassNode owner : nest.classes()) {
      for (MethodNode method : owner.methods) {
        natives |= (method.access & Opcodes.ACC_NATIVE) != 0;
        methods.put(key(owner.name, method.name, method.desc), new NestMethod(owner, method));
      }
    }
    closable = nest.unreadable() == null && nest.methodLookup() == null && !natives;
    methods.values().forEach(this::findCalls);
    for (NestMethod method : callees.keySet()) {
      if (reaches(method)) {
        recursive.add(method);
      }
    }
  }

  private static String key(String owner, String name, String descriptor) {
    return owner + "." + name + descriptor;
  }

  private void findCalls(NestMethod caller) {
    for (AbstractInsnNode instruction : caller.node().instructions) {
      NestMethod target =
          switch (instruction) {
            case MethodInsnNode call -> target(caller.owner(), call);
            case InvokeDynamicInsnNode dynamic -> {
              Lambda lambda = Lambda.of(dynamic);
              yield lambda == null ? null : target(caller.owner(), lambda);
            }
            default -> null;
          };
      if (target != null) {
        called.add(target);
        callees.computeIfAbsent(caller, key -> new LinkedHashSet<>()).add(target);
      }
    }
  }

  /** Whether a method can call itself, by way of others or not. */
  private boolean reaches(NestMethod method) {
    Set<NestMethod> seen = new HashSet<>();
    Deque<NestMethod> open = new ArrayDeque<>();
    open.add(method);
    while (!open.isEmpty()) {
      for (NestMethod callee : callees.getOrDefault(open.remove(), Set.of())) {
        if (callee.equals(method)) {
          return true;
        }
        if (seen.add(callee)) {
          open.add(callee);
        }
      }
    }
    return false;
  }

  /** Whether a method can call itself, by way of others that take or return arrays, or not. */
  boolean isRecursive(NestMethod method) {
    return recursive.contains(method);
  }

  /**
   * The method that is called, if it is certain and takes or returns arrays of primitives; else
   * null.
   */
  @Nullable NestMethod target(ClassNode caller, MethodInsnNode call) {
    return certain(caller, call.getOpcode(), call.owner, call.name, call.desc);
  }

  /** The method that a lambda runs, if it is certain and takes or returns arrays; else null. */
  @Nullable NestMethod target(ClassNode caller, Lambda lambda) {
    Handle body = lambda.body();
    int opcode =
        switch (body.getTag()) {
          case Opcodes.H_INVOKESTATIC -> Opcodes.INVOKESTATIC;
          case Opcodes.H_INVOKEVIRTUAL, Opcodes.H_INVOKEINTERFACE -> Opcodes.INVOKEVIRTUAL;
          default -> Opcodes.INVOKESPECIAL;
        };
    return certain(caller, opcode, body.getOwner(), body.getName(), body.getDesc());
  }

  private @Nullable NestMethod certain(
      ClassNode caller, int opcode, String owner, String name, String descriptor) {
    NestMethod method = methods.get(key(owner, name, descriptor));
    if (method == null || !method.hasCode() || !method.takesOrReturnsArrays()) {
      return null;
    }
    boolean near = Nest.hostOf(caller).equals(Nest.hostOf(method.owner()));
    if (!near && !isShared(method)) {
      return null;
    }
    boolean certain =
        switch (opcode) {
          case Opcodes.INVOKESTATIC -> method.isStatic();
          case Opcodes.INVOKESPECIAL ->
              !method.isStatic() && (method.isConstructor() || method.isPrivate());
          default -> !method.isStatic() && (method.isPrivate() || method.isFinal());
        };
    return certain ? method : null;
  }

  /** Whether the method is marked, not private, and all who call it are known. */
  boolean isShared(NestMethod method) {
    return nest.shared().isProved(method.owner().name + "." + Neighbours.key(method.node()));
  }

  /** A call by which the nest looks methods up by name, so that it must not see others; or null. */
  @Nullable String lookup() {
    return nest.methodLookup();
  }

  /** Whether the method is reached only by calls that {@code target} finds, and by some. */
  boolean isClosed(NestMethod method) {
    return closable
        && method.isHidden()
        && method.takesOrReturnsArrays()
        && called.contains(method)
        && !nest.isHandled(method.owner().name, method.node().name, method.node().desc);
  }

  /** All methods of the nest that have code, in the order of the class files. */
  List<NestMethod> all() {
    return nest.classes().stream()
        .flatMap(owner -> owner.methods.stream().map(method -> new NestMethod(owner, method)))
        .filter(NestMethod::hasCode)
        .toList();
  }
}
