package io.plumbline.trainer.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code config.json} as transformers' LlamaConfig and Qwen2Config write it; their defaults stand
 * where it does.
 */
final class ModelConfigFile {
  static final String FILE = "config.json";
  static final String GENERATION = "generation_config.json";
  private static final String EOS = "eos_token_id";
  private static final List<String> DTYPES = List.of("float32", "float16", "bfloat16");
  private static final double DEFAULT_EPS = 1e-6;
  private static final int LLAMA_POSITIONS = 2048;
  private static final int QWEN2_POSITIONS = 32_768;

  private ModelConfigFile() {}

  static ModelConfig read(Path folder) {
    JsonFile json = JsonFile.read(folder.resolve(FILE));
    ModelFamily family = family(json);
    checkSupported(json);
    int hidden = json.integer("hidden_size");
    int heads = json.integer("num_attention_heads");
    boolean qwen2 = family == ModelFamily.QWEN2;
    int positions =
        json.integer("max_position_embeddings", qwen2 ? QWEN2_POSITIONS : LLAMA_POSITIONS);
    try {
      return new ModelConfig(
          family,
          json.integer("vocab_size"),
          hidden,
          json.integer("intermediate_size"),
          json.integer("num_hidden_layers"),
          heads,
          // Qwen2's default is a number, which no model of the family that leaves it out has.
          qwen2 ? json.integer("num_key_value_heads") : json.integer("num_key_value_heads", heads),
          json.integer("head_dim", heads == 0 ? 0 : hidden / heads),
          positions,
          RopeJson.read(json, positions),
          json.number("rms_norm_eps", DEFAULT_EPS),
          json.flag("tie_word_embeddings", false),
          biases(json, family),
          json.optionalInteger("bos_token_id"),
          ends(folder, json),
          json.optionalInteger("pad_token_id"));
    } catch (IllegalArgumentException e) {
      throw json.error(String.valueOf(e.getMessage()));
    }
  }

  private static ModelFamily family(JsonFile json) {
    String type = json.text("model_type", ModelFamily.LLAMA.modelType());
    ModelFamily family =
        ModelFamily.of(type)
            .orElseThrow(
                () ->
                    json.error(
                        "model_type",
                        Messages.shown(type),
                        "llama or qwen2, the only ones supported"));
    if (json.has("architectures") && !json.texts("architectures").contains(family.architecture())) {
      throw json.error(
          "architectures", Messages.shown("" + json.texts("architectures")), family.architecture());
    }
    return family;
  }

  private static void checkSupported(JsonFile json) {
    json.requireText("hidden_act", "silu");
    for (String field : List.of("torch_dtype", "dtype")) { // the latter since transformers 5
      String dtype = json.text(field, "float32");
      if (!DTYPES.contains(dtype)) {
        throw json.error(field, Messages.shown(dtype), String.join(" or ", DTYPES));
      }
    }
    json.requireOff("quantization_config");
    json.requireOff("use_sliding_window");
    json.requireOff("use_mrope");
    if (json.has("layer_types")) {
      for (String type : json.texts("layer_types")) {
        if (!type.equals("full_attention")) {
          throw json.error(
              "layer_types", Messages.shown(type), "full_attention, the only one supported");
        }
      }
    }
  }

  private static Biases biases(JsonFile json, ModelFamily family) {
    if (family == ModelFamily.QWEN2) {
      return Biases.QWEN2;
    }
    boolean attention = json.flag("attention_bias", false);
    return new Biases(attention, attention, json.flag("mlp_bias", false));
  }

  /** What generation ends at, which may be more than the config says. */
  private static List<Integer> ends(Path folder, JsonFile json) {
    Path generation = folder.resolve(GENERATION);
    List<Integer> ends =
        Files.exists(generation) ? JsonFile.read(generation).integers(EOS) : List.of();
    return ends.isEmpty() ? json.integers(EOS) : ends;
  }

  static void write(Path folder, ModelConfig config) {
    ObjectNode json = JsonFile.JSON.createObjectNode();
    json.putArray("architectures").add(config.family().architecture());
    boolean llama = config.family() == ModelFamily.LLAMA; // Qwen2's biases are not a choice
    if (llama) {
      json.put("attention_bias", config.biases().projections());
    }
    put(json, "bos_token_id", config.bosTokenId());
    if (config.eosTokenIds().size() > 1) {
      ArrayNode ends = json.putArray(EOS);
      config.eosTokenIds().forEach(ends::add);
    } else {
      put(json, EOS, config.eosTokenIds().stream().mapToInt(Integer::intValue).findFirst());
    }
    json.put("head_dim", config.headDim());
    json.put("hidden_act", "silu");
    json.put("hidden_size", config.hiddenSize());
    json.put("intermediate_size", config.intermediateSize());
    json.put("max_position_embeddings", config.maxPositionEmbeddings());
    if (llama) {
      json.put("mlp_bias", config.biases().feedForward());
    }
    json.put("model_type", config.family().modelType());
    json.put("num_attention_heads", config.numAttentionHeads());
    json.put("num_hidden_layers", config.numHiddenLayers());
    json.put("num_key_value_heads", config.numKeyValueHeads());
    put(json, "pad_token_id", config.padTokenId());
    json.put("rms_norm_eps", config.rmsNormEps());
    RopeJson.write(json, config.rope());
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
