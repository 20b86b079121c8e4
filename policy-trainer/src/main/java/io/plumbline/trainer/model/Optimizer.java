package io.plumbline.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.plumbline.trainer.checkpoint.Tensor;
import io.plumbline.trainer.torch.AdamW;
import io.plumbline.trainer.torch.Torch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** AdamW over a list of arrays, with gradients clipped by their global norm. */
public final class Optimizer {
  private final AdamW rule;
  private final List<NDArray> arrays;
  private final List<NDArray> firstMoments;
  private final List<NDArray> secondMoments;
  private int steps;

  /**
   * @param owner owns the moments
   * @param arrays changed in place
   */
  public Optimizer(NDManager owner, AdamW rule, List<NDArray> arrays) {
    this(rule, arrays, zeros(owner, arrays), zeros(owner, arrays), 0);
  }

  private Optimizer(
      AdamW rule,
      List<NDArray> arrays,
      List<NDArray> firstMoments,
      List<NDArray> secondMoments,
      int steps) {
    this.rule = rule;
    this.arrays = List.copyOf(arrays);
    this.firstMoments = firstMoments;
    this.secondMoments = secondMoments;
    this.steps = steps;
  }

  private static List<NDArray> zeros(NDManager owner, List<NDArray> arrays) {
    return arrays.stream().map(array -> owner.zeros(array.getShape())).toList();
  }

  /**
   * Takes one step.
   *
   * @param gradients one for each array
   * @param maxNorm above which the gradients' global norm is scaled down to it
   * @return the global norm before clipping; if it is not finite, nothing is changed
   */
  public double step(List<NDArray> gradients, double learningRate, double maxNorm) {
    double squares = 0;
    for (NDArray gradient : gradients) {
      try (NDArray squared = gradient.square();
          NDArray sum = squared.sum()) {
        squares += sum.getFloat();
      }
    }
    double norm = Math.sqrt(squares);
    if (!Double.isFinite(norm)) {
      return norm;
    }
    steps++;
    double rescale = norm > maxNorm ? maxNorm / norm : 1;
    for (int i = 0; i < arrays.size(); i++) {
      rule.update(
          arrays.get(i),
          gradients.get(i),
          firstMoments.get(i),
          secondMoments.get(i),
          learningRate,
          rescale,
          steps);
    }
    return norm;
  }

  /**
   * What a step would do.
   *
   * @param norm the gradients' global norm
   * @param change greatest change of one value
   */
  public record Trial(double norm, double change) {}

  /** What {@link #step} would do from here; changes nothing. */
  public Trial trial(List<NDArray> gradients, double learningRate, double maxNorm) {
    try (NDManager scratch = Torch.newManager()) {
      List<NDArray> copies = copies(scratch, arrays);
      Optimizer twin =
          new Optimizer(
              rule, copies, copies(scratch, firstMoments), copies(scratch, secondMoments), steps);
      double norm = twin.step(gradients, learningRate, maxNorm);
      double change = 0;
      for (int i = 0; i < copies.size(); i++) {
        change = Math.max(change, copies.get(i).sub(arrays.get(i)).abs().max().getFloat());
      }
      return new Trial(norm, change);
    }
  }

  private static List<NDArray> copies(NDManager owner, List<NDArray> arrays) {
    List<NDArray> copies = new ArrayList<>();
    for (NDArray array : arrays) {
      NDArray copy = array.duplicate();
      copy.attach(owner);
      copies.add(copy);
    }
    return copies;
  }

  /** Steps taken. */
  public int steps() {
    return steps;
  }

  /** The moments, by number and order. */
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    for (int i = 0; i < arrays.size(); i++) {
      state.put("first." + i, Weights.tensor(firstMoments.get(i)));
      state.put("second." + i, Weights.tensor(secondMoments.get(i)));
    }
    return state;
  }

  /** Takes up where {@link #state} was taken after {@code taken} steps. */
  public void restore(Map<String, Tensor> state, int taken) {
    for (int i = 0; i < arrays.size(); i++) {
      Torch.assign(firstMoments.get(i), values(state, "first." + i));
      Torch.assign(secondMoments.get(i), values(state, "second." + i));
    }
    steps = taken;
  }

  private static float[] values(Map<String, Tensor> state, String name) {
    Tensor tensor = state.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("optimiser state: " + name + " is missing");
    }
    return tensor.values();
  }
}
