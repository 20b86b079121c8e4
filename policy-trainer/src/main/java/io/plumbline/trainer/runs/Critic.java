package io.plumbline.trainer.runs;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.plumbline.trainer.checkpoint.CheckpointException;
import io.plumbline.trainer.checkpoint.Tensor;
import io.plumbline.trainer.model.Batch;
import io.plumbline.trainer.model.Decoder;
import io.plumbline.trainer.model.Optimizer;
import io.plumbline.trainer.model.Weights;
import io.plumbline.trainer.objectives.ValueLoss;
import io.plumbline.trainer.torch.AdamW;
import io.plumbline.trainer.torch.Torch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A value head on the policy's own trunk: one linear layer on what the language head reads, as
 * TRL's models with a value head have it. It has an optimiser and a learning rate of its own, as
 * verl's critics do. It begins by expecting the mean of the first rewards whatever it reads, since
 * to learn that mean from 0 would bend it towards whatever all texts have in common. Of its
 * gradient, {@code value_coefficient} reaches the adapter.
 */
final class Critic {
  private static final String PREFIX = "value.";

  private final RunConfig config;
  private final List<NDArray> arrays;
  private final Optimizer optimizer;
  private final ValueLoss loss;

  /**
   * @param owner owns the head and its moments
   * @param width of the model
   */
  Critic(NDManager owner, RunConfig config, AdamW rule, int width) {
    this.config = config;
    arrays = List.of(owner.zeros(new Shape(1, width)), owner.zeros(new Shape(1)));
    optimizer = new Optimizer(owner, rule, arrays);
    loss = new ValueLoss(config.valueClip());
  }

  /** The head and its bias, to be differentiated with respect to. */
  List<NDArray> arrays() {
    return arrays;
  }

  /** Has it expect {@code reward} of everything, if it has not learnt anything yet. */
  void begin(double reward) {
    if (optimizer.steps() == 0) {
      Torch.assign(arrays.get(1), new float[] {(float) reward});
    }
  }

  ValueLoss loss() {
    return loss;
  }

  /**
   * What it expects before each token, {@code [answers, length]}.
   *
   * @param leaves aliases of {@link #arrays}
   */
  NDArray values(
      NDManager scratch, Decoder decoder, NDArray features, Batch batch, List<NDArray> leaves) {
    return decoder.values(
        scratch, features, batch, leaves.get(0), leaves.get(1), config.valueCoefficient());
  }

  /** Takes a step; the norm of its gradient. */
  double step(List<NDArray> gradients) {
    return optimizer.step(gradients, config.valueLearningRate(), config.maxNorm());
  }

  /** The head, its moments and its steps, by names that no other part of a state has. */
  Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    optimizer.state().forEach((name, tensor) -> state.put(PREFIX + name, tensor));
    for (int i = 0; i < arrays.size(); i++) {
      state.put(PREFIX + "head." + i, Weights.tensor(arrays.get(i)));
    }
    state.put(PREFIX + "steps", new Tensor(List.of(), new float[] {optimizer.steps()}));
    return state;
  }

  /**
   * Takes up where {@link #state} was taken.
   *
   * @throws CheckpointException if the state is of a run without a value head
   */
  void restore(Map<String, Tensor> saved) {
    Map<String, Tensor> own = new LinkedHashMap<>();
    saved.forEach(
        (name, tensor) -> {
          if (name.startsWith(PREFIX)) {
            own.put(name.substring(PREFIX.length()), tensor);
          }
        });
    for (int i = 0; i < arrays.size(); i++) {
      Torch.assign(arrays.get(i), tensor(own, "head." + i).values());
    }
    optimizer.restore(own, (int) tensor(own, "steps").values()[0]);
  }

  private static Tensor tensor(Map<String, Tensor> own, String name) {
    Tensor tensor = own.get(name);
    if (tensor == null) {
      throw new CheckpointException(
          "state.safetensors: " + PREFIX + name + " is missing (expected: a run of ppo)");
    }
    return tensor;
  }
}
