package io.plumbline.trainer.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.plumbline.trainer.Checkpoints;
import io.plumbline.trainer.checkpoint.ModelFolder;
import io.plumbline.trainer.checkpoint.Tensor;
import io.plumbline.trainer.model.Batch;
import io.plumbline.trainer.model.Decoder;
import io.plumbline.trainer.model.Precision;
import io.plumbline.trainer.model.Weights;
import io.plumbline.trainer.torch.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * What the decoder computes for Hugging Face's folders is what transformers does. Logits are
 * compared up to the constant that a row of them may have added without changing anything, since
 * the graph gives out log-probabilities.
 */
class CheckpointParityTest {
  private static final double CLOSE = 1e-4;

  private NDManager manager;

  @BeforeEach
  void open() {
    Torch.enterThread(false);
    manager = Torch.newManager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private static List<int[]> prompts(JsonNode reference) {
    List<int[]> prompts = new ArrayList<>();
    reference.path("cases").forEach(each -> prompts.add(Checkpoints.ints(each.path("ids"))));
    return prompts;
  }

  private List<NDArray> weights(ModelFolder model) {
    return Weights.fuse(manager, model.config(), model.tensors());
  }

  static List<String> names() {
    return Checkpoints.names().toList();
  }

  @ParameterizedTest
  @MethodSource("names")
  void logitsAreThoseOfTransformersInOneRaggedBatch(String name) {
    Map<String, Tensor> expected = Checkpoints.logits(name);
    List<int[]> heads = new ArrayList<>();
    List<List<int[]>> tails = new ArrayList<>();
    for (int[] ids : prompts(Checkpoints.reference(name))) {
      // What comes behind the last token is not looked at.
      int places = Objects.requireNonNull(expected.get("logits.0")).shape().get(0);
      heads.add(Arrays.copyOf(ids, ids.length - places + 1));
      int[] tail = Arrays.copyOfRange(ids, ids.length - places + 1, ids.length + 1);
      tails.add(List.of(tail));
    }
    ModelFolder model = ModelFolder.read(Checkpoints.folder(name));
    float[] found;
    try (Decoder decoder = new Decoder(model.config(), 1, Precision.FP32)) {
      found = decoder.logProbs(manager, Batch.of(heads, tails), 1, weights(model)).toFloatArray();
    }
    int at = 0;
    double worst = 0;
    for (int number = 0; number < heads.size(); number++) {
      float[] logits = Objects.requireNonNull(expected.get("logits." + number)).values();
      int vocabulary = model.config().vocabSize();
      for (int row = 0; row < logits.length; row += vocabulary) {
        double total = 0;
        for (int i = 0; i < vocabulary; i++) {
          total += Math.exp(logits[row + i]);
        }
        for (int i = 0; i < vocabulary; i++) {
          worst = Math.max(worst, Math.abs(found[at++] - (logits[row + i] - Math.log(total))));
        }
      }
    }
    assertThat(at).isEqualTo(found.length);
    assertThat(worst).isLessThan(CLOSE);
  }

  @ParameterizedTest
  @MethodSource("names")
  void greedyTokensAndTheirLogProbsAreThoseOfTransformers(String name) {
    JsonNode reference = Checkpoints.reference(name);
    ModelFolder model = ModelFolder.read(Checkpoints.folder(name));
    assertThat(model.config().eosTokenIds().stream().mapToInt(Integer::intValue).toArray())
        .isEqualTo(Checkpoints.ints(reference.path("ends")));
    List<List<Completion>> drawn;
    try (Decoder decoder = new Decoder(model.config(), 1, Precision.FP32);
        Sampler sampler = new Sampler(decoder, model.config().eosTokenIds(), 2, () -> false)) {
      drawn = sampler.sample(weights(model), prompts(reference), 2, 40, 0, 1, 0);
    }
    int number = 0;
    for (JsonNode each : reference.path("cases")) {
      int[] tokens = Checkpoints.ints(each.path("greedy"));
      for (Completion completion : drawn.get(number++)) {
        assertThat(completion.tokens()).isEqualTo(tokens);
        for (int i = 0; i < tokens.length; i++) {
          assertThat((double) completion.logProbs()[i])
              .isCloseTo(each.path("log_probs").get(i).doubleValue(), within(CLOSE));
        }
        boolean ended = model.config().eosTokenIds().contains(tokens[tokens.length - 1]);
        assertThat(completion.stopped()).isEqualTo(ended);
      }
    }
  }

  @Test
  void aPromptLongerThanTheContextIsRefused() {
    ModelFolder model = ModelFolder.read(Checkpoints.folder("llama-untied"));
    try (Decoder decoder = new Decoder(model.config(), 1, Precision.FP32);
        Sampler sampler = new Sampler(decoder, model.config().eosTokenIds(), 1, () -> false)) {
      assertThatThrownBy(() -> sampler.sample(weights(model), List.of(new int[161]), 1, 8, 0, 1, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "max_tokens: 8 after a prompt of 161 tokens (expected: at most 160 together)");
    }
  }
}
