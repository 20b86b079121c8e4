package io.plumbline.trainer.evaluation;

import java.util.List;
import java.util.Map;

/**
 * What came of an evaluation.
 *
 * @param report its means
 * @param cases what they are means of, in the order of the tasks
 */
public record Evaluated(Report report, List<Case> cases) {
  public Evaluated {
    cases = List.copyOf(cases);
  }

  /** As {@code eval} writes it: the means, and behind them {@code per_case}, a record a task. */
  public Map<String, Object> json() {
    Map<String, Object> json = report.json();
    json.put("per_case", cases.stream().map(Case::json).toList());
    return json;
  }

  /**
   * The values of a dimension under a profile in the order of the tasks, so that two evaluations of
   * the same tasks can be compared in pairs. None is NaN: leaving a case out here would pair the
   * wrong ones.
   *
   * @param dimension a dimension of the profile's rubric, or {@code composite}
   * @throws IllegalArgumentException if any case has no value, because the rubric has no such
   *     dimension or because it failed there; the message names the first such case
   */
  public double[] values(String profile, String dimension) {
    return cases.stream()
        .mapToDouble(
            each ->
                each.value(profile, dimension)
                    .orElseThrow(
                        () ->
                            new IllegalArgumentException(
                                "dimension: \""
                                    + dimension
                                    + "\" under \""
                                    + profile
                                    + "\" has no value for "
                                    + each.taskId()
                                    + " (expected: a value for every case)")))
        .toArray();
  }
}
