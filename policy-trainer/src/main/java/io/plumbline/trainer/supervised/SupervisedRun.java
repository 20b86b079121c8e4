package io.plumbline.trainer.supervised;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.plumbline.trainer.model.Batch;
import io.plumbline.trainer.model.Decoder;
import io.plumbline.trainer.model.Gradients;
import io.plumbline.trainer.model.Optimizer;
import io.plumbline.trainer.torch.Torch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gradient steps on lessons: completion-only cross-entropy, weighted by token. */
final class SupervisedRun {
  /** Most positions of one part: beyond it, memory grows and speed does not. */
  private static final int PART = 4096;

  /** What a part's shortest lesson has of its longest one's length, at least. */
  private static final double SIMILAR = 0.75;

  /** What came of a step. */
  record Step(int number, double loss, double accuracy, double norm, int positions) {}

  private final SupervisedConfig config;
  private final Decoder decoder;
  private final List<NDArray> frozen;
  private final boolean adapters;
  private final Gradients gradients;
  private final Optimizer optimizer;

  /**
   * @param weights fused; trained themselves if {@code lora} is empty
   */
  SupervisedRun(
      SupervisedConfig config,
      Decoder decoder,
      List<NDArray> weights,
      List<NDArray> lora,
      Gradients gradients,
      Optimizer optimizer) {
    this.config = config;
    this.decoder = decoder;
    this.frozen = weights;
    this.adapters = !lora.isEmpty();
    this.gradients = gradients;
    this.optimizer = optimizer;
  }

  private record Sums(double loss, double right) {}

  /** Takes step {@code number} with its lessons. */
  Step step(NDManager owner, int number, List<Lesson> drawn) {
    List<Lesson> lessons = new ArrayList<>(drawn);
    lessons.sort(Comparator.comparingInt(Lesson::positions).reversed());
    List<List<Lesson>> parts = parts(lessons);
    double total = 0;
    int tokens = 0;
    int positions = 0;
    for (Lesson lesson : lessons) {
      for (float weight : lesson.weights()) {
        total += weight;
      }
      tokens += lesson.answer().length;
      positions += lesson.positions();
    }
    float scale = (float) (1 / total);
    List<Sums> sums =
        gradients.differentiate(
            parts.stream().<Gradients.Part<Sums>>map(part -> differentiate(part, scale)).toList());
    double norm;
    try (NDManager scratch = owner.newSubManager()) {
      norm = optimizer.step(gradients.sums(scratch), config.learningRate(number), 1);
    }
    return new Step(
        number,
        sums.stream().mapToDouble(Sums::loss).sum(),
        sums.stream().mapToDouble(Sums::right).sum() / tokens,
        norm,
        positions);
  }

  private Gradients.Part<Sums> differentiate(List<Lesson> part, float scale) {
    return (scratch, leaves) -> {
      Batch batch =
          Batch.of(
              part.stream().map(Lesson::prompt).toList(),
              part.stream().map(lesson -> List.of(lesson.answer())).toList());
      float[] weights = new float[batch.tokens()];
      int next = 0;
      for (Lesson lesson : part) {
        for (float weight : lesson.weights()) {
          weights[next++] = weight * scale;
        }
      }
      NDList results =
          adapters
              ? decoder.supervised(scratch, batch, weights, frozen, leaves)
              : decoder.supervised(scratch, batch, weights, leaves, List.of());
      Torch.backward(results.get(0));
      return new Sums(results.get(0).getFloat(), results.get(1).getFloat());
    };
  }

  /**
   * Lessons of similar length together, so that little is padding; the largest parts first, so that
   * threads end at about the same time.
   *
   * @param lessons at least one, the longest first
   */
  static List<List<Lesson>> parts(List<Lesson> lessons) {
    List<List<Lesson>> parts = new ArrayList<>();
    List<Lesson> part = new ArrayList<>();
    for (Lesson lesson : lessons) {
      int longest = part.isEmpty() ? lesson.positions() : part.get(0).positions();
      boolean full = (part.size() + 1) * longest > PART;
      if (!part.isEmpty() && (full || lesson.positions() < SIMILAR * longest)) {
        parts.add(part);
        part = new ArrayList<>();
      }
      part.add(lesson);
    }
    parts.add(part);
    parts.sort(Comparator.comparingInt((List<Lesson> p) -> -p.size() * p.get(0).positions()));
    return parts;
  }
}
