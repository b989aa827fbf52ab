package io.offheap.examples.atlas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PageRankTest {
  @Test
  void cycle_ranksAllTheSame() {
    PageRank ranks = ranks(3, new int[][] {{0, 1}, {1, 2}, {2, 0}});
    for (int method = 0; method < 3; method++) {
      assertThat(ranks.rank(method)).isCloseTo(1.0 / 3, within(1e-6));
    }
  }

  @Test
  void star_ranksItsCentreAsTheEquationsSay() {
    // With b the share of anywhere: a = b, c = b + 0.85 (a + a) = 2.7 b, and 2 a + c = 1.
    PageRank ranks = ranks(3, new int[][] {{0, 2}, {1, 2}});
    assertThat(ranks.rank(0)).isCloseTo(1 / 4.7, within(1e-6));
    assertThat(ranks.rank(1)).isCloseTo(1 / 4.7, within(1e-6));
    assertThat(ranks.rank(2)).isCloseTo(2.7 / 4.7, within(1e-6));
  }

  @Test
  void repeatedCalls_weighMore() {
    PageRank ranks = ranks(3, new int[][] {{0, 1, 1, 2}});
    assertThat(ranks.rank(1)).isGreaterThan(ranks.rank(2));
    assertThat(ranks.rank(0) + ranks.rank(1) + ranks.rank(2)).isCloseTo(1, within(1e-6));
  }

  private static PageRank ranks(int methodCount, int[][] numberedRows) {
    Rows calls = RowsTest.rows(numberedRows);
    calls.trim(methodCount);
    return new PageRank(calls, calls.transposed(methodCount), methodCount);
  }
}
