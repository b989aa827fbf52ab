package io.offheap.array;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The places in the program where arrays are made, each with a number that woven code passes along,
 * and what has been made there. Always on; counting costs some ten nanoseconds an array and no
 * garbage.
 *
 * <p>Over all sites, {@code liveBytes} adds up to the bytes that were asked for by all off-heap
 * arrays that live, {@link Confined} ones included, and the chunks of memory that hold these.
 *
 * <p>Thread-safe.
 */
public final class Sites {
  /** The site of arrays that no woven code has made; each element type is counted by itself. */
  public static final int UNMARKED = 0;

  /** What {@link SiteStatistics#site} says of such arrays. */
  public static final String UNMARKED_NAME = "(unmarked)";

  private static final ElementKind[] KINDS = ElementKind.values();

  /** The ids of registered sites, by site and type; guarded by itself. */
  private static final Map<String, Integer> IDS = new HashMap<>();

  /**
   * The counters of registered sites; that of the site {@code id} is at {@code id - 1}. Replaced as
   * a whole when it grows; a thread that still sees the old one cannot know of the new ids.
   */
  private static volatile SiteCounter[] counters = {};

  private Sites() {}

  /**
   * The number of a site; the same for the same arguments, however often its class is loaded.
   *
   * @param site class, method and line, as in {@code com.acme.A.run(I)V:42}
   * @param type of the array, {@code long[]}
   */
  public static int register(String site, String type) {
    synchronized (IDS) {
      String key = site + ' ' + type;
      Integer known = IDS.get(key);
      if (known != null) {
        return known;
      }
      int id = counters.length + 1;
      SiteCounter[] more = Arrays.copyOf(counters, id);
      more[id - 1] = new SiteCounter(KINDS.length + id - 1, site, type);
      counters = more;
      IDS.put(key, id);
      return id;
    }
  }

  /**
   * The counts of each site that has allocated, those of no site first, then in the order of
   * registration.
   */
  public static List<SiteStatistics> statistics() {
    List<SiteStatistics> all = new ArrayList<>();
    for (ElementKind kind : KINDS) {
      addUsed(kind.unmarkedSite.statistics(), all);
    }
    SiteCounter[] known = counters;
    for (int i = 0; i < known.length; i++) {
      addUsed(ConfinedCounts.added(i + 1, known[i].statistics()), all);
    }
    return all;
  }

  private static void addUsed(SiteStatistics statistics, List<SiteStatistics> all) {
    if (statistics.allocationCount() + statistics.heapBackedCount() > 0) {
      all.add(statistics);
    }
  }

  /** The name of a registered site; {@link #UNMARKED_NAME} for every other number. */
  public static String name(int siteId) {
    SiteCounter[] known = counters;
    return siteId > 0 && siteId <= known.length ? known[siteId - 1].site() : UNMARKED_NAME;
  }

  /** The counter with this {@link SiteCounter#number}. */
  static SiteCounter counter(int number) {
    return number < KINDS.length ? KINDS[number].unmarkedSite : counters[number - KINDS.length];
  }

  /** Where arrays of a site are counted. */
  static SiteCounter counter(int siteId, ElementKind kind) {
    SiteCounter[] known = counters;
    return siteId > 0 && siteId <= known.length ? known[siteId - 1] : kind.unmarkedSite;
  }
}
