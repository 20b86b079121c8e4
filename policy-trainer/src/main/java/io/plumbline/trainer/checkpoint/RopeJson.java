package io.plumbline.trainer.checkpoint;

import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * Positions in {@code config.json}: {@code rope_theta} and {@code rope_scaling} as transformers 4
 * writes them, or both in {@code rope_parameters} as transformers 5 does.
 */
final class RopeJson {
  private static final double DEFAULT_THETA = 10_000;
  private static final String ORIGINAL = "original_max_position_embeddings";
  private static final Set<String> COMMON =
      Set.of("rope_type", "type", "rope_theta", "partial_rotary_factor");

  private RopeJson() {}

  static Rope read(JsonFile json, int positions) {
    JsonFile scaling = json.object("rope_scaling");
    JsonFile rope = scaling.isEmpty() ? json.object("rope_parameters") : scaling;
    checkWholeRotation(json);
    checkWholeRotation(rope);
    double theta = rope.number("rope_theta", json.number("rope_theta", DEFAULT_THETA));
    int original = json.integer(ORIGINAL, rope.integer(ORIGINAL, positions));
    String type = rope.text("rope_type", rope.text("type", "default"));
    try {
      return switch (type) {
        case "default" -> {
          rope.requireOnly(COMMON, Set.of(ORIGINAL));
          yield new Rope.Plain(theta);
        }
        case "linear" -> {
          rope.requireOnly(COMMON, Set.of("factor", ORIGINAL));
          yield new Rope.Linear(theta, rope.number("factor"));
        }
        case "llama3" -> llama3(rope, theta, original);
        case "yarn" -> yarn(rope, theta, original);
        default ->
            throw rope.error(
                rope.has("rope_type") ? "rope_type" : "type",
                Messages.shown(type),
                "default, linear, llama3 or yarn, the only ones supported");
      };
    } catch (IllegalArgumentException e) {
      throw (rope.isEmpty() ? json : rope).fieldError(String.valueOf(e.getMessage()));
    }
  }

  private static Rope llama3(JsonFile rope, double theta, int original) {
    rope.requireOnly(COMMON, Set.of("factor", "low_freq_factor", "high_freq_factor", ORIGINAL));
    return new Rope.Llama3(
        theta,
        rope.number("factor"),
        rope.number("low_freq_factor"),
        rope.number("high_freq_factor"),
        original);
  }

  private static Rope yarn(JsonFile rope, double theta, int original) {
    rope.requireOnly(
        COMMON,
        Set.of(
            "factor",
            ORIGINAL,
            "beta_fast",
            "beta_slow",
            "attention_factor",
            "mscale",
            "mscale_all_dim",
            "truncate"));
    double factor = rope.number("factor");
    double numerator = rope.number("mscale", 0);
    double denominator = rope.number("mscale_all_dim", 0);
    double attention =
        numerator != 0 && denominator != 0
            ? Rope.Yarn.attention(factor, numerator) / Rope.Yarn.attention(factor, denominator)
            : Rope.Yarn.attention(factor, 1);
    return new Rope.Yarn(
        theta,
        factor,
        original,
        rope.number("beta_fast", 32),
        rope.number("beta_slow", 1),
        rope.number("attention_factor", attention),
        rope.flag("truncate", true));
  }

  private static void checkWholeRotation(JsonFile json) {
    double factor = json.number("partial_rotary_factor", 1);
    if (factor != 1) {
      throw json.error("partial_rotary_factor", "" + factor, "1, the only one supported");
    }
  }

  /** In the older form, which transformers 5 reads too. */
  static void write(ObjectNode json, Rope rope) {
    if (rope instanceof Rope.Linear linear) {
      scaling(json, "linear", linear.factor());
    } else if (rope instanceof Rope.Llama3 llama3) {
      ObjectNode scaling = scaling(json, "llama3", llama3.factor());
      scaling.put("high_freq_factor", llama3.highFactor());
      scaling.put("low_freq_factor", llama3.lowFactor());
      scaling.put(ORIGINAL, llama3.original());
    } else if (rope instanceof Rope.Yarn yarn) {
      ObjectNode scaling = scaling(json, "yarn", yarn.factor());
      scaling.put("attention_factor", yarn.attentionFactor());
      scaling.put("beta_fast", yarn.betaFast());
      scaling.put("beta_slow", yarn.betaSlow());
      scaling.put(ORIGINAL, yarn.original());
      scaling.put("truncate", yarn.truncate());
    }
    json.put("rope_theta", rope.theta());
  }

  private static ObjectNode scaling(ObjectNode json, String type, double factor) {
    return json.putObject("rope_scaling").put("rope_type", type).put("factor", factor);
  }
}
