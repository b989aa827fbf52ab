import io.offheap.OffHeap;

public class ClassLiteral {
  public static void main(String[] args) {

    float @OffHeap [] values = new float[2];
    System.out.println(values.getClass());
  }
}
// EXPECT 6 float[] KEPT ESCAPES_TO_CALL passed to java.lang.Object.getClass at line 7
