package io.offheap.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import io.offheap.heap.HeapOptions;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random operations on arrays, and the same on handles that hold the same elements: result,
 * exception (class and message) and contents afterwards must be equal. Every trial has arrays and a
 * seed of its own, so a failure names one operation.
 */
@NullUnmarked // null is among the arguments
@SuppressWarnings("ReferenceEquality") // identity of arrays is part of the input
class ArrayDifferentialTest {
  private static final int TRIALS = 3_000;
  private static final int MAX_LENGTH = 40;
  private static final Set<String> NAMES =
      Set.of(
          "copyOf",
          "copyOfRange",
          "fill",
          "equals",
          "hashCode",
          "toString",
          "sort",
          "binarySearch",
          "mismatch",
          "compare",
          "compareUnsigned",
          "parallelSort");
  private static final Set<ElementType> UNSIGNED =
      EnumSet.of(ElementType.BYTE, ElementType.SHORT, ElementType.INT, ElementType.LONG);

  private static final Map<Method, MethodHandle> HANDLES = new HashMap<>();

  /** What came of an operation: a value or an exception, and the contents of its arrays. */
  private record Outcome(String result, List<String> contents) {}

  private interface ArrayCopying {
    void copy(Object source, int sourceIndex, Object target, int targetIndex, int count);
  }

  private interface Operation {
    Object run() throws Throwable;
  }

  @BeforeAll
  static void moveEveryArray() {
    ArrayMemory.replace(new ArrayOptions(64 << 20, HeapOptions.DEFAULT_ALLOCATOR, 0, false));
  }

  @AfterAll
  static void allMoved() {
    assertThat(ArrayMemory.heap().statistics().allocationCount()).isGreaterThan(TRIALS);
    assertThat(ArrayMemory.heap().statistics().refusalCount()).isZero();
    ArrayMemory.heap().checkInvariants();
    ArrayMemory.replace(ArrayOptions.defaults());
  }

  @ParameterizedTest
  @EnumSource
  void arraysMethods_behaveAsOnArrays(ElementType type) {
    List<Method> methods = arraysMethods(type);
    Set<String> compared = new TreeSet<>();
    for (int trial = 0; trial < TRIALS; trial++) {
      long seed = seed(type, trial);
      Random random = new Random(seed);
      Method method = methods.get(random.nextInt(methods.size()));
      Object[] arguments = arguments(type, method, random);
      Object[] handles = withHandles(type, arguments, random);
      Method counterpart = counterpart(type, method, handles, random);

      String operation = counterpart + Arrays.deepToString(arguments) + ", seed " + seed;
      Outcome expected = outcome(arguments, () -> call(method, arguments));
      Outcome actual = outcome(handles, () -> call(counterpart, handles));
      assertThat(actual).as(operation).isEqualTo(expected);
      compared.add(counterpart.toGenericString());
    }
    // Whole-array forms in three mixes, ranges in one, copies in three, compareUnsigned in one.
    int unsigned = UNSIGNED.contains(type) ? 2 : 0;
    assertThat(compared).hasSize(type == ElementType.BOOLEAN ? 22 : 28 + unsigned);
  }

