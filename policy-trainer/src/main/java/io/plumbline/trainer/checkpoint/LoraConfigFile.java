package io.plumbline.trainer.checkpoint;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code adapter_config.json} as PEFT's LoraConfig writes it. */
final class LoraConfigFile {
  private static final String FILE = "adapter_config.json";
  private static final String INIT = "init_lora_weights";

  /** What would make the adapter another function of its weights, or add weights to it. */
  private static final List<String> UNSUPPORTED =
      List.of(
          "use_dora",
          "use_qalora",
          "use_bdlora",
          "kasa_config",
          "arrow_config",
          "monteclora_config",
          "velora_config",
          "alora_invocation_tokens",
          "modules_to_save",
          "trainable_token_indices",
          "target_parameters",
          "layers_pattern",
          "layer_replication",
          "lora_bias",
          "fan_in_fan_out");

  private LoraConfigFile() {}

  static LoraConfig read(Path folder, ModelConfig base) {
    JsonFile json = JsonFile.read(folder.resolve(FILE));
    json.requireText("peft_type", "LORA");
    json.requireText("task_type", "CAUSAL_LM");
    json.requireText("bias", "none");
    UNSUPPORTED.forEach(json::requireOff);
    checkBaseUnchanged(json);
    try {
      return new LoraConfig(
          json.integer("r"),
          json.integer("lora_alpha"),
          LoraTargets.of(json, base),
          json.flag("use_rslora", false),
          json.numbers("rank_pattern"),
          json.numbers("alpha_pattern"),
          json.text("base_model_name_or_path", ""));
    } catch (IllegalArgumentException e) {
      throw json.error(String.valueOf(e.getMessage()));
    }
  }

  /** Other ways to begin (pissa, olora, loftq, ...) move part of the base into the adapter. */
  private static void checkBaseUnchanged(JsonFile json) {
    String way = json.isFlag(INIT) ? "" : json.text(INIT, "");
    if (!way.isEmpty() && !way.equals("gaussian")) {
      throw json.error(INIT, Messages.shown(way), "true, false or gaussian");
    }
  }

  static void write(Path folder, LoraConfig config) {
    ObjectNode json = JsonFile.JSON.createObjectNode();
    putAll(json.putObject("alpha_pattern"), config.alphaPattern());
    if (config.baseModelNameOrPath().isEmpty()) {
      json.putNull("base_model_name_or_path");
    } else {
      json.put("base_model_name_or_path", config.baseModelNameOrPath());
    }
    json.put("bias", "none");
    json.put("fan_in_fan_out", false);
    json.put("inference_mode", true);
    json.put(INIT, true);
    json.putNull("layers_pattern");
    json.putNull("layers_to_transform");
    json.put("lora_alpha", config.alpha());
    json.put("lora_dropout", 0.0);
    json.putNull("modules_to_save");
    json.put("peft_type", "LORA");
    json.put("r", config.r());
    putAll(json.putObject("rank_pattern"), config.rankPattern());
    ArrayNode targets = json.putArray("target_modules");
    config.targetModules().forEach(targets::add);
    json.put("task_type", "CAUSAL_LM");
    json.put("use_dora", false);
    json.put("use_rslora", config.rsLora());
    JsonFile.write(folder.resolve(FILE), json);
  }

  private static void putAll(ObjectNode json, Map<String, Integer> patterns) {
    patterns.forEach(json::put);
  }
}
