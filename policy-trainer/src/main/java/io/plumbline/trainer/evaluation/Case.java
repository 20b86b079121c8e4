package io.plumbline.trainer.evaluation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What came of one task.
 *
 * @param taskId the task
 * @param contentHash what the task was, whatever it is called
 * @param text what the policy wrote, as far as the budget reached
 * @param tokens of {@code text}, as the policy counts them
 * @param truncated whether the budget ended it
 * @param composites reward in [0, 1] by profile; empty where a dimension failed
 * @param dimensions by profile, the value in [0, 1] of each dimension that did not fail, in the
 *     rubric's order
 * @param rowsMatched reference rows that {@code text} keeps; empty where the reference is not at
 *     hand or is no table
 * @param rowsExpected reference rows, at least 1; empty as {@code rowsMatched} is
 */
public record Case(
    String taskId,
    String contentHash,
    String text,
    int tokens,
    boolean truncated,
    Map<String, OptionalDouble> composites,
    Map<String, Map<String, Double>> dimensions,
    OptionalInt rowsMatched,
    OptionalInt rowsExpected) {

  /** What {@link #value} calls the reward. */
  public static final String COMPOSITE = "composite";

  public Case {
    composites = ordered(composites);
    Map<String, Map<String, Double>> copies = new LinkedHashMap<>();
    dimensions.forEach((profile, values) -> copies.put(profile, ordered(values)));
    dimensions = Collections.unmodifiableMap(copies);
    if (rowsMatched.isPresent() != rowsExpected.isPresent()) {
      throw new IllegalArgumentException(
          "rows_matched: " + rowsMatched + " (expected: present as rows_expected is)");
    }
  }

  /**
   * The value of a dimension, or of {@value #COMPOSITE}, under a profile.
   *
   * @return empty where it failed, and for names that the grades did not have
   */
  public OptionalDouble value(String profile, String dimension) {
    if (dimension.equals(COMPOSITE)) {
      return composites.getOrDefault(profile, OptionalDouble.empty());
    }
    Double value = dimensions.getOrDefault(profile, Map.of()).get(dimension);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** As {@code eval} writes it: without the text, values by profile as in the report. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("task_id", taskId);
    json.put("content_hash", contentHash);
    json.put("truncated", truncated);
    rowsMatched.ifPresent(value -> json.put("rows_matched", value));
    rowsExpected.ifPresent(value -> json.put("rows_expected", value));
    dimensions.forEach(
        (profile, values) -> {
          Map<String, Double> all = new LinkedHashMap<>();
          value(profile, COMPOSITE).ifPresent(value -> all.put(COMPOSITE, value));
          all.putAll(values);
          json.put(profile, all);
        });
    return json;
  }

  /** The same entries in the same order, which {@code Map.copyOf} does not keep. */
  private static <V> Map<String, V> ordered(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
