package io.offheap.agent.weave;

import io.offheap.agent.code.ElementType;
import io.offheap.agent.flow.JdkMethod;
import io.offheap.agent.flow.LibraryCall;
import io.offheap.agent.flow.MethodVariant;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Rewrites one call of a method of the JDK that takes arrays or makes them. The pictures are those
 * of {@link MethodWeaver}.
 *
 * <pre>
 *   Arrays.f     X, ...       -> X.f                    or PrimitiveArray.f where two arrays may be of both sorts
 *   setAll ...   X, function  -> ArrayFunctions.f
 *   copyOf ...   X, ...       -> X.copyOf(..., site)X   or X.copyOfToHeap(...)T[], X.copyOfConfined(...)X
 *   clone        X            -> X.copy(site)X          or X.toHeap()T[] where the result stays on the Java heap
 *   wrap         X, ...       -> ArrayBuffers.wrap
 *   others       X            -> see {@link StandIn}; what may fail halfway is a method of JdkCalls
 * </pre>
 */
final class LibraryCallWeaver {
  private static final String BASE = "io/offheap/array/PrimitiveArray";
  private static final String FUNCTIONS = "io/offheap/array/ArrayFunctions";
  private static final String JDK_CALLS = "io/offheap/array/JdkCalls";
  private static final String BUFFERS = "io/offheap/array/ArrayBuffers";

  private final MethodWeaver weaver;
  private final MethodNode method;
  private final MethodVariant flow;
  private final AbstractInsnNode analysed;
  private final int index;

  /**
   * @param weaver of the method
   * @param analysed the call as it was analysed
   * @param index its place
   */
  LibraryCallWeaver(
      MethodWeaver weaver,
      MethodNode method,
      MethodVariant flow,
      AbstractInsnNode analysed,
      int index) {
    this.weaver = weaver;
    this.method = method;
    this.flow = flow;
    this.analysed = analysed;
    this.index = index;
  }

  void weave(MethodInsnNode call) {
    Type[] arguments = Type.getArgumentTypes(call.desc);
    int first = flow.stackSize(index) - arguments.length;
    String madeAs = flow.madeAs(index, first - 1);
    LibraryCall known = LibraryCall.of(call, madeAs);
    if (known == null) {
      wrap(call, first);
      return;
    }
    switch (known) {
      case ARRAYCOPY -> {
        if (flow.movedStack(index, first) != null || flow.movedStack(index, first + 2) != null) {
          weaver.replace(call, MethodWeaver.statik(BASE, "arraycopy", call.desc));
        }
      }
      case CLONE -> copy(call, flow.movedStack(index, first - 1), "copy", "toHeap", "");
      case COPY -> {
        ElementType from = flow.movedStack(index, first);
        String rest =
            call.desc.substring(arguments[0].getDescriptor().length() + 1, call.desc.indexOf(')'));
        copy(call, from, call.name, call.name + "ToHeap", rest);
      }
      case ARRAYS -> arrays(call, arguments, first);
      case FUNCTION -> {
        ElementType array = flow.movedStack(index, first);
        if (array != null) {
          String rest = call.desc.substring(1 + array.arrayDescriptor().length());
          // IntStream.of(int...) is Arrays.stream(int[]).
          String name = call.name.equals("of") ? "stream" : call.name;
          weaver.replace(
              call, MethodWeaver.statik(FUNCTIONS, name, "(" + array.handleDescriptor() + rest));
        }
      }
      case JDK -> jdkMethod(call, arguments, first, madeAs);
      case IDENTITY, OBJECT -> {}
    }
  }

