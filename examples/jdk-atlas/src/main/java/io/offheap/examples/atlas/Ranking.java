package io.offheap.examples.atlas;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/** The methods that score best, best first; those with the same score by name. */
final class Ranking {
  private final int[] best;
  private final double[] scores;
  private int size;

  /** The best {@code count} methods; those that score 0 are left out. */
  Ranking(MethodTable methods, int count, IntToDoubleFunction score) {
    best = new int[count];
    scores = new double[count];
    for (int method = 0; method < methods.size(); method++) {
      double value = score.applyAsDouble(method);
      if (value > 0) offer(methods, method, value);
    }
  }

  private void offer(MethodTable methods, int method, double score) {
    int place = size;
    while (place > 0 && isBefore(methods, method, score, place - 1)) {
      place--;
    }
    if (place == best.length) return;
    if (size < best.length) size++;
    System.arraycopy(best, place, best, place + 1, size - place - 1);
    System.arraycopy(scores, place, scores, place + 1, size - place - 1);
    best[place] = method;
    scores[place] = score;
  }

  private boolean isBefore(MethodTable methods, int method, double score, int place) {
    if (score != scores[place]) return score > scores[place];
    return methods.compareNames(method, best[place]) < 0;
  }

  int[] methods() {
    return Arrays.copyOf(best, size);
  }
}
