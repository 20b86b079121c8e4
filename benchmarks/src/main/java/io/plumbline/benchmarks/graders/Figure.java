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
  private static final double SLOWER = 1.25;

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

  /** What is worse than {@code baseline} allows, in words; empty where nothing is. */
  List<String> worseThan(Figure baseline) {
    List<String> worse = new ArrayList<>();
    if (ratio > baseline.ratio * SLOWER) {
      worse.add(
          String.format(
              Locale.ROOT,
              "ratio: %.3f (expected: at most %.3f, the baseline's %.3f and a quarter)",
              ratio,
              baseline.ratio * SLOWER,
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
