package io.offheap.agent.flow;

import io.offheap.agent.code.ElementType;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.analysis.Value;

/**
 * What abstract interpretation knows of a value: an array of primitives and the class of values it
 * belongs to, or only how much room it takes.
 */
sealed interface FlowValue extends Value {

  /** A one-dimensional array of primitives, never known to be null. */
  record Array(ElementType type, FlowNode node) implements FlowValue {
    @Override
    public int getSize() {
      return 1;
    }
  }

  /**
   * An object that the method has made by {@code new}, of a class whose methods {@link JdkMethod}
   * knows; or null.
   */
  record Made(String className) implements FlowValue {
    @Override
    public int getSize() {
      return 1;
    }
  }

  /** The class that {@code value} was made of; null if it is no {@link Made}. */
  static @Nullable String madeAs(FlowValue value) {
    return value instanceof Made made ? made.className() : null;
  }

  /** Everything else. */
  enum Other implements FlowValue {
    /** No usable value: never assigned, or of different kinds on different paths. */
    NONE(1),
    /** An int, a float, or what is treated as one. */
    SINGLE(1),
    /** A long or a double. */
    WIDE(2),
    /** The null constant, which is an array as much as an object. */
    NULL(1),
    /** A reference of which nothing more is known; it may be an array made elsewhere. */
    REFERENCE(1);

    private final int size;

    Other(int size) {
      this.size = size;
    }

    @Override
    public int getSize() {
      return size;
    }
  }
}
