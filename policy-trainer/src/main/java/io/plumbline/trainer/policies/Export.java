package io.plumbline.trainer.policies;

import ai.djl.ndarray.NDManager;
import io.plumbline.trainer.checkpoint.AdapterFolder;
import io.plumbline.trainer.checkpoint.ModelConfig;
import io.plumbline.trainer.checkpoint.ModelFolder;
import io.plumbline.trainer.model.Batch;
import io.plumbline.trainer.model.Decoder;
import io.plumbline.trainer.model.PolicyModel;
import io.plumbline.trainer.model.Precision;
import io.plumbline.trainer.model.Weights;
import io.plumbline.trainer.tokenizer.LexiconTokenizer;
import io.plumbline.trainer.torch.Torch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A policy in the form in which {@code transformers} and PEFT load it. What was written is read
 * again and computes what the policy computes, or it is an error.
 */
public final class Export {
  /** Most that two log-probabilities may differ by. */
  private static final double TOLERANCE = 1e-4;

  private static final int PROBE_TOKENS = 32;

  /** What a tokenizer consists of, beside a model's weights. */
  private static final List<String> TOKENIZER_FILES =
      List.of(
          "tokenizer.json",
          "tokenizer_config.json",
          "special_tokens_map.json",
          "chat_template.jinja",
          "generation_config.json");

  private Export() {}

  /**
   * Writes the whole stack of adapters as one, for the base alone.
   *
   * @param folder is made, or replaced if it is an adapter
   * @return the largest difference of a log-probability between the stack and what was written
   * @throws IllegalArgumentException if there is no adapter
   * @throws IllegalStateException if it computes anything else
   * @throws io.plumbline.trainer.checkpoint.CheckpointException if it cannot be written
   */
  public static double adapter(PolicyStack stack, Path folder) {
    if (stack.adapters().isEmpty()) {
      throw new IllegalArgumentException(
          "policy: " + stack.name() + " (expected: one with an adapter)");
    }
    ModelConfig config = stack.base().config();
    AdapterFolder.joined(config, stack.adapters()).write(folder, config);
    AdapterFolder written = AdapterFolder.read(folder, config, stack.base().sha256());
    return compare(stack, stack.base(), List.of(written));
  }

  /**
   * Writes the base with all adapters merged into its weights, and its tokenizer.
   *
   * @param folder is made; files of other names in it stay
   * @return as {@link #adapter}
   * @throws IllegalStateException as {@link #adapter}
   * @throws io.plumbline.trainer.checkpoint.CheckpointException if it cannot be written
   */
  public static double model(PolicyStack stack, Path folder) throws IOException {
    ModelConfig config = stack.base().config();
    try (PolicyModel merged = PolicyModel.stack(stack.base(), stack.adapters())) {
      new ModelFolder(config, new TreeMap<>(Weights.split(config, merged.weights()))).write(folder);
    }
    copyTokenizer(stack.parts(), folder);
    return compare(stack, ModelFolder.read(folder), List.of());
  }

  private static void copyTokenizer(PolicyFile parts, Path folder) throws IOException {
    if (parts.base().equals(PolicyStack.EMBEDDED)) {
      try (LexiconTokenizer tokenizer = Embedded.tokenizer()) {
        Files.write(folder.resolve("tokenizer.json"), tokenizer.json());
      }
      return;
    }
    for (String name : TOKENIZER_FILES) {
      Path file = Path.of(parts.base(), name);
      if (Files.exists(file)) {
        Files.write(folder.resolve(name), Files.readAllBytes(file));
      }
    }
  }

  private static double compare(PolicyStack stack, ModelFolder base, List<AdapterFolder> adapters) {
    float[] expected = logProbs(stack.base(), stack.adapters());
    float[] found = logProbs(base, adapters);
    double most = 0;
    for (int i = 0; i < expected.length; i++) {
      double difference = Math.abs(expected[i] - found[i]);
      most = difference > most || Double.isNaN(difference) ? difference : most;
    }
    if (!(most <= TOLERANCE)) {
      throw new IllegalStateException(
          "log-probabilities of what was written differ by "
              + most
              + " (expected: at most "
              + TOLERANCE
              + ")");
    }
    return most;
  }

  /** Of every token at every place of a text of random tokens. */
  private static float[] logProbs(ModelFolder base, List<AdapterFolder> adapters) {
    int length = Math.min(PROBE_TOKENS, base.config().maxPositionEmbeddings());
    int[] ids = new SplittableRandom(1).ints(length + 1L, 0, base.config().vocabSize()).toArray();
    Batch batch =
        Batch.of(
            List.of(Arrays.copyOf(ids, 2)),
            List.of(List.of(Arrays.copyOfRange(ids, 2, ids.length))));
    try (PolicyModel model = PolicyModel.stack(base, adapters);
        Decoder decoder = new Decoder(base.config(), 1, Precision.FP32);
        NDManager scratch = Torch.newManager()) {
      return decoder.logProbs(scratch, batch, 1, model.weights()).toFloatArray();
    }
  }
}
