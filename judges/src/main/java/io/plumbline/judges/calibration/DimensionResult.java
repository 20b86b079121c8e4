package io.plumbline.judges.calibration;

import java.util.List;
import java.util.OptionalDouble;

/**
 * A judge's agreement with the cases of one dimension.
 *
 * @param environment whose dimension it is
 * @param dimension as in the contract
 * @param rubric the rubric's version
 * @param cases at least 1
 */
public record DimensionResult(
    String environment, String dimension, String rubric, List<CaseResult> cases) {

  /** Agreement with fewer cases says too little to pay by. */
  public static final int MIN_CASES = 10;

  private static final double PAID = 0.80;
  private static final double REPORTED = 0.70;

  /** The 0.975 quantile of the normal distribution. */
  private static final double Z = 1.959963984540054;

  /**
   * An interval.
   *
   * @param low its lower end
   * @param high its upper end
   */
  public record Interval(double low, double high) {}

  public DimensionResult {
    cases = List.copyOf(cases);
    if (cases.isEmpty()) {
      throw new IllegalArgumentException("cases: none (expected: at least 1)");
    }
  }

  /** The number of cases that the judge agrees with. */
  public int agreed() {
    return (int) cases.stream().filter(CaseResult::agrees).count();
  }

  /** The number of replies that could not be read; none of them agrees. */
  public int failed() {
    return (int) cases.stream().filter(each -> each.value().isEmpty()).count();
  }

  /** Share of all cases whose value lies in the band, in [0, 1]. */
  public double agreement() {
    return (double) agreed() / cases.size();
  }

  /**
   * The 95 % interval of {@link #agreement} after Wilson (1927): with {@code p} the agreement,
   * {@code n} cases and {@code z = 1.96}, {@code (p + z²/2n ± z·sqrt(p(1-p)/n + z²/4n²)) / (1 +
   * z²/n)}.
   */
  public Interval interval() {
    double n = cases.size();
    double p = agreement();
    double center = p + Z * Z / (2 * n);
    double half = Z * Math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
    double scale = 1 + Z * Z / n;
    return new Interval(Math.max(0, (center - half) / scale), Math.min(1, (center + half) / scale));
  }

  /** Mean distance of the values from their bands, in [0, 1]; empty where no reply was read. */
  public OptionalDouble meanAbsoluteError() {
    return cases.stream()
        .filter(each -> each.value().isPresent())
        .mapToDouble(each -> each.band().distance(each.value().orElseThrow()))
        .average();
  }

  /** What the agreement makes of the dimension. */
  public Standing standing() {
    if (cases.size() < MIN_CASES) {
      return Standing.UNCALIBRATED;
    }
    double agreement = agreement();
    return agreement >= PAID
        ? Standing.PAID
        : agreement >= REPORTED ? Standing.REPORTED : Standing.EXCLUDED;
  }
}
