package io.offheap.examples.atlas;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/** The numbered things that score best, best first; those with the same score by name. */
final class Ranking {
  private final int[] best;
  private final double[] scores;
  private int size;

  /** The best {@code count} of them; those that score 0 are left out. */
  Ranking(NameTable names, int count, IntToDoubleFunction score) {
    best = new int[count];
    scores = new double[count];
    for (int id = 0; id < names.size(); id++) {
      double value = score.applyAsDouble(id);
      if (value > 0) offer(names, id, value);
    }
  }

  private void offer(NameTable names, int id, double score) {
    int place = size;
    while (place > 0 && isBefore(names, id, score, place - 1)) {
      place--;
    }
    if (place == best.length) return;
    if (size < best.length) size++;
    System.arraycopy(best, place, best, place + 1, size - place - 1);
    System.arraycopy(scores, place, scores, place + 1, size - place - 1);
    best[place] = id;
    scores[place] = score;
  }

  private boolean isBefore(NameTable names, int id, double score, int place) {
    if (score != scores[place]) return score > scores[place];
    return names.compare(id, best[place]) < 0;
  }

  int[] ids() {
    return Arrays.copyOf(best, size);
  }
}
