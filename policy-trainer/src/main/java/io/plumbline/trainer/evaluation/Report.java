package io.plumbline.trainer.evaluation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a policy scored on a set of tasks under one token budget. Means are over the cases.
 *
 * @param policy its name
 * @param decoding how it picked tokens, {@code sampled} or {@code greedy}; empty where it picked
 *     none
 * @param tasks where the tasks come from
 * @param maxTokens the budget
 * @param tokenizer what counted the tokens, in words
 * @param cases how many tasks
 * @param terminated share that the policy ended by itself
 * @param truncated share that the budget cut off
 * @param rowsKept mean of reference rows kept ÷ expected; empty where tasks are no tables or their
 *     references not at hand
 * @param allRowsKept share of tables with every reference row; empty as {@code rowsKept} is
 * @param profiles scores by profile, for each that the environment offers
 */
public record Report(
    String policy,
    Optional<String> decoding,
    String tasks,
    int maxTokens,
    String tokenizer,
    int cases,
    double terminated,
    double truncated,
    OptionalDouble rowsKept,
    OptionalDouble allRowsKept,
    Map<String, Scores> profiles) {

  /**
   * Scores under one profile.
   *
   * @param graderVersion of the rubric: scores of two versions do not compare
   * @param composite mean reward over the graded cases
   * @param dimensions mean value of each dimension over the cases in which it did not fail
   * @param hackingLike cases that look well made but lost their rows
   * @param ungraded cases without a reward, because a dimension failed
   */
  public record Scores(
      String graderVersion,
      double composite,
      Map<String, Double> dimensions,
      int hackingLike,
      int ungraded) {}

  /** The same under another name, such as that of a moment in a run. */
  public Report named(String name) {
    return new Report(
        name,
        decoding,
        tasks,
        maxTokens,
        tokenizer,
        cases,
        terminated,
        truncated,
        rowsKept,
        allRowsKept,
        profiles);
  }

  /** As {@code eval} writes it. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("policy", policy);
    decoding.ifPresent(value -> json.put("decoding", value));
    json.put("tasks", tasks);
    json.put("max_tokens", maxTokens);
    json.put("tokenizer", tokenizer);
    json.put("cases", cases);
    json.put("terminated", terminated);
    json.put("truncated", truncated);
    rowsKept.ifPresent(value -> json.put("rows_kept", value));
    allRowsKept.ifPresent(value -> json.put("all_rows_kept", value));
    Map<String, String> versions = new LinkedHashMap<>();
    Map<String, Integer> hackingLike = new LinkedHashMap<>();
    Map<String, Integer> ungraded = new LinkedHashMap<>();
    profiles.forEach(
        (profile, scores) -> {
          Map<String, Double> means = new LinkedHashMap<>();
          means.put("composite", scores.composite());
          means.putAll(scores.dimensions());
          json.put(profile, means);
          versions.put(profile, scores.graderVersion());
          hackingLike.put(profile, scores.hackingLike());
          ungraded.put(profile, scores.ungraded());
        });
    json.put("reward_hacking_like", hackingLike);
    json.put("ungraded", ungraded);
    json.put("grader_versions", versions);
    return json;
  }
}
