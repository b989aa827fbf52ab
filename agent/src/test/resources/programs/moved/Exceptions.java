import io.offheap.OffHeap;

/**
 * The exceptions of arrays: type, message where Java fixes it, the line they point at, and what was
 * evaluated before.
 */
public class Exceptions {
  private long @OffHeap [] values;
  private static int calls;

  interface Action {
    void run();
  }

  void fill() {
    values = new long[3];
  }

  static int call(int value) {
    calls++;
    return value;
  }

  static void report(String name, Action action) {
    calls = 0;
    try {
      action.run();
      System.out.println(name + ": nothing");
    } catch (NullPointerException e) {
      StackTraceElement top = e.getStackTrace()[0];
      System.out.println(
          name
              + ": NullPointerException in "
              + top.getMethodName()
              + ":"
              + top.getLineNumber()
              + " after "
              + calls);
    } catch (RuntimeException e) {
      StackTraceElement top = e.getStackTrace()[0];
      System.out.println(
          name
              + ": "
              + e
              + " in "
              + top.getMethodName()
              + ":"
              + top.getLineNumber()
              + " after "
              + calls);
    }
  }

  void tests() {
    report("null read", () -> System.out.println(values[call(0)]));
    report("null write", () -> values[call(0)] = call(1));
    report("null length", () -> System.out.println(values.length));
    fill();
    report("read 3", () -> System.out.println(values[call(3)]));
    report("read -1", () -> System.out.println(values[call(-1)]));
    report("write 3", () -> values[call(3)] = call(1));
    report("add 4", () -> values[call(4)] += call(1));
    report("increment", () -> values[call(Integer.MAX_VALUE)]++);
    report("division first", () -> values[call(7)] = call(1) / (calls - 2));
    report(
        "negative",
        () -> {
          int @OffHeap [] none = new int[call(-5)];
          System.out.println(none.length);
        });
  }

  public static void main(String[] args) {
    new Exceptions().tests();
  }
}
// EXPECT 16 long[] MOVED
// EXPECT 68 int[] MOVED
