package io.plumbline.trainer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFolderTest {
  @TempDir Path folder;

  private void assertRefused(String message) {
    assertThatThrownBy(() -> ModelFolder.read(folder))
        .isInstanceOf(CheckpointException.class)
        .hasMessage(message);
  }

  private void writeConfig(String was, String is) throws IOException {
    Samples.config(true).write(folder);
    Path file = folder.resolve("config.json");
    String text = Files.readString(file);
    assertThat(text).contains(was);
    Files.writeString(file, text.replace(was, is));
  }

  private void writeTensors(String name, Tensor tensor) {
    Map<String, Tensor> tensors = new TreeMap<>(Samples.model(true).tensors());
    tensors.put(name, tensor);
    Safetensors.write(folder.resolve("model.safetensors"), tensors, Map.of());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aModelComesBackAsItWas(boolean tied) {
    ModelFolder model = Samples.model(tied);
    model.write(folder);
    assertThat(ModelFolder.read(folder)).isEqualTo(model);
    assertThat(model.tensors().containsKey("lm_head.weight")).isNotEqualTo(tied);
  }

  @Test
  void equalModelsMakeEqualBytesAndOtherFilesStay() throws IOException {
    Samples.model(true).write(folder);
    Files.writeString(folder.resolve("tokenizer.json"), "{}");
    byte[] config = Files.readAllBytes(folder.resolve("config.json"));
    byte[] tensors = Files.readAllBytes(folder.resolve("model.safetensors"));
    Samples.model(true).write(folder);
    assertThat(folder.resolve("config.json")).hasBinaryContent(config);
    assertThat(folder.resolve("model.safetensors")).hasBinaryContent(tensors);
    assertThat(folder.resolve("tokenizer.json")).hasContent("{}");
  }

  @Test
  void theIdentityIsThatOfTheWeightsAlone() {
    ModelFolder model = Samples.model(true);
    model.write(folder);
    assertThat(ModelFolder.read(folder).sha256())
        .isEqualTo(Safetensors.sha256(model.tensors()))
        .isNotEqualTo(Samples.model(false).sha256());
  }

  @Test
  void shapesAreThoseOfALlama() {
    assertThat(Samples.config(true).tensorShapes())
        .hasSize(1 + 2 * 9 + 1)
        .containsEntry("model.embed_tokens.weight", List.of(7, 8))
        .containsEntry("model.layers.1.self_attn.q_proj.weight", List.of(24, 8))
        .containsEntry("model.layers.1.self_attn.k_proj.weight", List.of(12, 8))
        .containsEntry("model.layers.1.self_attn.v_proj.weight", List.of(12, 8))
        .containsEntry("model.layers.1.self_attn.o_proj.weight", List.of(8, 24))
        .containsEntry("model.layers.1.mlp.gate_proj.weight", List.of(5, 8))
        .containsEntry("model.layers.1.mlp.up_proj.weight", List.of(5, 8))
        .containsEntry("model.layers.1.mlp.down_proj.weight", List.of(8, 5))
        .containsEntry("model.layers.1.input_layernorm.weight", List.of(8))
        .containsEntry("model.layers.1.post_attention_layernorm.weight", List.of(8))
        .containsEntry("model.norm.weight", List.of(8));
  }

  @Test
  void aMissingTensorIsNamed() {
    Samples.model(true).write(folder);
    Map<String, Tensor> tensors = new TreeMap<>(Samples.model(true).tensors());
    tensors.remove("model.norm.weight");
    Safetensors.write(folder.resolve("model.safetensors"), tensors, Map.of());
    assertRefused("model.safetensors: tensor model.norm.weight: missing (expected: [8])");
  }

  @Test
  void aTensorOfAnotherShapeIsNamedWithBoth() {
    Samples.model(true).write(folder);
    writeTensors("model.norm.weight", Samples.tensor(List.of(2, 4), 0));
    assertRefused("model.safetensors: tensor model.norm.weight: shape [2, 4] (expected: [8])");
  }

  @Test
  void aTensorThatTheModelDoesNotHaveIsNamed() {
    Samples.model(true).write(folder);
    writeTensors("score.weight", Samples.tensor(List.of(7, 8), 0));
    assertRefused(
        "model.safetensors: tensor score.weight: unknown (expected: those of a model of"
            + " num_hidden_layers 2, tie_word_embeddings true)");
  }

  @Test
  void aTiedHeadMayBeThereTwiceButNotInTwoVersions() {
    Samples.model(true).write(folder);
    Tensor embedding = Samples.model(true).tensors().get("model.embed_tokens.weight");
    writeTensors("lm_head.weight", Objects.requireNonNull(embedding));
    assertThat(ModelFolder.read(folder)).isEqualTo(Samples.model(true));
    writeTensors("lm_head.weight", Samples.tensor(List.of(7, 8), 0));
    assertRefused(
        "model.safetensors: tensor lm_head.weight: differs from model.embed_tokens.weight"
            + " (expected: none or the same, since tie_word_embeddings is true)");
  }

  @Test
  void frequenciesOfPositionsInOldFilesAreLeftOut() {
    Samples.model(true).write(folder);
    writeTensors("model.layers.0.self_attn.rotary_emb.inv_freq", Samples.tensor(List.of(3), 0));
    assertThat(ModelFolder.read(folder)).isEqualTo(Samples.model(true));
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.NEGATIVE_INFINITY})
  void aWeightThatIsNoNumberIsNamed(float odd) {
    Samples.model(true).write(folder);
    float[] values = {1, 2, 3, odd, 5, 6, 7, 8};
    writeTensors("model.norm.weight", new Tensor(List.of(8), values));
    assertRefused(
        "model.safetensors: tensor model.norm.weight: value 4 of 8 is "
            + odd
            + " (expected: a finite number)");
  }

  @Test
  void aCrashBetweenTheTwoFilesLeavesAFolderThatIsRefused() throws IOException {
    Samples.model(true).write(folder);
    Path config = folder.resolve("config.json");
    Files.delete(config);
    assertRefused("config.json: cannot be read: no such file: " + config);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "vocab_size": 7 | "vocab_size": 0 | vocab_size: 0 (expected: 1 to 16777216)
          "vocab_size": 7 | "vocab_size": 7.5 | vocab_size: 7.5 (expected: an integer)
          "vocab_size": 7 | "size": 7 | vocab_size: missing (expected: an integer)
          "hidden_size": 8 | "hidden_size": 10 | hidden_size: 10 \
          (expected: a multiple of num_attention_heads, 4)
          "num_key_value_heads": 2 | "num_key_value_heads": 3 | num_attention_heads: 4 \
          (expected: a multiple of num_key_value_heads, 3)
          "num_attention_heads": 4 | "num_attention_heads": 0 | num_attention_heads: 0 \
          (expected: 1 to 1024)
          "head_dim": 6 | "head_dim": 5 | head_dim: 5 (expected: an even number)
          "rope_theta": 20000.0 | "rope_theta": 0 | rope_theta: 0.0 (expected: above 0)
          "rms_norm_eps": 1.0E-5 | "rms_norm_eps": "x" | rms_norm_eps: "x" (expected: a number)
          "eos_token_id": 1 | "eos_token_id": 7 | eos_token_id: 7 (expected: 0 to 6)
          "eos_token_id": 1 | "eos_token_id": [1, "a"] | eos_token_id: [1,"a"] \
          (expected: an integer or a list of integers)
          "eos_token_id": 1 | "eos_token_id": [1, 7] | eos_token_id: 7 (expected: 0 to 6)
          "model_type": "llama" | "model_type": "mistral" | model_type: mistral \
          (expected: llama or qwen2, the only ones supported)
          "model_type": "llama" | "model_type": "qwen2" | architectures: [LlamaForCausalLM] \
          (expected: Qwen2ForCausalLM)
          LlamaForCausalLM | LlamaModel | architectures: [LlamaModel] (expected: LlamaForCausalLM)
          "silu" | "gelu" | hidden_act: gelu (expected: silu, the only one supported)
          "float32" | "float8_e4m3fn" | torch_dtype: float8_e4m3fn \
          (expected: float32 or float16 or bfloat16)
          "attention_bias": false | "attention_bias": 1 | attention_bias: 1 (expected: true or false)
          "mlp_bias": false | "use_sliding_window": true | use_sliding_window: true \
          (expected: none, since this is not supported)
          "mlp_bias": false | "layer_types": ["full_attention", "sliding_attention"] | \
          layer_types: sliding_attention (expected: full_attention, the only one supported)
          "mlp_bias": false | "quantization_config": {"bits": 4} | quantization_config: {"bits":4} \
          (expected: none, since this is not supported)
          "mlp_bias": false | "rope_scaling": {"type": "linear"} | rope_scaling.factor: missing \
          (expected: a number)
          "mlp_bias": false | "rope_scaling": {"type": "dynamic", "factor": 2} | \
          rope_scaling.type: dynamic (expected: default, linear, llama3 or yarn, the only ones supported)
          "mlp_bias": false | "rope_parameters": {"rope_type": "longrope"} | \
          rope_parameters.rope_type: longrope \
          (expected: default, linear, llama3 or yarn, the only ones supported)
          "mlp_bias": false | "rope_parameters": {"rope_type": "yarn", "factor": 0.5} | \
          rope_parameters.factor: 0.5 (expected: at least 1)
          "mlp_bias": false | "rope_parameters": {"full_attention": {"factor": 2}} | \
          rope_parameters.full_attention: {"factor":2} (expected: none, since this is not supported)
          "mlp_bias": false | "partial_rotary_factor": 0.5 | partial_rotary_factor: 0.5 \
          (expected: 1, the only one supported)
          "mlp_bias": false | "head_dim": 4 | not JSON (expected: one JSON object, each field once)
          """)
  void aConfigThatDoesNotFitIsRefused(String was, String is, String message) throws IOException {
    writeConfig(was, is);
    assertRefused("config.json: " + message);
  }

  @Test
  void whatAConfigLeavesOutIsAsInTransformers() throws IOException {
    Files.writeString(
        folder.resolve("config.json"),
        """
        {"model_type": "llama", "vocab_size": 7, "hidden_size": 8, "intermediate_size": 5,
         "num_hidden_layers": 2, "num_attention_heads": 4, "head_dim": null, "use_cache": true}
        """);
    OptionalInt none = OptionalInt.empty();
    assertThat(ModelConfig.read(folder))
        .isEqualTo(new ModelConfig(7, 8, 5, 2, 4, 4, 2, 2048, 1e4, 1e-6, false, none, none, none));
  }

  @Test
  void aModelTooWideForAnArrayIsRefused() {
    OptionalInt none = OptionalInt.empty();
    assertThatThrownBy(
            () ->
                new ModelConfig(
                    1 << 24, 1 << 10, 5, 2, 4, 4, 2, 2048, 1e4, 1e-6, false, none, none, none))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("hidden_size: 1024 (expected: no weight of 2^31 values or more)");
  }

  @Test
  void endTokensAreThoseOfTheGenerationConfig() throws IOException {
    Samples.config(true).write(folder);
    assertThat(ModelConfig.read(folder).eosTokenIds()).containsExactly(1);
    Path generation = folder.resolve("generation_config.json");
    Files.writeString(generation, "{\"eos_token_id\": [3, 2]}");
    assertThat(ModelConfig.read(folder).eosTokenIds()).containsExactly(3, 2);
    Files.writeString(generation, "{\"do_sample\": false}");
    assertThat(ModelConfig.read(folder).eosTokenIds()).containsExactly(1);
  }
}
