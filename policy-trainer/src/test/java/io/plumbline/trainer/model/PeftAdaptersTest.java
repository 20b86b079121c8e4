package io.plumbline.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.plumbline.trainer.checkpoint.AdapterFolder;
import io.plumbline.trainer.checkpoint.CheckpointException;
import io.plumbline.trainer.checkpoint.ModelFolder;
import io.plumbline.trainer.torch.Torch;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Adapters that PEFT wrote, and what it computes with them: see {@code tools/make_adapters.py}. */
class PeftAdaptersTest {
  private static ModelFolder base;
  private static JsonNode report;

  @TempDir Path temporary;

  @BeforeAll
  static void read() throws IOException {
    Torch.enterThread(false);
    base = ModelFolder.read(folder("base"));
    try (InputStream json = PeftAdaptersTest.class.getResourceAsStream("/adapters/logits.json")) {
      report = JsonMapper.shared().readTree(Objects.requireNonNull(json));
    }
  }

  private static Path folder(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(PeftAdaptersTest.class.getResource("/adapters/" + name)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static AdapterFolder adapter(Path folder) {
    return AdapterFolder.read(folder, base.config(), base.sha256());
  }

  private static List<AdapterFolder> adapters(String names) {
    return Arrays.stream(names.split(", ", -1)).map(name -> adapter(folder(name))).toList();
  }

  /** PEFT's log-probabilities behind each token but the first, token by token. */
  private static double[] expected(String name) {
    List<Double> logProbs = new ArrayList<>();
    JsonNode rows = report.path("logits").path(name);
    for (int row = 1; row < rows.size(); row++) {
      double[] logits = rows.get(row).valueStream().mapToDouble(JsonNode::doubleValue).toArray();
      double sum = Arrays.stream(logits).map(Math::exp).sum();
      Arrays.stream(logits).map(logit -> logit - Math.log(sum)).forEach(logProbs::add);
    }
    return logProbs.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double[] computed(List<AdapterFolder> adapters) {
    int[] ids = report.path("ids").valueStream().mapToInt(JsonNode::intValue).toArray();
    // The last target is not among the ids: what follows all of them is computed, too.
    int[] answer = Arrays.copyOfRange(ids, 2, ids.length + 1);
    Batch batch = Batch.of(List.of(Arrays.copyOf(ids, 2)), List.of(List.of(answer)));
    try (PolicyModel model = PolicyModel.stack(base, adapters);
        Decoder decoder = new Decoder(base.config(), 1, Precision.FP32);
        NDManager scratch = Torch.newManager()) {
      float[] found = decoder.logProbs(scratch, batch, 1, model.weights()).toFloatArray();
      return IntStream.range(0, found.length).mapToDouble(i -> found[i]).toArray();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"subset", "patterns", "rslora", "regex", "layers", "subset, patterns"})
  void anAdapterOfPeftGivesItsLogProbs(String names) {
    assertThat(computed(adapters(names))).containsExactly(expected(names), within(1e-4));
    assertThat(distance(expected(names), expected("base"))).isGreaterThan(0.1);
  }

  private static double distance(double[] one, double[] other) {
    return IntStream.range(0, one.length)
        .mapToDouble(i -> Math.abs(one[i] - other[i]))
        .max()
        .orElse(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"subset", "patterns", "rslora", "regex", "layers"})
  void anAdapterOfPeftIsTheSameWhenWrittenAgain(String name) {
    AdapterFolder read = adapter(folder(name));
    read.write(temporary.resolve(name), base.config());
    assertThat(adapter(temporary.resolve(name))).isEqualTo(read);
    assertThat(temporary.resolve(name).resolve("adapter_model.safetensors"))
        .hasSameBinaryContentAs(folder(name).resolve("adapter_model.safetensors"));
  }

  @Test
  void anAdapterWithMagnitudesIsRefused() {
    assertThatThrownBy(() -> adapter(folder("dora")))
        .isInstanceOf(CheckpointException.class)
        .hasMessage(
            "adapter_config.json: use_dora: true (expected: none, since this is not supported)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"subset", "subset, patterns", "regex, rslora", "patterns, layers, subset"})
  void aStackJoinedToOneAdapterGivesTheSame(String names) {
    AdapterFolder joined = AdapterFolder.joined(base.config(), adapters(names));
    joined.write(temporary.resolve("joined"), base.config());
    assertThat(computed(List.of(adapter(temporary.resolve("joined")))))
        .containsExactly(computed(adapters(names)), within(1e-5));
  }

  @Test
  void ranksAddUpModuleByModule() {
    AdapterFolder joined = AdapterFolder.joined(base.config(), adapters("regex, layers, subset"));
    assertThat(joined.config().targetModules())
        .containsExactly(
            "model.layers.0.mlp.down_proj",
            "model.layers.0.self_attn.q_proj",
            "model.layers.1.mlp.down_proj",
            "model.layers.1.mlp.gate_proj",
            "model.layers.1.self_attn.o_proj",
            "model.layers.1.self_attn.q_proj",
            "model.layers.1.self_attn.v_proj");
    assertThat(joined.config().rank("model.layers.0.self_attn.q_proj")).isEqualTo(4);
    assertThat(joined.config().rank("model.layers.1.mlp.gate_proj")).isEqualTo(2);
    assertThat(joined.config().scale("model.layers.1.mlp.gate_proj")).isEqualTo(1);
  }

  @Test
  void anAdapterOfSeveralRanksIsNotToBeTrainedOn() {
    try (NDManager owner = Torch.newManager()) {
      assertThatThrownBy(() -> Adapter.of(owner, base.config(), adapter(folder("patterns"))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("rank_pattern or alpha_pattern (expected: one rank and alpha to train on)");
    }
  }
}
