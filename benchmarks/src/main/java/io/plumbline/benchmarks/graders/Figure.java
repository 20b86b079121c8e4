package io.plumbline.benchmarks.graders;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What one case costs.
 *
 * @param ratio its time over the floor's on the same output, above 0
 * @param bytes allocated an operation, at least 0
 */
record Figure(double ratio, double bytes) {
  /** Allocation varies only with what a compiler saves. */
  private static final double LARGER = 1.05;

  Figure {
    if (!(ratio > 0) || !(bytes >= 0)) {
      throw new IllegalArgumentException(
          "ratio: " + ratio + ", bytes: " + bytes + " (expected: above 0, at least 0)");
    }
  }

  /** The median of each, so that one unlucky process does not decide. */
  static Figure median(List<Figure> figures) {
    return new Figure(
        median(figures.stream().mapToDouble(Figure::ratio).toArray()),
        median(figures.stream().mapToDouble(Figure::bytes).toArray()));
  }

  /** The least of each, which is worse only where every process is. */
  static Figure least(List<Figure> figures) {
    return new Figure(
        figures.stream().mapToDouble(Figure::ratio).min().orElseThrow(),
        figures.stream().mapToDouble(Figure::bytes).min().orElseThrow());
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  /** The larger of each. */
  Figure larger(Figure other) {
    return new Figure(Math.max(ratio, other.ratio), Math.max(bytes, other.bytes));
  }

  /**
   * What is worse than {@code baseline} allows, in words; empty where nothing is.
   *
   * @param slower how many times the baseline's ratio is let pass
   */
  List<String> worseThan(Figure baseline, double slower) {
    List<String> worse = new ArrayList<>();
    if (ratio > baseline.ratio * slower) {
      worse.add(
          String.format(
              Locale.ROOT,
              "ratio: %.3f (expected: at most %.3f, %.2f times the baseline's %.3f)",
              ratio,
              baseline.ratio * slower,
              slower,
              baseline.ratio));
    }
    if (bytes > baseline.bytes * LARGER) {
      worse.add(
          String.format(
              Locale.ROOT,
              "bytes: %.0f (expected: at most %.0f, the baseline's %.0f and a twentieth)",
              bytes,
              baseline.bytes * LARGER,
              baseline.bytes));
    }
    return worse;
  }
}
