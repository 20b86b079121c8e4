package io.plumbline.trainer.preference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.plumbline.trainer.model.Decoder;
import java.util.List;
import java.util.Map;

/** What is minimised over pairs. */
public sealed interface PairLoss permits ImitationLoss, DirectPreference, OddsRatio {

  /** The sizes of the batch that one step learns from. */
  record Whole(int pairs, int chosenTokens) {}

  /** The policy in training and the one that it starts from. */
  record Policies(Decoder decoder, List<NDArray> reference) {}

  /** The answers of a pair that it looks at. */
  default List<int[]> answers(Pair pair) {
    return List.of(pair.chosen(), pair.rejected());
  }

  /**
   * One part's share of the batch's loss, differentiated: shares of all parts add up.
   *
   * @param leaves the adapter
   * @return the share of each figure of the batch, {@code loss} first
   */
  Map<String, Double> differentiate(
      NDManager scratch, Policies policies, List<NDArray> leaves, List<Pair> part, Whole whole);

  /** Mean negative log-likelihood of a chosen token; every token of the batch counts alike. */
  static PairLoss imitation() {
    return new ImitationLoss();
  }

  /** See {@link io.plumbline.trainer.objectives.DpoLoss}. */
  static PairLoss dpo(double beta) {
    return new DirectPreference(beta);
  }

  /** See {@link io.plumbline.trainer.objectives.OrpoLoss}. */
  static PairLoss orpo(double weight) {
    return new OddsRatio(weight);
  }
}
