package io.plumbline.trainer.objectives;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import io.plumbline.trainer.torch.Scalars;

/**
 * Imitation of the chosen answer with a price on the odds of the rejected one, without a reference
 * policy: {@code -mean log p(chosen) - weight log sigmoid(log-odds)}. Hong et al., "ORPO:
 * Monolithic Preference Optimization without Reference Model" (2024), equations 6 and 7. Every pair
 * counts alike, as there; TRL's token loss counts long answers more.
 *
 * @param weight the paper's lambda, at least 0
 */
public record OrpoLoss(double weight) {
  /** Beyond it, an answer is certain: its odds are infinite and have no gradient. */
  private static final double CERTAIN = -1e-6;

  public OrpoLoss {
    Checks.atLeastZero("beta", weight);
  }

  /**
   * The loss of each pair, {@code [B]}.
   *
   * @param chosen mean log-probability of a token of each chosen answer, {@code [B]}
   * @param rejected the same of the rejected one
   * @throws IllegalArgumentException when a shape does not fit
   */
  public NDArray perPair(NDArray chosen, NDArray rejected) {
    return Scalars.times(Activation.softPlus(logOdds(chosen, rejected).neg()), weight).sub(chosen);
  }

  /**
   * {@code log(p/(1 - p)) - log(q/(1 - q))} with p and q the geometric means of the chosen and the
   * rejected answer's probabilities, {@code [B]}. Mean log-probabilities -0.5 and -1 give 0.974077.
   *
   * @param chosen as for {@link #perPair}
   * @param rejected as for {@link #perPair}
   */
  public NDArray logOdds(NDArray chosen, NDArray rejected) {
    Shape pairs = Shapes.requireVector("chosen", chosen);
    Shapes.require("rejected", rejected, pairs);
    return logOdds(chosen).sub(logOdds(rejected));
  }

  private static NDArray logOdds(NDArray logProbs) {
    NDArray held = Scalars.atMost(logProbs, CERTAIN);
    // 1 - e^x as -tanh(x/2) (1 + e^x), which keeps its digits where e^x is nearly 1.
    NDArray other = Scalars.over(held, 2).tanh().neg().mul(held.exp().add(1));
    return held.sub(other.log());
  }
}
