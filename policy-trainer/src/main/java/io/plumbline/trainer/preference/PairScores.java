package io.plumbline.trainer.preference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.plumbline.trainer.model.Batch;
import io.plumbline.trainer.model.Decoder;
import java.util.List;

/**
 * Log-probabilities of whole answers, {@code [pairs]} each: summed over their tokens, or the mean
 * of a token.
 */
record PairScores(NDArray chosen, NDArray rejected) {

  /** Both answers of each pair in one batch: a prompt is computed once for the two. */
  static Batch batch(List<Pair> part) {
    return Batch.of(
        part.stream().map(Pair::prompt).toList(),
        part.stream().map(pair -> List.of(pair.chosen(), pair.rejected())).toList());
  }

  /**
   * @param lora empty for the policy that the weights are
   */
  static PairScores sums(
      NDManager scratch, Decoder decoder, Batch batch, List<NDArray> weights, List<NDArray> lora) {
    NDArray perToken = decoder.tokenLogProbs(scratch, batch, 1, weights, lora);
    return of(perToken.sum(new int[] {1}));
  }

  static PairScores means(
      NDManager scratch,
      Decoder decoder,
      Batch batch,
      List<Pair> part,
      List<NDArray> weights,
      List<NDArray> lora) {
    float[] lengths = new float[2 * part.size()];
    for (int i = 0; i < part.size(); i++) {
      lengths[2 * i] = part.get(i).chosen().length;
      lengths[2 * i + 1] = part.get(i).rejected().length;
    }
    NDArray perToken = decoder.tokenLogProbs(scratch, batch, 1, weights, lora);
    return of(perToken.sum(new int[] {1}).div(scratch.create(lengths)));
  }

  private static PairScores of(NDArray scores) {
    NDArray table = scores.reshape(new Shape(-1, 2));
    return new PairScores(table.get(":, 0"), table.get(":, 1"));
  }
}
