package io.plumbline.trainer.preference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.plumbline.trainer.model.Batch;
import io.plumbline.trainer.objectives.DpoLoss;
import io.plumbline.trainer.torch.Scalars;
import io.plumbline.trainer.torch.Torch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * DPO. Figures as TRL names them: {@code accuracy} is the share of pairs whose margin is above 0,
 * and a loss near 0 beside it means that the pairs have become too easy to tell apart.
 */
record DirectPreference(DpoLoss loss) implements PairLoss {

  DirectPreference(double beta) {
    this(new DpoLoss(beta));
  }

  @Override
  public Map<String, Double> differentiate(
      NDManager scratch, Policies policies, List<NDArray> leaves, List<Pair> part, Whole whole) {
    Batch batch = PairScores.batch(part);
    List<NDArray> weights = policies.reference();
    PairScores then = PairScores.sums(scratch, policies.decoder(), batch, weights, List.of());
    PairScores now = PairScores.sums(scratch, policies.decoder(), batch, weights, leaves);
    NDArray margins = loss.margins(now.chosen(), now.rejected(), then.chosen(), then.rejected());
    NDArray share = Scalars.over(loss.perPair(margins).sum(), whole.pairs());
    Torch.backward(share);
    Map<String, Double> shares = new LinkedHashMap<>();
    shares.put("loss", (double) share.getFloat());
    put(shares, "accuracy", margins.gt(0).toType(margins.getDataType(), false), whole);
    put(shares, "margin", margins, whole);
    put(shares, "chosen_reward", loss.rewards(now.chosen(), then.chosen()), whole);
    put(shares, "rejected_reward", loss.rewards(now.rejected(), then.rejected()), whole);
    return shares;
  }

  static void put(Map<String, Double> shares, String name, NDArray perPair, Whole whole) {
    shares.put(name, (double) perPair.sum().getFloat() / whole.pairs());
  }
}
