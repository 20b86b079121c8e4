package io.plumbline.trainer.preference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.plumbline.trainer.model.Decoder;
import io.plumbline.trainer.model.Gradients;
import io.plumbline.trainer.model.Optimizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns pairs into steps of an adapter. */
public final class PreferenceLearner {
  /** Most places of one part, padding included: beyond it, memory grows and speed does not. */
  private static final int PART = 4096;

  private final PairLoss loss;
  private final PairLoss.Policies policies;
  private final Gradients gradients;
  private final Optimizer optimizer;

  /**
   * Puts its parts together; all stay open.
   *
   * @param reference weights that the adapter is trained on, fused
   * @param gradients with respect to the adapter
   */
  public PreferenceLearner(
      PairLoss loss,
      Decoder decoder,
      List<NDArray> reference,
      Gradients gradients,
      Optimizer optimizer) {
    this.loss = loss;
    this.policies = new PairLoss.Policies(decoder, reference);
    this.gradients = gradients;
    this.optimizer = optimizer;
  }

  /**
   * What a step showed.
   *
   * @param figures of the batch before the step, {@code loss} first
   * @param norm of the gradient; not finite where no step was taken
   * @param tokens of the chosen answers
   */
  public record Step(Map<String, Double> figures, double norm, int tokens) {}

  /**
   * Takes one step.
   *
   * @param pairs at least one
   * @param maxNorm above which the gradient's global norm is scaled down to it
   */
  public Step learn(NDManager owner, List<Pair> pairs, double learningRate, double maxNorm) {
    int tokens = pairs.stream().mapToInt(pair -> pair.chosen().length).sum();
    PairLoss.Whole whole = new PairLoss.Whole(pairs.size(), tokens);
    List<Map<String, Double>> shares =
        gradients.differentiate(
            parts(pairs).stream()
                .<Gradients.Part<Map<String, Double>>>map(
                    part ->
                        (scratch, leaves) ->
                            loss.differentiate(scratch, policies, leaves, part, whole))
                .toList());
    Map<String, Double> figures = new LinkedHashMap<>();
    for (Map<String, Double> share : shares) {
      share.forEach((name, value) -> figures.merge(name, value, Double::sum));
    }
    try (NDManager scratch = owner.newSubManager()) {
      return new Step(
          figures, optimizer.step(gradients.sums(scratch), learningRate, maxNorm), tokens);
    }
  }

  /** Pairs of similar length together, the longest first. */
  private static List<List<Pair>> parts(List<Pair> pairs) {
    List<Pair> sorted = new ArrayList<>(pairs);
    sorted.sort(Comparator.comparingInt(Pair::positions).reversed());
    List<List<Pair>> parts = new ArrayList<>();
    List<Pair> part = new ArrayList<>();
    for (Pair pair : sorted) {
      if (!part.isEmpty() && 2 * (part.size() + 1) * part.get(0).positions() > PART) {
        parts.add(part);
        part = new ArrayList<>();
      }
      part.add(pair);
    }
    parts.add(part);
    return parts;
  }
}
