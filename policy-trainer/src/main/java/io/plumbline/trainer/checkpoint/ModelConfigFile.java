package io.plumbline.trainer.checkpoint;

import java.nio.file.Path;
import java.util.OptionalInt;
import tools.jackson.databind.node.ObjectNode;

/** {@code config.json} as transformers' LlamaConfig writes it; its defaults stand where it does. */
final class ModelConfigFile {
  static final String FILE = "config.json";
  private static final String ARCHITECTURE = "LlamaForCausalLM";
  private static final double DEFAULT_THETA = 10_000;
  private static final double DEFAULT_EPS = 1e-6;
  private static final int DEFAULT_POSITIONS = 2048;

  private ModelConfigFile() {}

  static ModelConfig read(Path folder) {
    JsonFile json = JsonFile.read(folder.resolve(FILE));
    checkFamily(json);
    int hidden = json.integer("hidden_size");
    int heads = json.integer("num_attention_heads");
    try {
      return new ModelConfig(
          json.integer("vocab_size"),
          hidden,
          json.integer("intermediate_size"),
          json.integer("num_hidden_layers"),
          heads,
          json.integer("num_key_value_heads", heads),
          json.integer("head_dim", heads == 0 ? 0 : hidden / heads),
          json.integer("max_position_embeddings", DEFAULT_POSITIONS),
          ropeTheta(json),
          json.number("rms_norm_eps", DEFAULT_EPS),
          json.flag("tie_word_embeddings", false),
          json.optionalInteger("bos_token_id"),
          json.optionalInteger("eos_token_id"),
          json.optionalInteger("pad_token_id"));
    } catch (IllegalArgumentException e) {
      throw json.error(String.valueOf(e.getMessage()));
    }
  }

  private static void checkFamily(JsonFile json) {
    json.requireText("model_type", "llama");
    if (json.has("architectures") && !json.texts("architectures").contains(ARCHITECTURE)) {
      throw json.error(
          "architectures", Messages.shown("" + json.texts("architectures")), ARCHITECTURE);
    }
    json.requireText("hidden_act", "silu");
    json.requireText("torch_dtype", "float32");
    json.requireText("dtype", "float32"); // its name since transformers 5
    json.requireOff("attention_bias");
    json.requireOff("mlp_bias");
    json.requireOff("rope_scaling");
    json.requireOff("quantization_config");
    checkWholeRotation(json);
  }

  /** Transformers 5 keeps the base of the frequencies in an object, beside the kind of scaling. */
  private static double ropeTheta(JsonFile json) {
    JsonFile rope = json.object("rope_parameters");
    rope.requireText("rope_type", "default");
    checkWholeRotation(rope);
    return json.number("rope_theta", rope.number("rope_theta", DEFAULT_THETA));
  }

  private static void checkWholeRotation(JsonFile json) {
    double factor = json.number("partial_rotary_factor", 1);
    if (factor != 1) {
      throw json.error("partial_rotary_factor", "" + factor, "1, the only one supported");
    }
  }

  static void write(Path folder, ModelConfig config) {
    ObjectNode json = JsonFile.JSON.createObjectNode();
    json.putArray("architectures").add(ARCHITECTURE);
    json.put("attention_bias", false);
    put(json, "bos_token_id", config.bosTokenId());
    put(json, "eos_token_id", config.eosTokenId());
    json.put("head_dim", config.headDim());
    json.put("hidden_act", "silu");
    json.put("hidden_size", config.hiddenSize());
    json.put("intermediate_size", config.intermediateSize());
    json.put("max_position_embeddings", config.maxPositionEmbeddings());
    json.put("mlp_bias", false);
    json.put("model_type", "llama");
    json.put("num_attention_heads", config.numAttentionHeads());
    json.put("num_hidden_layers", config.numHiddenLayers());
    json.put("num_key_value_heads", config.numKeyValueHeads());
    put(json, "pad_token_id", config.padTokenId());
    json.put("rms_norm_eps", config.rmsNormEps());
    json.put("rope_theta", config.ropeTheta());
    json.put("tie_word_embeddings", config.tieWordEmbeddings());
    json.put("torch_dtype", "float32");
    json.put("vocab_size", config.vocabSize());
    JsonFile.write(folder.resolve(FILE), json);
  }

  /** Written as null where there is none: without the field, transformers takes its own. */
  private static void put(ObjectNode json, String field, OptionalInt value) {
    if (value.isPresent()) {
      json.put(field, value.getAsInt());
    } else {
      json.putNull(field);
    }
  }
}
