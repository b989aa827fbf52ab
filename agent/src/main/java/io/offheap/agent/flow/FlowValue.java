package io.offheap.agent.flow;

import io.offheap.agent.code.ElementType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
   * A buffer around an array, or one made of such a buffer; or null. See {@link BufferViews}.
   *
   * @param node of the array
   */
  record View(FlowNode node) implements FlowValue {
    @Override
    public int getSize() {
      return 1;
    }
  }

  /**
   * An object that the method has made by {@code new}, of a class whose methods {@link JdkMethod}
   * knows; or null.
   *
   * @param filter of an object that passes arrays on: what it was made with; null for others
   */
  record Made(String className, @Nullable Filter filter) implements FlowValue {
    @Override
    public int getSize() {
      return 1;
    }
  }

  /** What a stream that passes arrays on to another was made with. */
  final class Filter {
    private boolean made;
    private boolean doubtful;
    private final Set<Filter> inner = new HashSet<>();

    /** The constructor was called. */
    void madeWith(List<? extends FlowValue> arguments) {
      made = true;
      for (FlowValue argument : arguments) {
        if (argument instanceof Made known) {
          if (known.filter() != null) {
            inner.add(known.filter());
          }
        } else if (argument != Other.SINGLE && argument != Other.WIDE) {
          doubtful = true;
        }
      }
    }

    /** Whether arrays only get to objects of known classes. */
    boolean isCertain() {
      return made && !doubtful && inner.stream().allMatch(Filter::isCertain);
    }
  }

  /** The class that {@code value} was made of; null if it is no {@link Made}, or not certain. */
  static @Nullable String madeAs(FlowValue value) {
    return value instanceof Made made && (made.filter() == null || made.filter().isCertain())
        ? made.className()
        : null;
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
