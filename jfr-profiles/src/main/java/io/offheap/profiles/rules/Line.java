package io.offheap.profiles.rules;

import io.offheap.profiles.facts.HeapRow;
import java.util.List;

/**
 * The straight line that fits the lower edge of used memory best.
 *
 * <p>Collector-tied memory goes up and down with each collection. What stays after the deepest
 * falls is what lives, so the recording is cut into equal times and only the least value of each
 * counts.
 *
 * @param bytesPerSecond its slope
 * @param fit the coefficient of determination, 1 when all points are on the line
 */
record Line(double bytesPerSecond, double fit) {
  private static final Line FLAT = new Line(0, 0);

  private static final int WINDOWS = 12;

  /** Fits the line; a flat one for fewer rows than there are windows. */
  static Line throughFloor(List<HeapRow> rows) {
    if (rows.size() < WINDOWS) return FLAT;
    long start = rows.get(0).timeNanos();
    double spanNanos = Math.max(rows.get(rows.size() - 1).timeNanos() - start, 1);
    double[] floor = new double[WINDOWS];
    double[] seconds = new double[WINDOWS];
    boolean[] seen = new boolean[WINDOWS];
    for (HeapRow row : rows) {
      double at = row.timeNanos() - start;
      int window = (int) Math.min(WINDOWS * at / spanNanos, WINDOWS - 1);
      if (seen[window] && floor[window] <= row.used()) continue;
      seen[window] = true;
      floor[window] = row.used();
      seconds[window] = at / 1e9;
    }
    return through(seconds, floor, seen);
  }

  private static Line through(double[] x, double[] y, boolean[] seen) {
    int count = 0;
    double meanX = 0;
    double meanY = 0;
    for (int i = 0; i < x.length; i++) {
      if (!seen[i]) continue;
      count++;
      meanX += x[i];
      meanY += y[i];
    }
    meanX /= count;
    meanY /= count;
    double xx = 0;
    double xy = 0;
    double yy = 0;
    for (int i = 0; i < x.length; i++) {
      if (!seen[i]) continue;
      xx += (x[i] - meanX) * (x[i] - meanX);
      xy += (x[i] - meanX) * (y[i] - meanY);
      yy += (y[i] - meanY) * (y[i] - meanY);
    }
    if (xx == 0 || yy == 0) return FLAT;
    return new Line(xy / xx, xy * xy / (xx * yy));
  }
}
