package io.plumbline.trainer.objectives;

import ai.djl.ndarray.NDArray;
import io.plumbline.trainer.torch.Scalars;

/**
 * Estimates of KL(policy || reference), in nats, from the log-probabilities of sampled tokens
 * alone. All arguments and results are of one shape. Schulman, "Approximating KL Divergence"
 * (2020); which of them may be a loss, after Tang and Munos, "On a few pitfalls in KL divergence
 * gradient estimation for RL" (2025). Only {@link #ratioK3}'s mean gradient is the KL's own
 * wherever the tokens were sampled; where the vocabulary is small, {@link ExactKl} has no noise at
 * all.
 */
public final class KlEstimators {

  private KlEstimators() {}

  /**
   * {@code log p - log q}: unbiased, of either sign. To be logged only: as a loss its mean gradient
   * is 0.
   */
  public static NDArray k1(NDArray logProbs, NDArray refLogProbs) {
    Shapes.require("ref_log_probs", refLogProbs, logProbs.getShape());
    return logProbs.sub(refLogProbs);
  }

  /**
   * {@code (log p - log q)^2 / 2}: biased, never negative. As a loss on tokens of the present
   * policy its mean gradient is that of KL(policy || reference).
   */
  public static NDArray k2(NDArray logProbs, NDArray refLogProbs) {
    return Scalars.over(k1(logProbs, refLogProbs).square(), 2);
  }

  /**
   * {@code q/p - 1 - log(q/p)}: unbiased, never negative, of low variance. As a loss its mean
   * gradient is that of KL(reference || policy), the other way round.
   */
  public static NDArray k3(NDArray logProbs, NDArray refLogProbs) {
    NDArray logRatio = k1(logProbs, refLogProbs).neg();
    return logRatio.exp().sub(1).sub(logRatio);
  }

  /**
   * k3 weighed by the probability now over that when sampled: unbiased for the present policy on
   * tokens of the one that sampled them, and so is its gradient.
   *
   * @param oldLogProbs under the policy that sampled the tokens; a constant
   */
  public static NDArray ratioK3(NDArray logProbs, NDArray refLogProbs, NDArray oldLogProbs) {
    Shapes.require("old_log_probs", oldLogProbs, logProbs.getShape());
    return Ratio.of(logProbs, oldLogProbs).mul(k3(logProbs, refLogProbs));
  }
}