  @ParameterizedTest
  @EnumSource
  void elementAccess_behavesAsOnArrays(ElementType type) throws Exception {
    Method get = type.handleClass.getMethod("get", int.class);
    Method set = type.handleClass.getMethod("set", int.class, type.elementClass);
    for (int trial = 0; trial < TRIALS; trial++) {
      long seed = seed(type, trial);
      Random random = new Random(seed);
      Object array = type.randomArray(random, MAX_LENGTH);
      Object handle = type.handleOf(array, random.nextBoolean());
      int index = randomIndex(random);
      Object value = type.randomValue(random);
      boolean read = random.nextBoolean();
      Outcome expected =
          outcome(
              new Object[] {array},
              () -> {
                int length = Array.getLength(array);
                if (index < 0 || index >= length) {
                  // What an array access says, unless it has failed so often that it says nothing.
                  throw new ArrayIndexOutOfBoundsException(
                      "Index " + index + " out of bounds for length " + length);
                } else if (read) {
                  return Array.get(array, index);
                }
                Array.set(array, index, value);
                return null;
              });
      Outcome actual =
          outcome(
              new Object[] {handle},
              () -> read ? call(get, handle, index) : call(set, handle, index, value));
      assertThat(actual).as("index %s, seed %s", index, seed).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BOOLEAN", "BYTE", "CHAR", "SHORT"})
  void store_narrowsAsTheInstructionDoes(ElementType type) throws Exception {
    Method store = type.handleClass.getMethod("store", int.class, int.class);
    for (boolean onHeap : new boolean[] {false, true}) {
      Random random = new Random(7);
      for (int trial = 0; trial < 1_000; trial++) {
        PrimitiveArray handle = type.handleOf(type.newArray(3), onHeap);
        int value = random.nextInt() >>> random.nextInt(32);
        store.invoke(handle, 1, value);
        Object expected = type.newArray(3);
        Array.set(expected, 1, type.narrowed(value));
        assertThat(type.bits(handle)).as("value %s", value).isEqualTo(type.bits(expected));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void arraycopy_behavesAsOnArrays(ElementType type) {
    for (int trial = 0; trial < TRIALS; trial++) {
      long seed = seed(type, trial);
      Random random = new Random(seed);
      Object source = type.randomArray(random, MAX_LENGTH);
      Object target =
          switch (random.nextInt(20)) {
            case 0 -> null;
            case 1 -> "not an array";
            case 2 -> new String[7];
            case 3, 4 -> ElementType.random(random).randomArray(random, 9);
            case 5, 6, 7, 8 -> source;
            default -> type.randomArray(random, MAX_LENGTH);
          };
      int extreme = random.nextBoolean() ? Integer.MIN_VALUE : Integer.MAX_VALUE;
      boolean swap = random.nextInt(4) == 0;
      Object[] arguments = {
        swap ? target : source,
        randomIndex(random),
        swap ? source : target,
        random.nextInt(20) == 0 ? extreme : randomIndex(random),
        random.nextInt(20) == 0 ? extreme : random.nextInt(-2, 20)
      };
      Object[] handles = withHandles(type, arguments, random);
      Outcome expected = outcome(arguments, () -> arraycopy(System::arraycopy, arguments));
      Outcome actual = outcome(handles, () -> arraycopy(PrimitiveArray::arraycopy, handles));
      assertThat(actual)
          .as("%s, seed %s", Arrays.deepToString(arguments), seed)
          .isEqualTo(expected);
    }
  }

  /** Seeds far from each other: the first numbers of neighbouring ones are alike. */
  private static long seed(ElementType type, int trial) {
    return (type.name().hashCode() * 1_000_000L + trial) * 0x9e3779b97f4a7c15L;
  }

  /** The methods of {@code java.util.Arrays} that handles have, for arrays of this type. */
  private static List<Method> arraysMethods(ElementType type) {
    List<Method> methods = new ArrayList<>();
    for (Method method : Arrays.class.getMethods()) {
      Class<?>[] parameters = method.getParameterTypes();
      if (NAMES.contains(method.getName())
          && parameters.length > 0
          && parameters[0] == type.arrayClass) {
        methods.add(method);
      }
    }
    int unsigned = UNSIGNED.contains(type) ? 2 : 0;
    assertThat(methods).hasSize(type == ElementType.BOOLEAN ? 12 : 18 + unsigned);
    return methods;
  }

  private static Object[] arguments(ElementType type, Method method, Random random) {
    Class<?>[] parameters = method.getParameterTypes();
    Object[] arguments = new Object[parameters.length];
    for (int i = 0; i < arguments.length; i++) {
      if (parameters[i] == type.arrayClass) {
        boolean again = i > 0 && random.nextInt(3) == 0;
        boolean similar = i > 0 && random.nextInt(3) == 0 && arguments[0] != null;
        arguments[i] =
            random.nextInt(30) == 0
                ? null
                : again
                    ? arguments[0]
                    : similar
                        ? type.elements(arguments[0])
                        : type.randomArray(random, random.nextInt(3) == 0 ? 3 : MAX_LENGTH);
        if (similar && !again && arguments[i] != null) {
          int length = Array.getLength(arguments[i]);
          if (length > 0) {
            Array.set(arguments[i], random.nextInt(length), type.randomValue(random));
          }
        }
      } else if (parameters[i] == int.class
          && (type != ElementType.INT || i < arguments.length - 1 || takesIndexLast(method))) {
        arguments[i] = randomIndex(random);
      } else {
        arguments[i] = type.randomValue(random);
      }
    }
    return arguments;
  }

  private static boolean takesIndexLast(Method method) {
    return !method.getName().equals("fill") && !method.getName().equals("binarySearch");
  }

  /** Mostly small and valid, at times negative or too large. */
  private static int randomIndex(Random random) {
    return switch (random.nextInt(16)) {
      case 0 -> -1 - random.nextInt(3);
      case 1 -> MAX_LENGTH + random.nextInt(3);
      case 2 -> MAX_LENGTH + random.nextInt(100);
      case 3 -> 0;
      default -> random.nextInt(MAX_LENGTH);
    };
  }

  /**
   * The same arguments with handles in place of arrays of the type: all, or (half of the time) some
   * but at least one. The same array becomes the same handle.
   */
  private static Object[] withHandles(ElementType type, Object[] arguments, Random random) {
    List<Integer> arrays = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i] != null && arguments[i].getClass() == type.arrayClass) {
        arrays.add(i);
      }
    }
    boolean same = arrays.size() == 2 && arguments[arrays.get(0)] == arguments[arrays.get(1)];
    int keptOnHeap =
        arrays.size() == 2 && !same && random.nextBoolean()
            ? arrays.get(random.nextInt(arrays.size()))
            : -1;
    Object[] handles = arguments.clone();
    for (int i : arrays) {
      if (i == keptOnHeap) {
        handles[i] = type.elements(arguments[i]);
      } else if (same && i == arrays.get(1)) {
        handles[i] = handles[arrays.get(0)];
      } else {
        handles[i] = type.handleOf(arguments[i], random.nextBoolean());
      }
    }
    return handles;
  }

  private static Method counterpart(
      ElementType type, Method method, Object[] handles, Random random) {
    Class<?>[] parameters = method.getParameterTypes();
    boolean anyMix = parameters.length == 6 || method.getName().equals("compareUnsigned");
    for (int i = 0; i < parameters.length; i++) {
      if (parameters[i] == type.arrayClass) {
        boolean array = handles[i] != null && handles[i].getClass() == type.arrayClass;
        parameters[i] = anyMix ? Object.class : array ? type.arrayClass : type.handleClass;
      }
    }
    try {
      if (method.getName().startsWith("copyOf")) {
        return switch (random.nextInt(3)) {
          case 0 -> type.handleClass.getMethod(method.getName() + "ToHeap", parameters);
          case 1 -> {
            if (handles[0] != null) {
              handles[0] = type.elements(handles[0]);
            }
            yield type.handleClass.getMethod(method.getName(), method.getParameterTypes());
          }
          default -> type.handleClass.getMethod(method.getName(), parameters);
        };
      }
      return (anyMix ? PrimitiveArray.class : type.handleClass)
          .getMethod(method.getName(), parameters);
    } catch (NoSuchMethodException failure) {
      return fail("no counterpart of " + method, failure);
    }
  }

  private static Object arraycopy(ArrayCopying method, Object[] arguments) {
    method.copy(
        arguments[0], (int) arguments[1], arguments[2], (int) arguments[3], (int) arguments[4]);
    return null;
  }

  /** Not by {@code Method.invoke}, which judges exceptions by the top frame of their trace. */
  private static Object call(Method method, Object... arguments) throws Throwable {
    MethodHandle handle = HANDLES.get(method);
    if (handle == null) {
      handle =
          MethodHandles.lookup()
              .unreflect(method)
              .asSpreader(Object[].class, arguments.length)
              .asType(MethodType.methodType(Object.class, Object[].class));
      HANDLES.put(method, handle);
    }
    return handle.invokeExact(arguments);
  }

  private static Outcome outcome(Object[] arguments, Operation operation) {
    String result;
    try {
      result = text(operation.run());
    } catch (Throwable failure) {
      result = text(failure);
    }
    List<String> contents = new ArrayList<>();
    for (Object argument : arguments) {
      contents.add(text(argument));
    }
    return new Outcome(result, contents);
  }

  private static String text(Object value) {
    if (value instanceof NullPointerException) {
      return "NullPointerException";
    } else if (value instanceof Throwable failure) {
      return failure.toString();
    } else if (value instanceof PrimitiveArray handle) {
      for (ElementType type : ElementType.values()) {
        if (type.handleClass == handle.getClass()) {
          return type.bits(handle);
        }
      }
    } else if (value != null && value.getClass().isArray() && !(value instanceof Object[])) {
      return ElementType.of(value.getClass()).bits(value);
    } else if (value instanceof Object[] objects) {
      return Arrays.toString(objects);
    }
    return ElementType.bitsOf(value);
  }
}
