package io.plumbline.trainer.objectives;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * The clipped surrogate with a KL penalty: {@code -min(ratio A, clip(ratio, 1 - low, 1 + high) A) +
 * beta KL} per token, with {@code ratio} the token's probability over that under the policy that
 * sampled it. Schulman et al., "Proximal Policy Optimization" (2017), equation 7; two clip ranges
 * after Yu et al., "DAPO" (2025), section 3.1, whose 0.2 and 0.28 are usual; KL in the loss and not
 * in the reward after Shao et al., "DeepSeekMath" (2024), equation 3.
 *
 * @param clipLow how far below 1 the ratio earns, in (0, 1)
 * @param clipHigh how far above 1 the ratio earns, above 0
 * @param klCoefficient beta, the price of a nat a token, at least 0
 */
public record PolicyLoss(double clipLow, double clipHigh, double klCoefficient) {

  public PolicyLoss {
    if (!(clipLow > 0 && clipLow < 1)) {
      throw new IllegalArgumentException("clip_low: " + clipLow + " (expected: in (0, 1))");
    }
    if (!(clipHigh > 0 && clipHigh < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("clip_high: " + clipHigh + " (expected: above 0)");
    }
    if (!(klCoefficient >= 0 && klCoefficient < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "kl_coefficient: " + klCoefficient + " (expected: at least 0)");
    }
  }

  /**
   * The loss of each token, {@code [B, T]}, padding included: {@link Aggregation} leaves it out.
   * The ratio is held within e^-20 and e^20, so that no gradient overflows.
   *
   * @param logProbs of the sampled tokens under the policy in training, {@code [B, T]}
   * @param oldLogProbs of the same tokens under the policy that sampled them, {@code [B, T]}
   * @param advantages {@code [B, 1]} or {@code [B, T]}
   * @param kl the KL from the reference policy at each token, {@code [B, T]}: see {@link ExactKl}
   * @throws IllegalArgumentException when a shape does not fit
   */
  public NDArray perToken(NDArray logProbs, NDArray oldLogProbs, NDArray advantages, NDArray kl) {
    requireShapes(logProbs, oldLogProbs, advantages);
    Shapes.require("kl", kl, logProbs.getShape());
    NDArray ratio = Ratio.of(logProbs, oldLogProbs);
    NDArray plain = ratio.mul(advantages);
    NDArray clipped = ratio.clip(1 - clipLow, 1 + clipHigh).mul(advantages);
    NDArray price = ratio.getManager().create(klCoefficient); // read again in the backward pass
    try (NDArray penalty = kl.mul(price)) {
      return plain.minimum(clipped).neg().add(penalty);
    }
  }

  /**
   * 1 where the clip takes a token's gradient away, else 0, {@code [B, T]}: the ratio has left the
   * range to the side that its advantage drives it to. Its token mean is the clip share.
   *
   * @param logProbs as for {@link #perToken}
   * @param oldLogProbs as for {@link #perToken}
   * @param advantages as for {@link #perToken}
   */
  public NDArray clipped(NDArray logProbs, NDArray oldLogProbs, NDArray advantages) {
    requireShapes(logProbs, oldLogProbs, advantages);
    NDArray ratio = Ratio.of(logProbs, oldLogProbs);
    NDArray clipped = ratio.clip(1 - clipLow, 1 + clipHigh);
    // Beyond the range and with an advantage of the same sign: the clipped product is the smaller.
    NDArray lost = ratio.sub(clipped).mul(advantages);
    return lost.gt(0).toType(logProbs.getDataType(), false);
  }

  private static void requireShapes(NDArray logProbs, NDArray oldLogProbs, NDArray advantages) {
    Shape table = Shapes.requireTable("log_probs", logProbs);
    Shapes.require("old_log_probs", oldLogProbs, table);
    Shapes.require("advantages", advantages, table, new Shape(table.get(0), 1));
  }
}
