package io.plumbline.trainer.objectives;

import ai.djl.ndarray.NDArray;

/** KL(policy || reference) summed over the vocabulary: no sampling noise, and its own gradient. */
public final class ExactKl {

  private ExactKl() {}

  /**
   * {@code sum over v of p_v (log p_v - log q_v)} at each token, in nats, {@code [..]}.
   *
   * @param logProbs of the whole vocabulary under the policy in training, {@code [.., V]}, each row
   *     normalised
   * @param refLogProbs the same under the reference policy, {@code [.., V]}
   */
  public static NDArray perToken(NDArray logProbs, NDArray refLogProbs) {
    Shapes.require("ref_log_probs", refLogProbs, logProbs.getShape());
    return logProbs.exp().mul(logProbs.sub(refLogProbs)).sum(new int[] {-1});
  }
}
