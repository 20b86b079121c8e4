package io.plumbline.judges.calibration;

/**
 * The values that people would give an output, both ends included.
 *
 * @param low in [0, 1]
 * @param high in [low, 1]
 */
public record Band(double low, double high) {
  /** A score in tenths may miss its band by rounding alone. */
  private static final double ROUNDING = 1e-9;

  public Band {
    if (!(low >= 0 && low <= high && high <= 1)) {
      throw new IllegalArgumentException(
          "band: [" + low + ", " + high + "] (expected: 0 <= low <= high <= 1)");
    }
  }

  /** Whether a value agrees. */
  public boolean holds(double value) {
    return distance(value) <= ROUNDING;
  }

  /** From the value to the nearer end; 0 within the band. */
  public double distance(double value) {
    return Math.max(0, Math.max(low - value, value - high));
  }
}
