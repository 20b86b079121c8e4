package io.plumbline.trainer.preference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.plumbline.trainer.model.Batch;
import io.plumbline.trainer.torch.Torch;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Supervised fine-tuning on the chosen answers. */
record ImitationLoss() implements PairLoss {

  @Override
  public List<int[]> answers(Pair pair) {
    return List.of(pair.chosen());
  }

  @Override
  public Map<String, Double> differentiate(
      NDManager scratch, Policies policies, List<NDArray> leaves, List<Pair> part, Whole whole) {
    Batch batch =
        Batch.of(
            part.stream().map(Pair::prompt).toList(), part.stream().map(this::answers).toList());
    float[] weights = new float[batch.tokens()];
    Arrays.fill(weights, 1f / whole.chosenTokens());
    NDList sums =
        policies.decoder().supervised(scratch, batch, weights, policies.reference(), leaves);
    Torch.backward(sums.get(0));
    Map<String, Double> shares = new LinkedHashMap<>();
    shares.put("loss", (double) sums.get(0).getFloat());
    shares.put("token_accuracy", (double) sums.get(1).getFloat() / whole.chosenTokens());
    return shares;
  }
}
