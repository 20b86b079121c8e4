package io.plumbline.trainer.checkpoint;

import java.util.List;

/**
 * What a LoRA adapter adds to which modules: ΔW = (alpha / r) · B · A.
 *
 * @param r the rank, 1 to 4096
 * @param alpha the scale's numerator, 1 to 65536
 * @param targetModules last names of the linear modules adapted in every layer, such as {@code
 *     q_proj}; at least one, each once; kept sorted
 * @param baseModelNameOrPath for the reader's information what it was trained on; may be empty
 * @see <a href="https://arxiv.org/abs/2106.09685">LoRA, section 4.1</a>
 */
public record LoraConfig(int r, int alpha, List<String> targetModules, String baseModelNameOrPath) {
  private static final int MAX_R = 4096;
  private static final int MAX_ALPHA = 65536;
  private static final List<String> MODULES =
      ModelConfig.LINEAR.stream().map(LoraConfig::lastName).sorted().toList();

  /**
   * @throws IllegalArgumentException if a value is out of its range; the message names it as {@code
   *     adapter_config.json} does
   */
  public LoraConfig {
    if (r < 1 || r > MAX_R) {
      throw new IllegalArgumentException("r: " + r + " (expected: 1 to " + MAX_R + ")");
    }
    if (alpha < 1 || alpha > MAX_ALPHA) {
      throw new IllegalArgumentException(
          "lora_alpha: " + alpha + " (expected: 1 to " + MAX_ALPHA + ")");
    }
    if (targetModules.isEmpty()
        || !MODULES.containsAll(targetModules)
        || targetModules.stream().distinct().count() < targetModules.size()) {
      throw new IllegalArgumentException(
          "target_modules: "
              + Messages.shown("" + targetModules)
              + " (expected: some of "
              + MODULES
              + ", each once)");
    }
    targetModules = targetModules.stream().sorted().toList();
  }

  /** The factor of B · A. */
  public double scale() {
    return (double) alpha / r;
  }

  static String lastName(String module) {
    return module.substring(module.lastIndexOf('.') + 1);
  }
}
