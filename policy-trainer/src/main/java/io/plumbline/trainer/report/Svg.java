package io.plumbline.trainer.report;

import java.util.Locale;

/** What drawings have in common. */
final class Svg {
  private Svg() {}

  /** A length or a place along an axis: one decimal, if it is not 0. */
  static String coordinate(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /** A point, as paths have it. */
  static String place(double x, double y) {
    return coordinate(x) + " " + coordinate(y);
  }

  /**
   * Words at a point.
   *
   * @param anchor which part of them is there: {@code start}, {@code middle} or {@code end}
   */
  static void label(Markup svg, double x, double y, String anchor, String words) {
    svg.element("text", words, "x", coordinate(x), "y", coordinate(y), "text-anchor", anchor);
  }
}