  private void jdkMethod(
      MethodInsnNode call, Type[] arguments, int first, @Nullable String madeAs) {
    JdkMethod known = JdkMethod.of(call, madeAs);
    if (known == null) {
      return;
    }
    ElementType made = known.isFresh() ? flow.movedResult(analysed) : null;
    if (made != null) {
      String descriptor = "(" + made.arrayDescriptor() + "I)" + made.handleDescriptor();
      AbstractInsnNode toHandle = MethodWeaver.statik(made.handle(), "cloneOf", descriptor);
      method.instructions.insert(call, toHandle);
      method.instructions.insertBefore(toHandle, weaver.siteOf(call, made));
      weaver.needStack(1);
    } else if (known.isFresh()) {
      weaver.refuseIfStrict(index, call);
    }
    int place = JdkMethod.arrayIndex(arguments);
    ElementType passed = place < 0 ? null : flow.movedStack(index, first + place);
    if (passed != null && known.use() == JdkMethod.Use.WRITE_PARTLY) {
      String receiver = "L" + JdkMethod.declaring(call) + ";";
      String taking = call.desc.replace(passed.arrayDescriptor(), passed.handleDescriptor());
      weaver.replace(
          call, MethodWeaver.statik(JDK_CALLS, call.name, "(" + receiver + taking.substring(1)));
    } else if (passed != null) {
      new StandIn(method, call, known, passed).insert();
      weaver.needStack(StandIn.EXTRA_STACK);
    }
  }

  /** A buffer over the elements of a handle. */
  private void wrap(MethodInsnNode call, int first) {
    ElementType type = call.name.equals("wrap") ? flow.movedStack(index, first) : null;
    if (type != null) {
      String descriptor = call.desc.replace(type.arrayDescriptor(), type.handleDescriptor());
      weaver.replace(call, MethodWeaver.statik(BUFFERS, call.name, descriptor));
    }
  }

  /** A call that makes an array from another: four cases, by which of the two are handles. */
  private void copy(
      MethodInsnNode call,
      @Nullable ElementType from,
      String toHandle,
      String toHeap,
      String rest) {
    ElementType to = flow.movedResult(analysed);
    boolean clone = call.name.equals("clone");
    if (to == null) {
      weaver.refuseIfStrict(index, call);
    }
    if (from == null && to == null) {
      return;
    }
    ElementType type = LibraryCall.madeBy(call);
    if (to != null && flow.isConfined(analysed)) {
      weaver.replace(
          call, weaver.confined(call, to, call.name + "Confined", "Ljava/lang/Object;" + rest));
      return;
    }
    String result = to == null ? type.arrayDescriptor() : type.handleDescriptor();
    String name = to == null ? toHeap : toHandle;
    String site = to == null ? "" : "I";
    if (to != null) {
      weaver.pushSite(call, to);
    }
    if (!clone) {
      String source = from == null ? type.arrayDescriptor() : type.handleDescriptor();
      weaver.replace(
          call,
          MethodWeaver.statik(type.handle(), name, "(" + source + rest + site + ")" + result));
    } else if (from != null) {
      weaver.replace(call, MethodWeaver.virtual(type, name, "(" + site + ")" + result));
    } else {
      String descriptor = "(" + type.arrayDescriptor() + site + ")" + result;
      weaver.replace(call, MethodWeaver.statik(type.handle(), "cloneOf", descriptor));
    }
  }

  private void arrays(MethodInsnNode call, Type[] arguments, int first) {
    if (call.name.equals("compareUnsigned") && arguments.length == 2) {
      if (flow.movedStack(index, first) != null || flow.movedStack(index, first + 1) != null) {
        weaver.replace(
            call, MethodWeaver.statik(BASE, call.name, "(Ljava/lang/Object;Ljava/lang/Object;)I"));
      }
      return;
    }
    if (LibraryCall.isOverTwoRanges(arguments)) {
      if (flow.movedStack(index, first) != null || flow.movedStack(index, first + 3) != null) {
        String result = Type.getReturnType(call.desc).getDescriptor();
        String ranges = "(Ljava/lang/Object;IILjava/lang/Object;II)" + result;
        weaver.replace(call, MethodWeaver.statik(BASE, call.name, ranges));
      }
      return;
    }
    StringBuilder descriptor = new StringBuilder("(");
    ElementType handle = null;
    for (int a = 0; a < arguments.length; a++) {
      ElementType type = flow.movedStack(index, first + a);
      descriptor.append(type == null ? arguments[a].getDescriptor() : type.handleDescriptor());
      handle = type == null ? handle : type;
    }
    if (handle != null) {
      descriptor.append(')').append(Type.getReturnType(call.desc).getDescriptor());
      weaver.replace(call, MethodWeaver.statik(handle.handle(), call.name, descriptor.toString()));
    }
  }
}
