package io.plumbline.trainer.checkpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What a LoRA adapter adds to which modules: ΔW = scale · B · A, where the scale is alpha ÷ r, or
 * alpha ÷ √r if it is rank-stabilised.
 *
 * @param r the rank, 1 to 4096
 * @param alpha the scale's numerator, 1 to 65536
 * @param targetModules how the paths of adapted modules end, such as {@code q_proj}, {@code
 *     mlp.up_proj} or a whole path; at least one, each once; kept sorted
 * @param rsLora whether it is rank-stabilised
 * @param rankPattern other ranks by a regular expression for how a path ends; the first that
 *     matches counts, as in PEFT
 * @param alphaPattern other alphas, in the same way
 * @param baseModelNameOrPath for the reader's information what it was trained on; may be empty
 * @see <a href="https://arxiv.org/abs/2106.09685">LoRA, section 4.1</a>
 * @see <a href="https://arxiv.org/abs/2312.03732">Rank-stabilised LoRA, section 3</a>
 */
public record LoraConfig(
    int r,
    int alpha,
    List<String> targetModules,
    boolean rsLora,
    Map<String, Integer> rankPattern,
    Map<String, Integer> alphaPattern,
    String baseModelNameOrPath) {
  /** The names of the linear modules that an adapter may cover, sorted. */
  public static final List<String> MODULES =
      ModelConfig.LINEAR.stream().map(LoraConfig::lastName).sorted().toList();

  private static final int MAX_R = 4096;
  private static final int MAX_ALPHA = 65536;

  /**
   * @throws IllegalArgumentException if a value is out of its range; the message names it as {@code
   *     adapter_config.json} does
   */
  public LoraConfig {
    within("r", r, MAX_R);
    within("lora_alpha", alpha, MAX_ALPHA);
    if (targetModules.isEmpty()
        || !targetModules.stream().map(LoraConfig::lastName).allMatch(MODULES::contains)
        || targetModules.stream().distinct().count() < targetModules.size()) {
      throw new IllegalArgumentException(
          "target_modules: "
              + Messages.shown("" + targetModules)
              + " (expected: some of "
              + MODULES
              + ", each once)");
    }
    targetModules = targetModules.stream().sorted().toList();
    rankPattern = checked("rank_pattern", rankPattern, MAX_R);
    alphaPattern = checked("alpha_pattern", alphaPattern, MAX_ALPHA);
  }

  /** Of one rank and one alpha, not rank-stabilised. */
  public LoraConfig(int r, int alpha, List<String> targetModules, String baseModelNameOrPath) {
    this(r, alpha, targetModules, false, Map.of(), Map.of(), baseModelNameOrPath);
  }

  /** The factor of B · A, for modules that no pattern names. */
  public double scale() {
    return scale(r, alpha);
  }

  /** The factor of B · A in one module, by its path. */
  public double scale(String module) {
    return scale(rank(module), matching(alphaPattern, module, alpha));
  }

  /** The rank in one module, by its path. */
  public int rank(String module) {
    return matching(rankPattern, module, r);
  }

  /** Whether all modules have the same rank and scale. */
  public boolean isUniform() {
    return rankPattern.isEmpty() && alphaPattern.isEmpty();
  }

  /** Whether a module, by its path, is adapted. */
  public boolean targets(String module) {
    return targetModules.stream().anyMatch(target -> matches(target, module));
  }

  /** Whether {@code target} names a module: the end of its path, or all of it. */
  static boolean matches(String target, String module) {
    return module.equals(target) || module.endsWith("." + target);
  }

  static String lastName(String module) {
    return module.substring(module.lastIndexOf('.') + 1);
  }

  private double scale(int rank, int numerator) {
    return rsLora ? numerator / Math.sqrt(rank) : (double) numerator / rank;
  }

  private static int matching(Map<String, Integer> patterns, String module, int otherwise) {
    return patterns.entrySet().stream()
        .filter(entry -> pattern(entry.getKey()).matcher(module).matches())
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(otherwise);
  }

  private static Pattern pattern(String end) {
    return Pattern.compile("(.*\\.)?(" + end + ")");
  }

  private static Map<String, Integer> checked(
      String field, Map<String, Integer> patterns, int most) {
    patterns.forEach(
        (end, value) -> {
          within(field + ": " + Messages.shown(end), value, most);
          try {
            pattern(end);
          } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                field + ": " + Messages.shown(end) + " (expected: a regular expression)", e);
          }
        });
    return Collections.unmodifiableMap(new LinkedHashMap<>(patterns)); // in their order
  }

  private static void within(String field, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(field + ": " + value + " (expected: 1 to " + most + ")");
    }
  }
}
