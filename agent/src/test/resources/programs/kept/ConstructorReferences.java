import io.offheap.OffHeap;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** The arrays of a constructor reference go to whoever calls it, which cannot be followed. */
public class ConstructorReferences {
  public static void main(String[] args) {
    IntFunction<long[]> longs = long @OffHeap []::new;
    IntFunction<long[][]> tables = long @OffHeap [][]::new;
    Supplier<StringBuilder> texts = @OffHeap StringBuilder::new;
    Function<Integer, byte[]> bytes = byte @OffHeap []::new;
    System.out.println(longs.apply(3).length + tables.apply(2).length + bytes.apply(4).length);
    System.out.println(texts.get().append('x'));
    try {
      longs.apply(-1);
    } catch (NegativeArraySizeException e) {
      System.out.println(e.getMessage());
    }
  }
}
// EXPECT 9 long[] KEPT RETURNED given to whoever calls the constructor reference at line 9
// EXPECT 10 long[][] KEPT UNSUPPORTED_TYPE only one-dimensional arrays of primitives can move
// EXPECT 11 java.lang.StringBuilder KEPT UNSUPPORTED_TYPE only one-dimensional arrays of primitives can move
// EXPECT 12 byte[] KEPT RETURNED given to whoever calls the constructor reference at line 12
