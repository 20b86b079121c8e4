package io.plumbline.graders.gates;

import io.plumbline.graders.statistics.Interval;
import java.util.Locale;
import java.util.Optional;

/** Numbers in words and tables. */
final class Words {
  private Words() {}

  static String number(double value) {
    String text = String.format(Locale.ROOT, "%.3f", value);
    return text.equals("-0.000") ? "0.000" : text;
  }

  static String interval(Optional<Interval> interval) {
    return interval
        .map(found -> "[" + number(found.low()) + ", " + number(found.high()) + "]")
        .orElse("-");
  }
}
