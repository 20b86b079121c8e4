package io.plumbline.trainer.preference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.plumbline.trainer.model.Decoder;
import io.plumbline.trainer.model.Gradients;
import io.plumbline.trainer.model.MicroBatches;
import io.plumbline.trainer.model.MicroBatches.MicroBatch;
import io.plumbline.trainer.model.Optimizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns pairs into steps of an adapter. */
public final class PreferenceLearner {
  private final PairLoss loss;
  private final PairLoss.Policies policies;
  private final Gradients gradients;
  private final Optimizer optimizer;
  private final MicroBatches batches;

  /**
   * Puts its parts together; all stay open.
   *
   * @param reference weights that the adapter is trained on, fused
   * @param gradients with respect to the adapter
   * @param batches how pairs are cut
   */
  public PreferenceLearner(
      PairLoss loss,
      Decoder decoder,
      List<NDArray> reference,
      Gradients gradients,
      Optimizer optimizer,
      MicroBatches batches) {
    this.loss = loss;
    this.policies = new PairLoss.Policies(decoder, reference);
    this.gradients = gradients;
    this.optimizer = optimizer;
    this.batches = batches;
  }

  /**
   * What a step showed.
   *
   * @param figures of the batch before the step, {@code loss} first
   * @param norm of the gradient; not finite where no step was taken
   * @param tokens of the chosen answers
   * @param padding share of the places computed that only filled rectangles up
   */
  public record Step(Map<String, Double> figures, double norm, int tokens, double padding) {}

  /**
   * Takes one step.
   *
   * @param pairs at least one
   * @param maxNorm above which the gradient's global norm is scaled down to it
   */
  public Step learn(NDManager owner, List<Pair> pairs, double learningRate, double maxNorm) {
    int tokens = pairs.stream().mapToInt(pair -> pair.chosen().length).sum();
    PairLoss.Whole whole = new PairLoss.Whole(pairs.size(), tokens);
    List<List<MicroBatch>> cut =
        batches.whole(
            pairs.stream()
                .map(pair -> MicroBatches.Lengths.of(pair.prompt(), loss.answers(pair)))
                .toList(),
            gradients.threads());
    List<List<Map<String, Double>>> shares =
        gradients.shares(
            cut.stream()
                .map(share -> share.stream().map(batch -> part(some(pairs, batch), whole)).toList())
                .toList());
    Map<String, Double> figures = new LinkedHashMap<>();
    shares.stream()
        .flatMap(List::stream)
        .forEach(share -> share.forEach((name, value) -> figures.merge(name, value, Double::sum)));
    try (NDManager scratch = owner.newSubManager()) {
      return new Step(
          figures,
          optimizer.step(gradients.sums(scratch), learningRate, maxNorm),
          tokens,
          MicroBatches.padding(cut));
    }
  }

  private Gradients.Part<Map<String, Double>> part(List<Pair> pairs, PairLoss.Whole whole) {
    return (scratch, leaves) -> loss.differentiate(scratch, policies, leaves, pairs, whole);
  }

  private static List<Pair> some(List<Pair> pairs, MicroBatch batch) {
    return batch.runs().stream().map(run -> pairs.get(run.group())).toList();
  }
}
