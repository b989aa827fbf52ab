import io.offheap.OffHeap;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

public class LookedUpByName {
  private volatile int @OffHeap [] values;

  void fill() {
    values = new int[2];
  }

  public static void main(String[] args) throws ReflectiveOperationException {
    VarHandle handle =
        MethodHandles.lookup().findVarHandle(LookedUpByName.class, "values", int[].class);
    LookedUpByName object = new LookedUpByName();
    object.fill();
    System.out.println(
        handle.compareAndSet(object, object.values, new int[5]) + " " + object.values.length);
  }
}
// EXPECT 9 int[] KEPT REFLECTION held in field values, which may be looked up by java.lang.invoke.MethodHandles$Lookup.findVarHandle in LookedUpByName
