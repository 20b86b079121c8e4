package io.plumbline.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.plumbline.trainer.checkpoint.AdapterFolder;
import io.plumbline.trainer.checkpoint.LoraConfig;
import io.plumbline.trainer.checkpoint.LoraWeights;
import io.plumbline.trainer.checkpoint.ModelConfig;
import io.plumbline.trainer.checkpoint.ModelFolder;
import io.plumbline.trainer.checkpoint.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Models small enough to be differentiated entry by entry, with weights that leave no part of the
 * graph without effect: norms other than 1, embeddings large enough for peaked predictions.
 *
 * @param kvHeads of 4 heads
 */
public record TinyModel(int kvHeads, boolean tied) {
  public static final int VOCABULARY = 13;
  public static final int POSITIONS = 160;

  /** No adapter's scale is 1: leaving it out must show. */
  public static final LoraConfig LORA =
      new LoraConfig(
          2,
          3,
          List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"),
          "tiny");

  /** Two layers of width 16; heads of 6, so that they do not add up to the width. */
  public ModelConfig config() {
    return new ModelConfig(
        VOCABULARY,
        16,
        11,
        2,
        4,
        kvHeads,
        6,
        POSITIONS,
        100,
        1e-3,
        tied,
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty());
  }

  public ModelFolder folder(long seed) {
    SortedMap<String, Tensor> tensors = new TreeMap<>();
    SplittableRandom random = new SplittableRandom(seed);
    config()
        .tensorShapes()
        .forEach(
            (name, shape) -> {
              boolean norm = shape.size() == 1;
              tensors.put(name, random(random, shape, norm ? 1 : 0, norm ? 0.2 : 0.4));
            });
    return new ModelFolder(config(), tensors);
  }

  public List<NDArray> weights(NDManager owner, long seed) {
    return Weights.fuse(owner, config(), folder(seed).tensors());
  }

  /** One that has been trained: both of its factors are other than zero. */
  public AdapterFolder adapter(long seed) {
    SortedMap<String, LoraWeights> modules = new TreeMap<>();
    SplittableRandom random = new SplittableRandom(seed);
    config()
        .tensorShapes()
        .forEach(
            (name, shape) -> {
              if (name.endsWith("_proj.weight")) {
                modules.put(
                    name.substring(0, name.length() - ".weight".length()),
                    new LoraWeights(
                        random(random, List.of(LORA.r(), shape.get(1)), 0, 0.3),
                        random(random, List.of(shape.get(0), LORA.r()), 0, 0.3)));
              }
            });
    return new AdapterFolder(LORA, modules, Optional.empty());
  }

  private static Tensor random(
      SplittableRandom random, List<Integer> shape, double mean, double deviation) {
    float[] values = new float[shape.stream().reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (mean + deviation * random.nextGaussian());
    }
    return new Tensor(shape, values);
  }
}
