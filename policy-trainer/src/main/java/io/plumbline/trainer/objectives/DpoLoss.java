package io.plumbline.trainer.objectives;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import io.plumbline.trainer.torch.Scalars;

/**
 * Direct preference optimisation: {@code -log sigmoid(beta delta)}, where delta is by how much more
 * the policy has gained on its reference in the log-probability of the chosen answer than of the
 * rejected one. Rafailov et al., "Direct Preference Optimization" (2023), equation 7. It starts at
 * ln 2; delta 2 at beta 0.1 costs 0.598139.
 *
 * @param beta how dear it is to leave the reference, above 0
 */
public record DpoLoss(double beta) {

  public DpoLoss {
    Checks.aboveZero("beta", beta);
  }

  /**
   * The loss of each pair, {@code [B]}.
   *
   * @param margins as {@link #margins} gives them
   */
  public NDArray perPair(NDArray margins) {
    return Activation.softPlus(margins.neg());
  }

  /**
   * {@code beta delta} of each pair, {@code [B]}: the chosen answer's implicit reward less the
   * rejected one's. Where it is above 0, the policy tells the two apart rightly.
   *
   * @param chosen log-probability of each whole chosen answer, {@code [B]}
   * @param rejected the same of the rejected one
   * @param refChosen both under the reference policy
   * @param refRejected see {@code refChosen}
   * @throws IllegalArgumentException when a shape does not fit
   */
  public NDArray margins(NDArray chosen, NDArray rejected, NDArray refChosen, NDArray refRejected) {
    Shape pairs = Shapes.requireVector("chosen", chosen);
    Shapes.require("rejected", rejected, pairs);
    Shapes.require("ref_chosen", refChosen, pairs);
    Shapes.require("ref_rejected", refRejected, pairs);
    return rewards(chosen, refChosen).sub(rewards(rejected, refRejected));
  }

  /**
   * The implicit reward of each answer, {@code beta (log p - log q)}, {@code [B]}.
   *
   * @param logProbs of whole answers, {@code [B]}
   * @param refLogProbs the same under the reference policy
   */
  public NDArray rewards(NDArray logProbs, NDArray refLogProbs) {
    Shapes.require("ref_log_probs", refLogProbs, logProbs.getShape());
    return Scalars.times(logProbs.sub(refLogProbs), beta);
  }
}
