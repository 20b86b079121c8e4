package io.plumbline.trainer.report;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * What a line chart shows.
 *
 * @param along what x counts
 * @param share whether y's axis is 0 to 1, as long as the values are
 */
record Chart(String title, String along, boolean share, List<Series> lines) {

  /** Beyond this a value would flatten everything else and strain the axis's arithmetic. */
  private static final double MAX = 1e15;

  /** A measured value; one that {@link #isDrawn} denies interrupts its line. */
  record Point(int x, double y) {
    boolean isDrawn() {
      return Math.abs(y) <= MAX; // false for NaN
    }
  }

  /**
   * @param points by rising x, without those that were not measured
   */
  record Series(String name, List<Point> points) {

    List<Point> drawn() {
      return points.stream().filter(Point::isDrawn).toList();
    }
  }

  Stream<Point> drawn() {
    return lines.stream().flatMap(series -> series.drawn().stream());
  }

  /** The values of an axis, from {@code low} to {@code high}, with a tick every {@code step}. */
  record Axis(double low, double high, double step) {

    /** 0 at the low end, 1 at the high one. */
    double at(double value) {
      return (value - low) / (high - low);
    }

    double[] ticks() {
      return DoubleStream.iterate(Math.ceil(low / step - 1e-9), index -> index + 1)
          .limit(20)
          .map(index -> index * step + 0.0) // no -0
          .takeWhile(tick -> tick <= high + step * 1e-9)
          .toArray();
    }
  }

  /** Whole numbers, all that are drawn. */
  Axis x() {
    double low = drawn().mapToDouble(Point::x).min().orElse(0);
    double high = Math.max(drawn().mapToDouble(Point::x).max().orElse(0), low + 1);
    return new Axis(low, high, Math.max(1, step(low, high)));
  }

  /** From tick to tick; 0 is among them unless the values are far from it, and close together. */
  Axis y() {
    double low = drawn().mapToDouble(Point::y).min().orElse(0);
    double high = drawn().mapToDouble(Point::y).max().orElse(0);
    if (share && low >= 0 && high <= 1) {
      return new Axis(0, 1, 0.2);
    }
    double spread = high - low;
    if (low > 0 && (spread == 0 || low < 2 * spread)) {
      low = 0;
    }
    if (high < 0 && (spread == 0 || -high < 2 * spread)) {
      high = 0;
    }
    high = high > low ? high : low + 1;
    double step = step(low, high);
    return new Axis(Math.floor(low / step) * step, Math.ceil(high / step) * step, step);
  }

  /** 1, 2 or 5 times a power of ten, so that 3 to 6 of them fill the range. */
  private static double step(double low, double high) {
    double rough = (high - low) / 4;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double times = rough / power;
    return power * (times < 1.5 ? 1 : times < 3.5 ? 2 : times < 7.5 ? 5 : 10);
  }
}
