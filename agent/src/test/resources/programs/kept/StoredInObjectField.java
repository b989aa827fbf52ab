import io.offheap.OffHeap;

public class StoredInObjectField {
  private Object lock;

  int run() {

    byte @OffHeap [] bytes = new byte[2];
    lock = bytes;
    bytes[0] = 9;
    return ((byte[]) lock)[0];
  }

  public static void main(String[] args) {
    System.out.println(new StoredInObjectField().run());
  }
}
// EXPECT 8 byte[] KEPT STORED_IN_FIELD stored in field StoredInObjectField.lock at line 9
