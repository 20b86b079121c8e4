package io.plumbline.graders;

/** Rounds as Python's {@code round(x, n)}: half-even on the exact binary value. */
public final class Rounding {
  private static final double[] POWERS = {1, 10, 100, 1_000, 10_000};

  private Rounding() {}

  /**
   * {@code value} to {@code places} decimal places.
   *
   * @param value finite, at most 10,000 in magnitude
   * @param places 0 to 4
   */
  public static double places(double value, int places) {
    double power = POWERS[places];
    double scaled = value * power;
    double floor = Math.floor(scaled);
    if (scaled != floor + 0.5) {
      // The exact product lies on the same side of the half, which is a double itself. The quotient
      // of two exact integers is the double nearest to the decimal.
      return Math.rint(scaled) / power;
    }
    double lost = Math.fma(value, power, -scaled); // exact: what rounding took from the product
    boolean up = lost > 0 || (lost == 0 && floor % 2 != 0);
    return (up ? floor + 1 : floor) / power;
  }
}
