package io.plumbline.trainer.statistics;

/**
 * A measured value and the range that holds the true one with a confidence of 95 %.
 *
 * @param estimate the measured value
 * @param low the range's lower end
 * @param high the range's upper end, at least {@code low}
 */
public record Interval(double estimate, double low, double high) {

  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException("high: " + high + " (expected: at least " + low + ")");
    }
  }
}
