import io.offheap.OffHeap;

public class RecordComponent {
  record Samples(long @OffHeap [] values) {

    Samples {
      values = values == null ? new long[1] : values;
    }
  }

  public static void main(String[] args) {
    Samples samples = new Samples(new long[] {4});
    System.out.println(
        samples.values()[0]
            + " "
            + new Samples(null).values().length
            + " "
            + samples.equals(samples));
  }
}
// EXPECT 7 long[] KEPT RECORD_COMPONENT held in field values, which is a component of a record
// EXPECT 12 long[] KEPT RECORD_COMPONENT held in field values, which is a component of a record
