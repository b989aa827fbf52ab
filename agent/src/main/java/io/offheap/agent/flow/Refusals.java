package io.offheap.agent.flow;

import io.offheap.agent.verdict.Reason;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.CodeSizeEvaluator;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.Frame;

/** Keeps what could move and should not: what would not pay, or not fit. */
final class Refusals {
  /** The JIT compiles no method whose code is longer than this (HotSpot's HugeMethodLimit). */
  private static final int COMPILED_CODE_LIMIT = 8000;

  private static final int CODE_LIMIT = 65535;
  private static final int CALL_USES = 32;

  private Refusals() {}

  static void refuse(NestFlow flow, long minBytes) {
    for (Instance instance : flow.instances()) {
      refuseSmall(instance, flow.confinement(), minBytes);
    }
    for (Instance instance : flow.instances()) {
      refuseLarge(instance);
    }
    refuseClashes(flow);
  }

  private static void refuseSmall(Instance instance, Confinement confinement, long minBytes) {
    for (Allocation allocation : instance.sources().allocations()) {
      FlowNode node = instance.sources().made(allocation.instruction());
      boolean allSmall =
          node.allocations().stream()
              .allMatch(a ->
                  a.constantLength() >= 0
                      && (long) a.constantLength() * a.type().byteSize() < minBytes);
      if (allSmall && !confinement.areAllConfined(node)) {
        node.keep(
            Integer.MAX_VALUE,
            Reason.TOO_SMALL,
            "never larger than " + (minBytes - 1) + " bytes, which gains nothing");
      }
    }
  }

  /**
   * Keeps what a method uses that would outgrow the JIT or the class file; rewriting adds two bytes
   * to a use at most, and {@link #CALL_USES} times that to a call into which a stand-in goes.
   */
  private static void refuseLarge(Instance instance) {
    MethodNode method = instance.method().node();
    int[] uses = {0};
    instance.forEachReachable((instruction, frame) ->
        uses[0] += touched(instruction, frame).size() * weight(instruction));
    if (uses[0] == 0) {
      return;
    }
    int before = codeSize(method);
    int after = before + 2 * uses[0];
    if (after > CODE_LIMIT || (before <= COMPILED_CODE_LIMIT && after > COMPILED_CODE_LIMIT)) {
      String detail =
          "method "
              + method.name
              + " would grow to "
              + after
              + " bytes of code, past what is "
              + (after > CODE_LIMIT ? "allowed" : "compiled");
      instance.forEachReachable((instruction, frame) -> {
        for (FlowNode node : touched(instruction, frame)) {
          node.keep(Integer.MAX_VALUE, Reason.METHOD_TOO_LARGE, detail);
        }
      });
    }
  }

  private static int weight(AbstractInsnNode instruction) {
    return instruction instanceof MethodInsnNode call && !call.owner.equals("java/util/Arrays")
        ? CALL_USES
        : 1;
  }

  /** An upper bound of the bytes that the method's code takes. */
  private static int codeSize(MethodNode method) {
    CodeSizeEvaluator evaluator = new CodeSizeEvaluator(null);
    method.accept(evaluator);
    return evaluator.getMaxSize();
  }

  /**
   * The moving classes of values that an instruction takes or makes and that rewriting may
   * lengthen.
   */
  private static List<FlowNode> touched(AbstractInsnNode instruction, Frame<FlowValue> frame) {
    List<FlowNode> nodes = new ArrayList<>(2);
    int opcode = instruction.getOpcode();
    if (opcode < 0
        || (opcode >= Opcodes.ILOAD && opcode <= Opcodes.ALOAD)
        || (opcode >= Opcodes.ISTORE && opcode <= Opcodes.ASTORE)
        || (opcode >= Opcodes.POP && opcode <= Opcodes.SWAP)) {
      return nodes;
    }
    int depth = Math.min(frame.getStackSize(), instruction instanceof MethodInsnNode ? 5 : 4);
    for (int i = 1; i <= depth; i++) {
      if (frame.getStack(frame.getStackSize() - i) instanceof FlowValue.Array array
          && array.node().moves()) {
        nodes.add(array.node());
      }
    }
    return nodes;
  }

  /** Keeps what would need a method that the class has already. */
  private static void refuseClashes(NestFlow flow) {
    boolean again = true;
    while (again) {
      again = false;
      for (Instance instance : flow.instances()) {
        NestMethod method = instance.method();
        String descriptor = instance.descriptor();
        if (!descriptor.equals(method.node().desc)
            && method.owner().methods.stream()
                .anyMatch(m -> m.name.equals(method.node().name) && m.desc.equals(descriptor))) {
          instance.keepSignature(
              Reason.ESCAPES_TO_CALL,
              "passed to " + method.name() + ", which its class has for handles already");
          again = true;
        }
      }
    }
  }
}
