package io.plumbline.trainer.preference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.plumbline.trainer.objectives.OrpoLoss;
import io.plumbline.trainer.torch.Scalars;
import io.plumbline.trainer.torch.Torch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** ORPO. {@code accuracy} is the share of pairs whose log-odds are above 0. */
record OddsRatio(OrpoLoss loss) implements PairLoss {

  OddsRatio(double weight) {
    this(new OrpoLoss(weight));
  }

  @Override
  public Map<String, Double> differentiate(
      NDManager scratch, Policies policies, List<NDArray> leaves, List<Pair> part, Whole whole) {
    PairScores now =
        PairScores.means(
            scratch,
            policies.decoder(),
            PairScores.batch(part),
            part,
            policies.reference(),
            leaves);
    NDArray odds = loss.logOdds(now.chosen(), now.rejected());
    NDArray share = Scalars.over(loss.perPair(now.chosen(), now.rejected()).sum(), whole.pairs());
    Torch.backward(share);
    Map<String, Double> shares = new LinkedHashMap<>();
    shares.put("loss", (double) share.getFloat());
    DirectPreference.put(shares, "accuracy", odds.gt(0).toType(odds.getDataType(), false), whole);
    DirectPreference.put(shares, "log_odds", odds, whole);
    DirectPreference.put(shares, "chosen_nll", now.chosen().neg(), whole);
    return shares;
  }
}
