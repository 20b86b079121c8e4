package io.plumbline.trainer.objectives;

/**
 * Moves the price of KL so that its mean comes near a target: {@code beta (1 + 0.1 e)} with {@code
 * e = (kl - target) / target}, held within 0.2 of 0. Ziegler et al., "Fine-Tuning Language Models
 * from Human Preferences" (2019), section 2.2. At twice the target, 0.02 becomes 0.0204.
 *
 * @param target in nats per token, above 0
 */
public record AdaptiveKl(double target) {
  private static final double GAIN = 0.1;
  private static final double GREATEST_ERROR = 0.2;

  public AdaptiveKl {
    Checks.aboveZero("kl_target", target);
  }

  /**
   * The coefficient of the next update.
   *
   * @param coefficient of this one, at least 0
   * @param kl measured in this one, in nats per token; where nothing was measured, NaN, which
   *     leaves the coefficient as it is
   */
  public double next(double coefficient, double kl) {
    Checks.atLeastZero("kl_coefficient", coefficient);
    if (Double.isNaN(kl)) {
      return coefficient;
    }
    double error = Math.max(-GREATEST_ERROR, Math.min(GREATEST_ERROR, (kl - target) / target));
    return coefficient * (1 + GAIN * error);
  }
}
