package io.plumbline.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.plumbline.trainer.checkpoint.AdapterFolder;
import io.plumbline.trainer.checkpoint.LoraWeights;
import io.plumbline.trainer.checkpoint.ModelFolder;
import io.plumbline.trainer.checkpoint.Tensor;
import io.plumbline.trainer.torch.Torch;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightsTest {
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

  @ParameterizedTest
  @CsvSource({"2, true", "4, false"})
  void whatIsFusedIsSplitAgain(int kvHeads, boolean tied) {
    TinyModel model = new TinyModel(kvHeads, tied);
    ModelFolder folder = model.folder(3);
    List<NDArray> fused = Weights.fuse(manager, model.config(), folder.tensors());
    assertThat(new TreeMap<>(Weights.split(model.config(), fused))).isEqualTo(folder.tensors());
  }

  @Test
  void queriesKeysAndValuesAreStackedAndSoAreGateAndUp() {
    TinyModel model = new TinyModel(2, true);
    List<NDArray> fused = model.weights(manager, 3);
    Map<String, Tensor> named = model.folder(3).tensors();
    assertThat(fused).hasSize(14);
    assertThat(fused.get(2).getShape()).isEqualTo(new Shape(24 + 12 + 12, 16));
    assertThat(fused.get(2).get("24:36").toFloatArray())
        .containsExactly(values(named, "model.layers.0.self_attn.k_proj.weight"));
    assertThat(fused.get(5).getShape()).isEqualTo(new Shape(11 + 11, 16));
    assertThat(fused.get(5).get("11:").toFloatArray())
        .containsExactly(values(named, "model.layers.0.mlp.up_proj.weight"));
  }

  @Test
  void aNewModelStartsFromItsSeed() {
    TinyModel model = new TinyModel(4, false);
    Map<String, Tensor> first = Weights.initial(model.config(), 1);
    assertThat(first).isEqualTo(Weights.initial(model.config(), 1));
    assertThat(first).isNotEqualTo(Weights.initial(model.config(), 2));
    ModelFolder whole = new ModelFolder(model.config(), new TreeMap<>(first)); // checks the shapes
    assertThat(values(whole.tensors(), "model.norm.weight")).containsOnly(1);
    assertThat(deviation(first, "model.layers.0.self_attn.q_proj.weight"))
        .isCloseTo(0.25, within(0.03));
    assertThat(deviation(first, "model.layers.0.self_attn.o_proj.weight"))
        .isCloseTo(0.5 / Math.sqrt(24), within(0.015));
    assertThat(deviation(first, "model.embed_tokens.weight")).isCloseTo(0.05, within(0.007));
  }

  @Test
  void anAdapterIsReadAndWrittenWithoutAChange() {
    TinyModel model = new TinyModel(2, true);
    AdapterFolder folder = model.adapter(4);
    Adapter adapter = Adapter.of(manager, model.config(), folder);
    assertThat(adapter.arrays()).hasSize(2 * 7 * 2);
    String sha256 = "0".repeat(64);
    assertThat(adapter.folder(model.config(), sha256))
        .isEqualTo(new AdapterFolder(folder.config(), folder.modules(), Optional.of(sha256)));
  }

  @Test
  void anAdapterMayLeaveModulesAlone() {
    TinyModel model = new TinyModel(2, true);
    TreeMap<String, LoraWeights> some = new TreeMap<>(model.adapter(4).modules());
    some.keySet().removeIf(module -> module.endsWith("q_proj"));
    Adapter adapter =
        Adapter.of(
            manager, model.config(), new AdapterFolder(TinyModel.LORA, some, Optional.empty()));
    assertThat(adapter.arrays().get(0).toFloatArray()).hasSize(2 * 16).containsOnly(0);
    assertThat(adapter.arrays().get(1).toFloatArray()).hasSize(24 * 2).containsOnly(0);
    assertThat(adapter.arrays().get(2).toFloatArray())
        .containsExactly(
            Objects.requireNonNull(some.get("model.layers.0.self_attn.k_proj")).a().values());
  }

  /** A within ±1/√inputs, not all alike, and B zero. */
  @Test
  void aNewAdapterIsReadyToLearnAndChangesNothing() {
    TinyModel model = new TinyModel(2, true);
    Adapter adapter = Adapter.initial(manager, model.config(), 3, 6, "tiny", 5);
    for (int i = 0; i < adapter.arrays().size(); i += 2) {
      NDArray a = adapter.arrays().get(i);
      double bound = 1 / Math.sqrt((double) a.getShape().get(1));
      assertThat(a.abs().max().getFloat()).isBetween((float) (0.7 * bound), (float) bound);
      assertThat(adapter.arrays().get(i + 1).toFloatArray()).containsOnly(0);
    }
    List<NDArray> weights = model.weights(manager, 1);
    try (Decoder decoder = new Decoder(model.config(), adapter.config().scale(), Precision.FP32)) {
      List<NDArray> merged = decoder.merge(manager, weights, adapter.arrays());
      for (int i = 0; i < weights.size(); i++) {
        assertThat(merged.get(i).toFloatArray()).containsExactly(weights.get(i).toFloatArray());
      }
    }
  }

  private static float[] values(Map<String, Tensor> named, String name) {
    return Objects.requireNonNull(named.get(name), name).values();
  }

  private static double deviation(Map<String, Tensor> named, String name) {
    double squares = 0;
    float[] values = values(named, name);
    for (float value : values) {
      squares += value * value;
    }
    return Math.sqrt(squares / values.length);
  }
}
