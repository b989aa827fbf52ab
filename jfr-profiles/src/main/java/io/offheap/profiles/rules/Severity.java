package io.offheap.profiles.rules;

/** How much a finding matters; the names and the scores are those of Mission Control. */
public enum Severity {
  /** The recording lacks what the rule needs. */
  NOT_APPLICABLE,
  /** Nothing to do. */
  OK,
  /** Worth knowing. */
  INFO,
  /** Something should be done. */
  WARNING;

  /** The lowest score of {@link #INFO}. */
  public static final double INFO_SCORE = 25;

  /** The lowest score of {@link #WARNING}. */
  public static final double WARNING_SCORE = 75;

  static Severity ofScore(double score) {
    if (score >= WARNING_SCORE) return WARNING;
    return score >= INFO_SCORE ? INFO : OK;
  }

  /**
   * A score from 0 to 100 that grows with {@code value}, is 25 at {@code info} and 75 at {@code
   * warning}; {@code 0 < info < warning}.
   */
  static double score(double value, double info, double warning) {
    if (value <= 0) return 0;
    if (value >= warning) return 100 - (100 - WARNING_SCORE) * Math.exp(1 - value / warning);
    if (value < info) return Math.min(INFO_SCORE * value / info, Math.nextDown(INFO_SCORE));
    double share = (value - info) / (warning - info);
    double score = INFO_SCORE + (WARNING_SCORE - INFO_SCORE) * share;
    return Math.min(score, Math.nextDown(WARNING_SCORE));
  }
}
