package io.plumbline.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.plumbline.trainer.checkpoint.ModelConfig;
import io.plumbline.trainer.checkpoint.ModelFolder;
import io.plumbline.trainer.checkpoint.Tensor;
import io.plumbline.trainer.model.Adapter;
import io.plumbline.trainer.model.Weights;
import io.plumbline.trainer.policies.Embedded;
import io.plumbline.trainer.tokenizer.LexiconTokenizer;
import io.plumbline.trainer.torch.Torch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** A model of random weights with the embedded policy's tokenizer, and adapters of it, on disk. */
final class TinyPolicy {
  private static final int WIDTH = 16;

  /** Of these it makes tables, so that its answers earn something and not all the same. */
  private static final String FAVOURED = ",\n12";

  private TinyPolicy() {}

  /** Writes a model without adapters. */
  static Path model(Path folder, long seed) throws IOException {
    try (LexiconTokenizer tokenizer = Embedded.tokenizer()) {
      ModelConfig shape =
          new ModelConfig(
              tokenizer.size(),
              WIDTH,
              2 * WIDTH,
              1,
              2,
              2,
              WIDTH / 2,
              2048,
              10_000,
              1e-6,
              true,
              OptionalInt.of(tokenizer.bos()),
              OptionalInt.of(tokenizer.eos()),
              OptionalInt.of(tokenizer.pad()));
      Map<String, Tensor> weights = Weights.initial(shape, seed);
      favour(weights, tokenizer.encode(FAVOURED), tokenizer.eos());
      new ModelFolder(shape, new TreeMap<>(weights)).write(folder);
      Files.write(folder.resolve("tokenizer.json"), tokenizer.json());
    }
    return folder;
  }

  /** Every token points the same way in one dimension, and those for tables do so the most. */
  private static void favour(Map<String, Tensor> weights, int[] tokens, int end) {
    Tensor embedding = Objects.requireNonNull(weights.get("model.embed_tokens.weight"));
    float[] values = embedding.values();
    for (int token = 0; token < values.length / WIDTH; token++) {
      values[token * WIDTH] = 2;
    }
    for (int token : tokens) {
      values[token * WIDTH] = 4;
    }
    values[end * WIDTH] = 3.6f;
  }

  /** Writes an adapter of a model that changes it. */
  static Path adapter(Path folder, Path model, long seed) {
    ModelFolder base = ModelFolder.read(model);
    Torch.enterThread(false);
    try (NDManager owner = Torch.newManager()) {
      Adapter adapter = Adapter.initial(owner, base.config(), 2, 4, "tiny", seed);
      SplittableRandom random = new SplittableRandom(seed);
      for (NDArray array : adapter.arrays()) {
        float[] values = new float[(int) array.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) random.nextDouble(-0.1, 0.1);
        }
        Torch.assign(array, values);
      }
      adapter.folder(base.config(), base.sha256()).write(folder, base.config());
    }
    return folder;
  }
}
