package io.offheap.profiles.text;

import java.util.ArrayList;
import java.util.List;

/** Rows of cells in aligned columns; the first column to the left, the others to the right. */
public final class Table {
  private final List<String[]> rows = new ArrayList<>();

  /** Adds a row. */
  public void add(String... cells) {
    rows.add(cells);
  }

  /** The rows as lines of text. */
  public List<String> lines() {
    int columns = rows.stream().mapToInt(row -> row.length).max().orElse(0);
    int[] widths = new int[columns];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(String[] row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.length; i++) {
      String padding = " ".repeat(widths[i] - row[i].length());
      if (i > 0) line.append("  ").append(padding);
      line.append(row[i]);
      if (i == 0) line.append(padding);
    }
    return line.toString().stripTrailing();
  }
}
