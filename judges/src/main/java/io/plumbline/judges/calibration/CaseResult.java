package io.plumbline.judges.calibration;

import java.util.Optional;

/**
 * What a judge made of one case.
 *
 * @param id the case's
 * @param band values that agree
 * @param value the judge's, in [0, 1]; empty where its reply could not be read
 * @param said its reason, or why its reply could not be read
 */
public record CaseResult(String id, Band band, Optional<Double> value, String said) {
  public CaseResult {
    if (value.isPresent() && !(value.get() >= 0 && value.get() <= 1)) {
      throw new IllegalArgumentException(
          "value: " + value.get() + " (expected: a number in [0, 1])");
    }
  }

  /** Whether the value lies in the band; a reply that could not be read agrees with nothing. */
  public boolean agrees() {
    return value.isPresent() && band.holds(value.get());
  }
}
