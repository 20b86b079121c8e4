package io.plumbline.graders;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What a grader says of one output.
 *
 * @param dimensions in the rubric's order
 * @param flags the hard-fail flags that are raised, in the rubric's order
 * @param graderVersion the rubric's version
 */
public record Grade(List<DimensionGrade> dimensions, List<FlagSpec> flags, String graderVersion) {

  /**
   * The reward under {@code rule}: {@code Σ w·s / Σ w} over the dimensions that pay, rounded
   * half-even to 4 places, lowered to the smallest cap of a raised flag, rounded to 3 places.
   *
   * @return in [0, 1]; empty while any dimension is {@code FAILED}, and under {@code assessed_only}
   *     where none is assessed
   */
  public OptionalDouble reward(RewardRule rule) {
    double sum = 0;
    double weights = 0;
    for (DimensionGrade dimension : dimensions) {
      double weight = dimension.spec().weight();
      switch (dimension.status()) {
        case FAILED -> {
          return OptionalDouble.empty();
        }
        case ASSESSED -> {
          sum += weight * dimension.value();
          weights += weight;
        }
        case UNASSESSED -> {
          if (rule != RewardRule.ASSESSED_ONLY) {
            sum += weight * (rule == RewardRule.REFERENCE ? 0.5 : 0);
            weights += weight;
          }
        }
      }
    }
    if (weights == 0) {
      return OptionalDouble.empty();
    }
    double composite = Rounding.places(sum / weights, 4);
    for (FlagSpec flag : flags) {
      composite = Math.min(composite, flag.cap());
    }
    return OptionalDouble.of(Rounding.places(composite, 3));
  }

  /** Share of the weights whose dimension is assessed, in [0, 1]. */
  public double assessedWeight() {
    double assessed = 0;
    double all = 0;
    for (DimensionGrade dimension : dimensions) {
      all += dimension.spec().weight();
      if (dimension.status() == DimensionStatus.ASSESSED) {
        assessed += dimension.spec().weight();
      }
    }
    return all == 0 ? 0 : assessed / all;
  }
}
