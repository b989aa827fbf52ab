package io.offheap.profiles.rules;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Who has the most of something. */
final class Tops {
  private Tops() {}

  /** A key and how much of the whole it has. */
  record Top(String key, long weight, long total, int keys) {
    double share() {
      return total == 0 ? 0 : (double) weight / total;
    }
  }

  /** The key with the greatest weight, the first of several; the empty one for no items. */
  static <T> Top mostWeight(List<T> items, Function<T, String> key, ToLongFunction<T> weight) {
    Map<String, Long> weights = new LinkedHashMap<>();
    long total = 0;
    for (T item : items) {
      long amount = weight.applyAsLong(item);
      weights.merge(key.apply(item), amount, Long::sum);
      total += amount;
    }
    Top top = new Top("", -1, total, weights.size());
    for (Map.Entry<String, Long> entry : weights.entrySet()) {
      if (entry.getValue() > top.weight()) {
        top = new Top(entry.getKey(), entry.getValue(), total, weights.size());
      }
    }
    return top.weight() < 0 ? new Top("", 0, total, 0) : top;
  }

  /** At least {@code bytes}, with no more than three binary digits that count. */
  static long roundedUp(long bytes) {
    long step = Math.max(Long.highestOneBit(Math.max(bytes, 1)) >> 2, 1);
    return (bytes + step - 1) / step * step;
  }
}
