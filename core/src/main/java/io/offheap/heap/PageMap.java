package io.offheap.heap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * From an address to what holds it, one entry a page: a shift and two loads.
 *
 * <p>Written under one lock, the heap's. Read by anyone without: a thread that was given an address
 * in any way that orders sees the entry it had then. A thread that made its address up may see what
 * was or will be there; either is an object that can tell.
 *
 * <p>Entries are written with release, which publishes all of the object, also to those who read
 * the entry plainly, as its fields are final. Growing replaces the array; whoever still has the old
 * one sees all that was in it.
 */
final class PageMap<T> {
  private static final VarHandle ENTRY = MethodHandles.arrayElementVarHandle(Object[].class);

  private final int pageShift;
  private @Nullable Object[] entries = new Object[1024];

  /**
   * @param pageShift the logarithm of the page size
   */
  PageMap(int pageShift) {
    this.pageShift = pageShift;
  }

  /** What holds an address, any address; null if nothing does. */
  @SuppressWarnings("unchecked") // only put() stores
  @Nullable T at(long address) {
    @Nullable Object[] table = entries;
    long page = address >>> pageShift;
    return page < table.length ? (T) table[(int) page] : null;
  }

  /** What holds an address that is known to be held. */
  T get(long address) {
    T value = at(address);
    if (value == null) throw new IllegalStateException("the heap was closed meanwhile");
    return value;
  }

  /**
   * Makes room for the entries of a range.
   *
   * @throws OutOfMemoryError if the Java heap has none; nothing has changed then
   */
  void reserve(long start, long byteSize) {
    int end = Math.toIntExact((start + byteSize - 1) >>> pageShift) + 1;
    @Nullable Object[] table = entries;
    if (end > table.length) {
      @Nullable Object[] larger = Arrays.copyOf(table, Math.max(end, table.length * 2));
      VarHandle.storeStoreFence(); // the copies before the array that holds them
      entries = larger;
    }
  }

  /** Sets the entries of all pages of a range that there is room for; null takes them out. */
  void put(long start, long byteSize, @Nullable T value) {
    @Nullable Object[] table = entries;
    int end = (int) ((start + byteSize - 1) >>> pageShift);
    for (int page = (int) (start >>> pageShift); page <= end; page++) {
      ENTRY.setRelease(table, page, value);
    }
  }

  /** Takes all out. */
  void clear() {
    entries = new Object[0];
  }
}
