package io.offheap.heap;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** The page map: who finds an entry finds all of the object, without a lock. */
public class PageMapStress {
  private static final long PAGE = 4096;
  private static final int PAGE_SHIFT = 12;
  private static final long FAR = 5_000 * PAGE;

  private PageMapStress() {}

  /** What an entry leads to. */
  private static final class Entry {
    private final int a;
    private final int b;
    private final int[] c;

    private Entry(int value) {
      a = value;
      b = value;
      c = new int[] {value};
    }

    int sum() {
      return a + b + c[0];
    }
  }

  /** An entry is published by the map alone. */
  @JCStressTest
  @Outcome(
      id = {"0", "3"},
      expect = ACCEPTABLE,
      desc = "nothing yet, or all of it")
  @Outcome(expect = FORBIDDEN, desc = "half an object")
  @State
  public static class Published {
    private final PageMap<Entry> map = new PageMap<>(PAGE_SHIFT);

    @Actor
    public void writer() {
      map.put(PAGE, PAGE, new Entry(1));
    }

    @Actor
    public void reader(I_Result r) {
      Entry entry = map.at(PAGE);
      r.r1 = entry == null ? 0 : entry.sum();
    }
  }

  /** The map grows while old and new entries are looked up. */
  @JCStressTest
  @Outcome(
      id = {"3, 0", "3, 3"},
      expect = ACCEPTABLE,
      desc = "the old entry always, the new one or none")
  @Outcome(expect = FORBIDDEN, desc = "an entry was lost, or half an object found")
  @State
  public static class Growing {
    private final PageMap<Entry> map = new PageMap<>(PAGE_SHIFT);

    public Growing() {
      map.put(PAGE, PAGE, new Entry(1));
    }

    @Actor
    public void writer() {
      map.reserve(FAR, PAGE);
      map.put(FAR, PAGE, new Entry(1));
    }

    @Actor
    public void reader(II_Result r) {
      Entry added = map.at(FAR);
      Entry old = map.at(PAGE);
      r.r1 = old == null ? 0 : old.sum();
      r.r2 = added == null ? 0 : added.sum();
    }
  }

  /** The entry is in the map before it is complete. That shows on any processor. */
  @JCStressTest
  @Outcome(
      id = {"0", "3"},
      expect = ACCEPTABLE,
      desc = "nothing yet, or all of it")
  @Outcome(expect = FORBIDDEN, desc = "half an object")
  @State
  public static class PublishedPlanted {
    private final PageMap<Unready> map = new PageMap<>(PAGE_SHIFT);

    private static final class Unready {
      volatile int a;
      volatile int b;
      volatile int c;
    }

    @Actor
    public void writer() {
      Unready entry = new Unready();
      map.put(PAGE, PAGE, entry);
      entry.a = 1;
      entry.b = 1;
      entry.c = 1;
    }

    @Actor
    public void reader(I_Result r) {
      Unready entry = map.at(PAGE);
      r.r1 = entry == null ? 0 : entry.a + entry.b + entry.c;
    }
  }

  /** The larger table is there before the old entries are in it. */
  @JCStressTest
  @Outcome(
      id = {"3, 0", "3, 3"},
      expect = ACCEPTABLE,
      desc = "the old entry always, the new one or none")
  @Outcome(expect = FORBIDDEN, desc = "an entry was lost, or half an object found")
  @State
  public static class GrowingPlanted {
    private volatile Entry[] table = {new Entry(1)};

    @Actor
    public void writer() {
      Entry[] old = table;
      Entry[] larger = new Entry[64];
      table = larger;
      System.arraycopy(old, 0, larger, 0, old.length);
      larger[63] = new Entry(1);
    }

    @Actor
    public void reader(II_Result r) {
      Entry[] seen = table;
      Entry added = seen.length < 64 ? null : seen[63];
      Entry old = seen[0];
      r.r1 = old == null ? 0 : old.sum();
      r.r2 = added == null ? 0 : added.sum();
    }
  }
}
