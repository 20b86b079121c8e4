package io.plumbline.trainer.checkpoint;

import java.util.Arrays;
import java.util.Optional;

/** The families of decoders that are read and written, by their names in {@code config.json}. */
public enum ModelFamily {
  /** Llama 2 and 3, and what is built like them. */
  LLAMA("llama", "LlamaForCausalLM"),
  /** Qwen2 and Qwen2.5: a Llama whose queries, keys and values have biases. */
  QWEN2("qwen2", "Qwen2ForCausalLM");

  private final String modelType;
  private final String architecture;

  ModelFamily(String modelType, String architecture) {
    this.modelType = modelType;
    this.architecture = architecture;
  }

  String modelType() {
    return modelType;
  }

  String architecture() {
    return architecture;
  }

  static Optional<ModelFamily> of(String modelType) {
    return Arrays.stream(values()).filter(each -> each.modelType.equals(modelType)).findFirst();
  }
}
