import io.offheap.OffHeap;

public class AskedForItsType {
  public static void main(String[] args) {

    char @OffHeap [] text = new char[2];
    Object any = text;
    System.out.println(any instanceof char[]);
    System.out.println(any instanceof Comparable);
  }
}
// EXPECT 6 char[] KEPT INSTANCEOF asked for its type by instanceof at line 8
