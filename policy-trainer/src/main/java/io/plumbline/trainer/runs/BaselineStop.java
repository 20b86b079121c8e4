package io.plumbline.trainer.runs;

import io.plumbline.trainer.checkpoint.CheckpointException;
import io.plumbline.trainer.evaluation.Evaluated;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stops a run before it trains anything if the starting policy does not reproduce its recorded
 * figures: an adapter that was not merged, or a tokenizer that does not fit, shows here first.
 *
 * @param profile whose {@code data_preservation} was recorded
 * @param recorded by evaluation; empty where nothing was
 * @param tolerance how far a figure may be off
 */
public record BaselineStop(String profile, Map<String, Double> recorded, double tolerance) {
  /** Five standard errors of 40 tables, sampled with another seed. */
  private static final double TOLERANCE = 0.1;

  /** Nothing was recorded. */
  public static BaselineStop none(RunConfig config) {
    return new BaselineStop(config.profile(), Map.of(), TOLERANCE);
  }

  /**
   * What an earlier evaluation of the same policy recorded, as far as it was of the same tasks
   * under the same budget as {@code config} asks for.
   *
   * @param before a run's {@code before.json}
   * @throws CheckpointException if it is not JSON
   */
  public static BaselineStop recorded(String before, RunConfig config) {
    JsonNode all;
    try {
      all = JsonMapper.shared().readTree(before);
    } catch (JacksonException e) {
      throw new CheckpointException("before.json: not JSON (expected: evaluations by name)", e);
    }
    Map<String, Double> recorded = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : all.properties()) {
      JsonNode evaluation = entry.getValue();
      JsonNode value = evaluation.path(config.profile()).path("data_preservation");
      if (value.isNumber() && isOf(evaluation, config)) {
        recorded.put(entry.getKey(), value.doubleValue());
      }
    }
    return new BaselineStop(config.profile(), recorded, TOLERANCE);
  }

  private static boolean isOf(JsonNode evaluation, RunConfig config) {
    String tasks = evaluation.path("tasks").asString("");
    boolean sameTasks =
        tasks.equals(config.evaluationSplit()) || tasks.equals(config.evaluationLongSplit());
    boolean sameDraws =
        config.temperature() == RunConfig.defaults().temperature()
            || evaluation.path("decoding").asString("").equals("greedy");
    return sameTasks
        && sameDraws
        && evaluation.path("cases").asInt(0) == config.evaluationTasks()
        && evaluation.path("max_tokens").asInt(0) == config.evaluationMaxTokens();
  }

  /**
   * Compares.
   *
   * @throws RunStoppedException naming the figure that is off, or is of no evaluation
   */
  void check(Map<String, Evaluated> measured) {
    recorded.forEach(
        (name, expected) -> {
          Evaluated evaluated = measured.get(name);
          if (evaluated == null) {
            throw new RunStoppedException(
                "baseline: a figure of " + name + " (expected: one of " + measured.keySet() + ")");
          }
          double found =
              Arrays.stream(evaluated.values(profile, "data_preservation"))
                  .average()
                  .orElse(Double.NaN);
          if (!(Math.abs(found - expected) <= tolerance)) {
            throw new RunStoppedException(
                String.format(
                    Locale.ROOT,
                    "baseline: %s data_preservation of the starting policy is %.3f (expected:"
                        + " %.3f as recorded, within %.3f); nothing was trained",
                    name,
                    found,
                    expected,
                    tolerance));
          }
        });
  }
}
