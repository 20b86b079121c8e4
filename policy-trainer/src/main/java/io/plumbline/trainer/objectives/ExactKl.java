package io.plumbline.trainer.objectives;

import ai.djl.ndarray.NDArray;

/** KL(policy || reference) summed over the vocabulary: no sampling noise, and its own gradient. */
public final class ExactKl {
  /**
   * The largest vocabulary that is summed over: at 8192 tokens, the two policies' log-probabilities
   * of 1000 tokens take 64 MiB and their product as much again. Beyond it, {@link
   * KlEstimators#ratioK3} has the same mean gradient at the cost of its noise.
   */
  public static final int LARGEST_VOCABULARY = 8192;

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
