import io.offheap.OffHeap;

public class MadePartOfString {
  public static void main(String[] args) {

    long @OffHeap [] values = new long[2];
    String text = "values: " + values;
    System.out.println(text.startsWith("values: [J@"));
  }
}
// EXPECT 6 long[] MOVED
