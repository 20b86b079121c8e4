package io.plumbline.trainer.report;

import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers as a reader sees them. */
final class Numbers {
  /** Stands where a number was not measured. */
  static final String NONE = "–";

  private Numbers() {}

  static String shown(OptionalDouble value) {
    return value.isPresent() ? shown(value.getAsDouble()) : NONE;
  }

  /** Three decimals, fewer for large numbers, powers of ten for what three decimals would lose. */
  static String shown(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "∞" : "−∞";
    }
    double size = Math.abs(value);
    String format =
        size == 0 || (size >= 0.001 && size < 100)
            ? "%.3f"
            : size >= 100 && size < 1e7 ? "%,.0f" : "%.1e";
    return minus(String.format(Locale.ROOT, format, value));
  }

  /** A count as it is, any other number as {@link #shown}. */
  static String count(OptionalDouble value) {
    double number = value.orElse(Double.NaN);
    return number == Math.rint(number) && Math.abs(number) < 1e7
        ? minus(String.format(Locale.ROOT, "%,.0f", number))
        : shown(value);
  }

  static String signed(double value) {
    return value > 0 ? "+" + shown(value) : shown(value);
  }

  static String percent(double share) {
    return Double.isFinite(share) ? String.format(Locale.ROOT, "%.1f\u00a0%%", 100 * share) : "NaN";
  }

  private static String minus(String number) {
    return number.replace('-', '−');
  }
}
