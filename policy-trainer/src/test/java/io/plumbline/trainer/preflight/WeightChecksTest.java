package io.plumbline.trainer.preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.graders.preflight.Finding;
import io.plumbline.trainer.checkpoint.CheckpointException;
import io.plumbline.trainer.checkpoint.Safetensors;
import io.plumbline.trainer.checkpoint.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightChecksTest {
  private static final String INDEX = "model.safetensors.index.json";

  @TempDir Path folder;

  private void write(String file, float value, String... names) {
    Map<String, Tensor> tensors = new TreeMap<>();
    for (String name : names) {
      float[] values = new float[4];
      Arrays.fill(values, value);
      tensors.put(name, new Tensor(List.of(2, 2), values));
    }
    Safetensors.write(folder.resolve(file), tensors, Map.of());
  }

  private List<String> shards() throws IOException {
    return WeightChecks.shards(folder).findings().stream().map(Finding::saw).toList();
  }

  @Test
  void anAdapterWhoseSecondFactorsAreZeroChangesNothing() {
    write("adapter_model.safetensors", 0, "q.lora_A.weight", "q.lora_B.weight");
    assertThat(WeightChecks.adapter(folder).findings())
        .extracting(Finding::saw)
        .containsExactly("1 of 1 factors lora_B are 0: merging the adapter changes no weight");
    write("adapter_model.safetensors", 1, "q.lora_A.weight", "q.lora_B.weight");
    assertThat(WeightChecks.adapter(folder).findings()).isEmpty();
  }

  @Test
  void shardsAsTheirIndexHasThemAreClean() throws IOException {
    write("model-00001-of-00002.safetensors", 1, "a");
    write("model-00002-of-00002.safetensors", 1, "b");
    index("model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors");
    assertThat(shards()).isEmpty();
    assertThat(WeightChecks.shards(folder).saw()).isEqualTo("2 tensors in 2 files, each once");
  }

  private void index(String first, String second) throws IOException {
    Files.writeString(
        folder.resolve(INDEX),
        "{\"weight_map\":{\"a\":\"" + first + "\",\"b\":\"" + second + "\"}}");
  }

  @Test
  void staleMissingAndDuplicateShardsAreFound() throws IOException {
    write("model-00001-of-00002.safetensors", 1, "a");
    write("model.safetensors", 1, "a", "b");
    index("model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors");
    assertThat(shards())
        .containsExactly(
            "model-00002-of-00002.safetensors is named and not there",
            "not named by " + INDEX + ", from an earlier save perhaps",
            "tensor a is in model-00001-of-00002.safetensors too");
    Files.delete(folder.resolve(INDEX));
    assertThat(shards())
        .contains("model-00001-of-00002.safetensors, model.safetensors without a " + INDEX);
  }

  @Test
  void filesThatAreNoneAreRefusedByName() throws IOException {
    Files.writeString(folder.resolve("model.safetensors"), "short");
    assertThatThrownBy(() -> WeightChecks.shards(folder))
        .isInstanceOf(CheckpointException.class)
        .hasMessageEndingWith("model.safetensors: not a safetensors file (expected: one)");
    Files.writeString(folder.resolve("model.safetensors"), "x".repeat(40));
    assertThatThrownBy(() -> WeightChecks.shards(folder))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("model.safetensors: header of ");
    Files.delete(folder.resolve("model.safetensors"));
    Files.writeString(folder.resolve(INDEX), "{}");
    assertThatThrownBy(() -> WeightChecks.shards(folder))
        .isInstanceOf(CheckpointException.class)
        .hasMessageEndingWith("weight_map: missing (expected: files by tensor)");
  }
}
