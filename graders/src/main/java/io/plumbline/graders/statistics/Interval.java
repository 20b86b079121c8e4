package io.plumbline.graders.statistics;

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

  /**
   * The interval of {@code factor} times the value.
   *
   * @param factor at least 0
   */
  public Interval times(double factor) {
    return new Interval(factor * estimate, factor * low, factor * high);
  }
}
