import io.offheap.OffHeap;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.util.ArrayList;
import java.util.Arrays;

public class Serialised extends ArrayList<String> {

  private int @OffHeap [] kept = {1, 2, 3};
  private transient int @OffHeap [] moved = {4, 5};

  public static void main(String[] args) throws Exception {
    Serialised before = new Serialised();
    before.kept[0] = before.moved[1];
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(before);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      Serialised after = (Serialised) in.readObject();
      System.out.println(Arrays.toString(after.kept) + (after.moved == null));
    }
    System.out.println(ObjectStreamClass.lookup(Serialised.class).getSerialVersionUID());
  }
}
// EXPECT 12 int[] KEPT SERIALIZABLE held in field kept, which would be serialized: the class is serializable
// EXPECT 13 int[] MOVED
