package io.plumbline.benchmarks.load;

import org.HdrHistogram.Histogram;

/**
 * What one round measured.
 *
 * @param seconds from its first request to its last answer
 * @param items steps in a request
 * @param sent requests
 * @param lost requests that were due and had no answer when the round gave up
 * @param tally of the others
 */
record Round(double seconds, int items, long sent, long lost, Tally tally) {

  long answeredItems() {
    return items * tally.answered().getTotalCount();
  }

  /** Steps answered per second. */
  double perSecond() {
    return answeredItems() / seconds;
  }

  static double percentileMillis(Histogram latencies, double percentile) {
    return latencies.getValueAtPercentile(percentile) / 1e6;
  }

  /**
   * This round, if every request was answered or, where {@code refusals} says so, refused.
   *
   * @throws IllegalStateException if not; says how many of what
   */
  Round requireAnswers(boolean refusals) {
    long refused = tally.refused().getTotalCount();
    if (!tally.failed().isEmpty() || lost > 0 || (refused > 0 && !refusals)) {
      throw new IllegalStateException(
          "requests without a step: "
              + tally.failed()
              + ", "
              + refused
              + " refused, "
              + lost
              + " lost, of "
              + sent);
    }
    return this;
  }
}
