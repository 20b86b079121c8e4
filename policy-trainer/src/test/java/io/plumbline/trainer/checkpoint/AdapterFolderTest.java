package io.plumbline.trainer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdapterFolderTest {
  private static final ModelConfig BASE = Samples.config(true);
  private static final String SHA256 = "0123456789abcdef".repeat(4);
  private static final String DOWN = "base_model.model.model.layers.1.mlp.down_proj.lora_";

  @TempDir Path parent;
  private Path folder;

  @BeforeEach
  void name() {
    folder = parent.resolve("adapter");
  }

  private static AdapterFolder adapter(int r, Optional<String> sha256) {
    SortedMap<String, LoraWeights> modules = new TreeMap<>();
    for (int layer = 0; layer < 2; layer++) {
      modules.put(
          "model.layers." + layer + ".self_attn.q_proj",
          new LoraWeights(
              Samples.tensor(List.of(r, 8), layer), Samples.tensor(List.of(24, r), -layer)));
      modules.put(
          "model.layers." + layer + ".mlp.down_proj",
          new LoraWeights(
              Samples.tensor(List.of(r, 5), layer), Samples.tensor(List.of(8, r), layer)));
    }
    return new AdapterFolder(
        new LoraConfig(r, 6, List.of("q_proj", "down_proj"), "base"), modules, sha256);
  }

  private void writeSample() {
    adapter(3, Optional.of(SHA256)).write(folder, BASE);
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> AdapterFolder.read(folder, BASE, SHA256))
        .isInstanceOf(CheckpointException.class)
        .hasMessage(message);
  }

  private void change(String name, Optional<Tensor> tensor) {
    Path file = folder.resolve("adapter_model.safetensors");
    SortedMap<String, Tensor> tensors = new TreeMap<>(Safetensors.read(file));
    tensors.remove(name);
    tensor.ifPresent(value -> tensors.put(name, value));
    Safetensors.write(file, tensors, Map.of());
  }

  @Test
  void anAdapterComesBackAsItWas() {
    writeSample();
    AdapterFolder adapter = AdapterFolder.read(folder, BASE, SHA256);
    assertThat(adapter).isEqualTo(adapter(3, Optional.of(SHA256)));
    assertThat(adapter.config().scale()).isEqualTo(2.0);
  }

  @Test
  void equalAdaptersMakeEqualBytes() throws IOException {
    writeSample();
    byte[] config = Files.readAllBytes(folder.resolve("adapter_config.json"));
    byte[] tensors = Files.readAllBytes(folder.resolve("adapter_model.safetensors"));
    writeSample();
    assertThat(folder.resolve("adapter_config.json")).hasBinaryContent(config);
    assertThat(folder.resolve("adapter_model.safetensors")).hasBinaryContent(tensors);
  }

  @Test
  void theConfigIsThatOfPeft() {
    writeSample();
    assertThat(folder.resolve("adapter_config.json"))
        .hasContent(
            """
            {
              "alpha_pattern": {},
              "base_model_name_or_path": "base",
              "bias": "none",
              "fan_in_fan_out": false,
              "inference_mode": true,
              "init_lora_weights": true,
              "layers_pattern": null,
              "layers_to_transform": null,
              "lora_alpha": 6,
              "lora_dropout": 0.0,
              "modules_to_save": null,
              "peft_type": "LORA",
              "r": 3,
              "rank_pattern": {},
              "target_modules": [
                "down_proj",
                "q_proj"
              ],
              "task_type": "CAUSAL_LM",
              "use_dora": false,
              "use_rslora": false
            }
            """);
  }

  @Test
  void anAdapterOfAnotherBaseIsRefused() {
    writeSample();
    assertThatThrownBy(() -> AdapterFolder.read(folder, BASE, "fedcba98" + SHA256.substring(8)))
        .isInstanceOf(CheckpointException.class)
        .hasMessage(
            "adapter_model.safetensors: foreign adapter: trained on base 01234567, this is"
                + " fedcba98");
  }

  @Test
  void anAdapterThatDoesNotNameItsBaseIsAccepted() {
    adapter(3, Optional.empty()).write(folder, BASE);
    assertThat(AdapterFolder.read(folder, BASE, SHA256).baseSha256()).isEmpty();
  }

  @Test
  void aBaseIsNamedByAHash() {
    assertThatThrownBy(() -> adapter(3, Optional.of("base")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("plumbline_base_sha256: base (expected: 64 hex digits)");
  }

  @Test
  void aTensorOfAnotherShapeIsNamedWithBoth() {
    writeSample();
    change(DOWN + "A.weight", Optional.of(Samples.tensor(List.of(3, 16), 0)));
    assertRefused(
        "adapter_model.safetensors: tensor " + DOWN + "A.weight: shape [3, 16] (expected: [3, 5])");
  }

  @Test
  void aFactorAloneIsRefused() {
    writeSample();
    change(DOWN + "B.weight", Optional.empty());
    assertRefused(
        "adapter_model.safetensors: tensor " + DOWN + "B.weight: missing (expected: [8, 3])");
  }

  @Test
  void aTensorOfNoTargetIsRefused() {
    writeSample();
    change(DOWN + "A.default.weight", Optional.of(Samples.tensor(List.of(3, 5), 0)));
    assertRefused(
        "adapter_model.safetensors: tensor "
            + DOWN
            + "A.default.weight: unknown (expected: those of target_modules [down_proj, q_proj] in a"
            + " model of num_hidden_layers 2)");
  }

  @Test
  void anAdapterThatDoesNotFitItsModelIsNotWritten() {
    AdapterFolder adapter = adapter(3, Optional.empty());
    SortedMap<String, LoraWeights> modules = new TreeMap<>(adapter.modules());
    modules.remove("model.layers.1.mlp.down_proj");
    AdapterFolder lacking = new AdapterFolder(adapter.config(), modules, Optional.empty());
    assertThatThrownBy(() -> lacking.write(folder, BASE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tensor " + DOWN + "A.weight: missing (expected: [3, 5])");
    assertThat(folder).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "use_dora": false | "use_dora": true | use_dora: true
          "modules_to_save": null | "modules_to_save": ["lm_head"] | modules_to_save: ["lm_head"]
          "layers_pattern": null | "layer_replication": [[0, 2]] | layer_replication: [[0,2]]
          "fan_in_fan_out": false | "fan_in_fan_out": true | fan_in_fan_out: true
          """)
  void moreThanPlainLoraIsRefused(String was, String is, String problem) throws IOException {
    assertConfigRefused(was, is, problem + " (expected: none, since this is not supported)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "bias": "none" | "bias": "all" | bias: all (expected: none, the only one supported)
          "peft_type": "LORA" | "peft_type": "IA3" | peft_type: IA3 \
          (expected: LORA, the only one supported)
          "task_type": "CAUSAL_LM" | "task_type": "SEQ_CLS" | task_type: SEQ_CLS \
          (expected: CAUSAL_LM, the only one supported)
          "init_lora_weights": true | "init_lora_weights": "pissa" | init_lora_weights: pissa \
          (expected: true, false or gaussian)
          "r": 3 | "r": 0 | r: 0 (expected: 1 to 4096)
          "lora_alpha": 6 | "lora_alpha": 0 | lora_alpha: 0 (expected: 1 to 65536)
          "down_proj" | "lm_head" | target_modules: [lm_head, q_proj] (expected: some of \
          [down_proj, gate_proj, k_proj, o_proj, q_proj, up_proj, v_proj], each once)
          "target_modules": [ | "target_modules": "(q_proj", "other": [ | \
          target_modules: (q_proj (expected: a list of names or a regular expression)
          "target_modules": [ | "target_modules": "lm_head", "other": [ | \
          target_modules: none of the model's (expected: at least one of its linear modules)
          "layers_to_transform": null | "layers_to_transform": [-1] | target_modules: none of the \
          model's (expected: at least one of its linear modules)
          "rank_pattern": {} | "rank_pattern": {"q_proj": 0} | rank_pattern: q_proj: 0 \
          (expected: 1 to 4096)
          "alpha_pattern": {} | "alpha_pattern": {"[": 1} | alpha_pattern: [ \
          (expected: a regular expression)
          "alpha_pattern": {} | "alpha_pattern": {"q_proj": "1"} | alpha_pattern.q_proj: "1" \
          (expected: an integer)
          """)
  void aConfigThatDoesNotFitIsRefused(String was, String is, String message) throws IOException {
    assertConfigRefused(was, is, message);
  }

  @Test
  void aTargetThatTheModelDoesNotHaveIsRefused() throws IOException {
    writeSample();
    Path file = folder.resolve("adapter_config.json");
    Files.writeString(
        file, Files.readString(file).replace("\"q_proj\"", "\"model.layers.7.mlp.up_proj\""));
    assertRefused(
        "adapter_model.safetensors: target_modules: model.layers.7.mlp.up_proj (expected: a module"
            + " of the model)");
  }

  private void assertConfigRefused(String was, String is, String message) throws IOException {
    writeSample();
    Path file = folder.resolve("adapter_config.json");
    String text = Files.readString(file);
    assertThat(text).contains(was);
    Files.writeString(file, text.replace(was, is));
    assertRefused("adapter_config.json: " + message);
  }

  @Test
  void dropoutOfTheTrainingIsNoMatterToTheReader() throws IOException {
    writeSample();
    Path file = folder.resolve("adapter_config.json");
    Files.writeString(file, Files.readString(file).replace("dropout\": 0.0", "dropout\": 0.1"));
    assertThat(AdapterFolder.read(folder, BASE, SHA256).config().r()).isEqualTo(3);
  }

  @Test
  void anAdapterOfAnotherRankReplacesOneWhole() {
    writeSample();
    adapter(1, Optional.of(SHA256)).write(folder, BASE);
    assertThat(AdapterFolder.read(folder, BASE, SHA256)).isEqualTo(adapter(1, Optional.of(SHA256)));
    assertThat(parent).isDirectoryNotContaining("glob:**.old");
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    assertRefused("adapter: not there (expected: a folder at " + folder + ")");
  }
}
