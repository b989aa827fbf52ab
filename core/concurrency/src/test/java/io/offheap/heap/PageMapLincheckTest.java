package io.offheap.heap;

import io.offheap.concurrency.Lincheck;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The page map: written by one at a time, read by all, while it grows. */
class PageMapLincheckTest {
  private static final long PAGE = 4096;
  private static final int PAGE_SHIFT = 12;
  private static final long FAR = 1500 * PAGE;

  /** As the heap does it. */
  public static class Map {
    private final PageMap<Integer> map = new PageMap<>(PAGE_SHIFT);

    @Operation
    public synchronized void put(@Param(gen = IntGen.class, conf = "1:9") int value) {
      map.put(PAGE, PAGE, value);
    }

    @Operation
    public synchronized void putFar(@Param(gen = IntGen.class, conf = "1:9") int value) {
      map.reserve(FAR, PAGE);
      map.put(FAR, PAGE, value);
    }

    @Operation
    public int at() {
      return orZero(map.at(PAGE));
    }

    @Operation
    public int atFar() {
      return orZero(map.at(FAR));
    }
  }

  /** The larger table is there before the old entries are in it. */
  public static class MapPlanted {
    private volatile Integer[] table = new Integer[1];

    @Operation
    public synchronized void put(@Param(gen = IntGen.class, conf = "1:9") int value) {
      table[0] = value;
    }

    @Operation
    public synchronized void putFar(@Param(gen = IntGen.class, conf = "1:9") int value) {
      Integer[] old = table;
      if (old.length < 2) {
        table = new Integer[2];
        table[0] = old[0];
      }
      table[1] = value;
    }

    @Operation
    public int at() {
      return orZero(table[0]);
    }
  }

  private static int orZero(@Nullable Integer value) {
    return value == null ? 0 : value;
  }

  @Test
  void map_answersAsInSomeOrder() {
    Lincheck.demandSound(Map.class);
  }

  @Test
  void plantedMap_isFound() {
    Lincheck.demandBroken(MapPlanted.class);
  }
}
