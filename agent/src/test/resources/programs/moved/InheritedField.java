import io.offheap.OffHeap;

/** Marked fields that a class below uses by its own name, and one beside it by that of the class below. */
public class InheritedField {
  public static void main(String[] args) {
    InheritedHeir heir = new InheritedHeir();
    heir.put(7);
    System.out.println(heir.first() + InheritedReader.last(heir));
  }
}

class InheritedOwner {
  protected long @OffHeap [] values = new long[9];
  static int @OffHeap [] shared = {1, 2, 3};

  long first() {
    return values[0];
  }
}

class InheritedHeir extends InheritedOwner {
  void put(long value) {
    values[0] = value;
    shared[2] += 4;
  }
}

class InheritedReader {
  static long last(InheritedHeir heir) {
    return heir.values[8] + InheritedHeir.shared[2];
  }
}
// EXPECT 13 long[] MOVED
// EXPECT 14 int[] MOVED
