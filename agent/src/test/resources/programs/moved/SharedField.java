import io.offheap.OffHeap;

public class SharedField {

  double @OffHeap [] values = new double[2];

  public static void main(String[] args) {
    SharedField field = new SharedField();
    Other.write(field);
    System.out.println(field.values[1]);
  }
}

class Other {
  static void write(SharedField field) {
    field.values[1] = 2.5;
  }
}
// EXPECT 5 double[] MOVED
