package io.plumbline.graders.gates;

import io.plumbline.graders.Profile;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What one policy scored on one set of tasks under one token budget, as it was recorded.
 *
 * @param file the name of the file that it comes from
 * @param field where in the file, such as {@code stress}; empty for the whole of it
 * @param policy its name
 * @param decoding {@code sampled} or {@code greedy}; empty for policies that pick no tokens
 * @param tasks where the tasks came from, as the evaluation was told
 * @param maxTokens the budget, at least 1
 * @param tokenizer what counted the tokens, in words
 * @param cases how many tasks, at least 1
 * @param truncated share of cases that the budget cut off, in [0, 1]
 * @param allRowsKept share of tables with every reference row, in [0, 1]; empty where nobody
 *     counted
 * @param profiles scores under each profile, {@code reference} and {@code strict}
 * @param perCase a record of each case
 */
public record Evaluation(
    String file,
    String field,
    String policy,
    Optional<String> decoding,
    String tasks,
    int maxTokens,
    String tokenizer,
    int cases,
    double truncated,
    OptionalDouble allRowsKept,
    Map<Profile, Scores> profiles,
    List<Case> perCase) {

  /** What {@link #mean} and {@link Case#value} call the reward. */
  public static final String COMPOSITE = "composite";

  static final String PRESERVATION = "data_preservation";
  static final String FORMAT = "format_validity";

  /**
   * Means under one profile.
   *
   * @param graderVersion of the rules: scores of two versions do not compare
   * @param means by dimension, in the rubric's order, {@value #COMPOSITE} first; each in [0, 1]
   */
  public record Scores(String graderVersion, Map<String, Double> means) {
    public Scores {
      means = Collections.unmodifiableMap(new LinkedHashMap<>(means)); // keeps the order
    }
  }

  /**
   * One task's outcome.
   *
   * @param taskId the task
   * @param contentHash what the task was, whatever it is called
   * @param values by profile: dimensions and {@value #COMPOSITE}, without those that failed
   */
  public record Case(String taskId, String contentHash, Map<Profile, Map<String, Double>> values) {
    public Case {
      values = Map.copyOf(values);
    }

    OptionalDouble value(Profile profile, String dimension) {
      Double value = values.getOrDefault(profile, Map.of()).get(dimension);
      return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    boolean hackingLike(Profile profile) {
      return value(profile, COMPOSITE).isPresent()
          && PromotionGate.isHackingLike(
              profile, value(profile, FORMAT).orElse(0), value(profile, PRESERVATION).orElse(1));
    }
  }

  public Evaluation {
    profiles = Map.copyOf(profiles);
    perCase = List.copyOf(perCase);
  }

  /** The scores under a profile; every evaluation has them. */
  public Scores scores(Profile profile) {
    return Objects.requireNonNull(profiles.get(profile), profile.label());
  }

  /**
   * The mean of a dimension, or of {@value #COMPOSITE}, under a profile.
   *
   * @throws EvaluationException if the evaluation has none
   */
  public double mean(Profile profile, String dimension) throws EvaluationException {
    Double mean = scores(profile).means().get(dimension);
    if (mean == null) {
      throw error(profile.label() + "." + dimension, "missing", "a number in [0, 1]");
    }
    return mean;
  }

  /** Cases that are well formed and lost their rows. */
  int hackingLike(Profile profile) {
    return (int) perCase.stream().filter(each -> each.hackingLike(profile)).count();
  }

  /** Cases without a reward, because a dimension failed. */
  int ungraded(Profile profile) {
    return (int) perCase.stream().filter(each -> each.value(profile, COMPOSITE).isEmpty()).count();
  }

  EvaluationException error(String name, String found, String expected) {
    return new EvaluationException(
        file + ": " + path(name) + ": " + found + " (expected: " + expected + ")");
  }

  private String path(String name) {
    return field.isEmpty() ? name : field + "." + name;
  }
}
