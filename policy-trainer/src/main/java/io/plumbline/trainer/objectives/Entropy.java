package io.plumbline.trainer.objectives;

import ai.djl.ndarray.NDArray;
import io.plumbline.trainer.torch.Scalars;

/**
 * What a policy leaves open, and the bonus for it: {@code -c H} is added to the loss. Williams and
 * Peng, "Function Optimization Using Connectionist Reinforcement Learning Algorithms" (1991);
 * Schulman et al., "Proximal Policy Optimization" (2017), equation 9.
 */
public final class Entropy {

  private Entropy() {}

  /**
   * {@code -sum over v of p_v log p_v} at each token, in nats, {@code [..]}. Of two tokens at odds
   * 1 to 3: 0.562335.
   *
   * @param logProbs of the whole vocabulary, {@code [.., V]}, each row normalised
   */
  public static NDArray perToken(NDArray logProbs) {
    return logProbs.exp().mul(logProbs).sum(new int[] {-1}).neg();
  }

  /**
   * What each token adds to the loss, of the entropy's shape.
   *
   * @param entropy in nats
   * @param coefficient what a nat is worth, at least 0
   */
  public static NDArray bonus(NDArray entropy, double coefficient) {
    Checks.atLeastZero("entropy_coefficient", coefficient);
    return Scalars.times(entropy, -coefficient);
  }
}
