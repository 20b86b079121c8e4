package io.plumbline.graders.redteam.oracles;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an oracle says of one output.
 *
 * @param quality {@code Σ w·s} over the dimensions with the strict rubric's weights, lowered to the
 *     smallest cap of a raised flag; in [0, 1]
 * @param dimensions each one's true value in [0, 1] by the strict rubric's name, in its order
 * @param flags caps of the flags that are due, by name
 */
public record Verdict(double quality, Map<String, Double> dimensions, Map<String, Double> flags) {
  public Verdict {
    dimensions = Collections.unmodifiableMap(new LinkedHashMap<>(dimensions));
    flags = Collections.unmodifiableMap(new LinkedHashMap<>(flags));
  }

  /** Sums dimensions up and lowers the sum by flags. */
  static Verdict of(
      Map<String, Double> weights, Map<String, Double> dimensions, Map<String, Double> flags) {
    double quality = 0;
    for (Map.Entry<String, Double> weight : weights.entrySet()) {
      quality += weight.getValue() * dimensions.getOrDefault(weight.getKey(), 0.0);
    }
    for (double cap : flags.values()) {
      quality = Math.min(quality, cap);
    }
    return new Verdict(quality, dimensions, flags);
  }
}
