package io.plumbline.trainer.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.plumbline.trainer.model.Decoder;
import io.plumbline.trainer.model.Precision;
import io.plumbline.trainer.model.TinyModel;
import io.plumbline.trainer.torch.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/** A tiny model to draw from. */
record TinySampling(TinyModel model, NDManager manager, Decoder decoder, List<NDArray> weights)
    implements AutoCloseable {
  /** An end that is never drawn. */
  static final int NEVER = -1;

  static final BooleanSupplier GO_ON = () -> false;

  static TinySampling of(TinyModel model) {
    Torch.enterThread(false);
    NDManager manager = Torch.newManager();
    return new TinySampling(
        model, manager, new Decoder(model.config(), 1, Precision.FP32), model.weights(manager, 1));
  }

  /** Draws answers that only their budget ends. */
  List<List<Completion>> draw(
      List<int[]> prompts, int copies, int maxTokens, double temperature, long seed, long stream) {
    try (Sampler sampler = new Sampler(decoder, List.of(NEVER), 1, GO_ON)) {
      return sampler.sample(weights, prompts, copies, maxTokens, temperature, seed, stream);
    }
  }

  static List<int[]> prompts(int... lengths) {
    SplittableRandom random = new SplittableRandom(lengths.length);
    List<int[]> prompts = new ArrayList<>();
    for (int length : lengths) {
      prompts.add(random.ints(length, 0, TinyModel.VOCABULARY).toArray());
    }
    return prompts;
  }

  static List<List<List<Integer>>> tokens(List<List<Completion>> drawn) {
    return drawn.stream()
        .map(
            group ->
                group.stream()
                    .map(completion -> Arrays.stream(completion.tokens()).boxed().toList())
                    .toList())
        .toList();
  }

  @Override
  public void close() {
    decoder.close();
    manager.close();
  }
}
