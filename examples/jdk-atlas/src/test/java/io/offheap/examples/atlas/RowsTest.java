package io.offheap.examples.atlas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RowsTest {
  @Test
  void rows_areIndependentOfTheOrderInWhichTheyAreBegun() {
    Rows rows = rows(new int[][] {{2, 7, 8}, {0, 9}, {3}});
    rows.trim(5);
    assertThat(row(rows, 0)).containsExactly(9);
    assertThat(row(rows, 1)).isEmpty();
    assertThat(row(rows, 2)).containsExactly(7, 8);
    assertThat(row(rows, 3)).isEmpty();
    assertThat(row(rows, 4)).isEmpty();
    assertThat(rows.size()).isEqualTo(3);
  }

  @Test
  void transposed_tellsTheRowsOfEachValue() {
    Rows rows = rows(new int[][] {{0, 1, 1}, {1, 0, 3}, {2, 1}});
    rows.trim(3);
    Rows transposed = rows.transposed(4);
    assertThat(row(transposed, 0)).containsExactly(1);
    assertThat(row(transposed, 1)).containsExactly(0, 0, 2);
    assertThat(row(transposed, 2)).isEmpty();
    assertThat(row(transposed, 3)).containsExactly(1);
    assertThat(transposed.size()).isEqualTo(rows.size());
  }

  @Test
  void rows_growFarBeyondTheirFirstSize() {
    int count = 30_000;
    Rows rows = new Rows();
    for (int row = 0; row < count; row++) {
      rows.begin(row);
      rows.add(row);
      rows.add(count - 1 - row);
    }
    rows.trim(count);
    Rows transposed = rows.transposed(count);
    for (int row = 0; row < count; row++) {
      assertThat(row(rows, row)).containsExactly(row, count - 1 - row);
      assertThat(row(transposed, row)).containsExactlyInAnyOrder(row, count - 1 - row);
    }
  }

  /** Rows given as number and values. */
  static Rows rows(int[][] numbered) {
    Rows rows = new Rows();
    for (int[] row : numbered) {
      rows.begin(row[0]);
      for (int i = 1; i < row.length; i++) {
        rows.add(row[i]);
      }
    }
    return rows;
  }

  private static int[] row(Rows rows, int row) {
    int[] values = new int[rows.size(row)];
    for (int i = 0; i < values.length; i++) {
      values[i] = rows.value(rows.from(row) + i);
    }
    return values;
  }
}
