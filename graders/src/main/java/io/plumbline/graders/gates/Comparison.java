package io.plumbline.graders.gates;

import io.plumbline.graders.Profile;
import io.plumbline.graders.statistics.Bootstrap;
import io.plumbline.graders.statistics.Interval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Two evaluations that were measured alike: the same tasks, by id and by content, under the same
 * budget, tokenizer, decoding and grader. Intervals are paired bootstrap ones of 95 %, from {@value
 * #RESAMPLES} resamples under one fixed seed.
 */
final class Comparison {
  private static final int RESAMPLES = 2000;
  private static final long SEED = 0;

  private final Evaluation base;
  private final Evaluation candidate;

  private Comparison(Evaluation base, Evaluation candidate) {
    this.base = base;
    this.candidate = candidate;
  }

  /**
   * Pairs two evaluations.
   *
   * @throws EvaluationException if they were not measured alike; names the first difference
   */
  static Comparison of(Evaluation base, Evaluation candidate) throws EvaluationException {
    requireSame("decoding", e -> e.decoding().orElse("none"), base, candidate);
    return withGold(base, candidate);
  }

  /**
   * Pairs an evaluation with that of the scripted gold policy, which decodes nothing.
   *
   * @throws EvaluationException as {@link #of} does
   */
  static Comparison withGold(Evaluation base, Evaluation candidate) throws EvaluationException {
    requireSame("max_tokens", e -> Integer.toString(e.maxTokens()), base, candidate);
    requireSame("tokenizer", e -> "\"" + e.tokenizer() + "\"", base, candidate);
    requireSame("cases", e -> Integer.toString(e.cases()), base, candidate);
    for (Profile profile : Profile.values()) {
      requireSame(
          "grader_versions." + profile.label(),
          e -> "\"" + e.scores(profile).graderVersion() + "\"",
          base,
          candidate);
      requireSame(
          profile.label(), e -> e.scores(profile).means().keySet().toString(), base, candidate);
    }
    requireSameTasks(base, candidate);
    return new Comparison(base, candidate);
  }

  private static void requireSame(
      String field, Function<Evaluation, String> value, Evaluation base, Evaluation candidate)
      throws EvaluationException {
    String found = value.apply(candidate);
    String expected = value.apply(base);
    if (!found.equals(expected)) {
      throw candidate.error(field, found, expected + ", as in " + base.file());
    }
  }

  private static void requireSameTasks(Evaluation base, Evaluation candidate)
      throws EvaluationException {
    Map<String, String> hashes = new LinkedHashMap<>();
    base.perCase().forEach(each -> hashes.put(each.taskId(), each.contentHash()));
    for (int i = 0; i < candidate.perCase().size(); i++) {
      Evaluation.Case each = candidate.perCase().get(i);
      String hash = hashes.get(each.taskId());
      String record = "per_case[" + i + "].";
      if (hash == null) {
        throw candidate.error(
            record + "task_id", "\"" + each.taskId() + "\"", "a task that " + base.file() + " has");
      }
      if (!hash.equals(each.contentHash())) {
        throw candidate.error(
            record + "content_hash",
            "\"" + each.contentHash() + "\"",
            "\"" + hash + "\", as " + base.file() + " has for " + each.taskId());
      }
    }
  }

  /** What the candidate is measured against. */
  Evaluation base() {
    return base;
  }

  /** What may be promoted. */
  Evaluation candidate() {
    return candidate;
  }

  /** The candidate's mean less the base's. */
  double change(Profile profile, String dimension) throws EvaluationException {
    return candidate.mean(profile, dimension) - base.mean(profile, dimension);
  }

  /**
   * The paired difference of a dimension over the cases that have it in both, with its interval.
   */
  Optional<Interval> interval(Profile profile, String dimension) {
    return difference(each -> each.value(profile, dimension));
  }

  /** The difference in the number of hacking-like cases, with its interval. */
  Optional<Interval> hackingInterval(Profile profile) {
    return difference(each -> OptionalDouble.of(each.hackingLike(profile) ? 1 : 0))
        .map(share -> share.times(base.cases()));
  }

  /** The candidate's own mean with its interval. */
  Optional<Interval> level(Profile profile, String dimension) {
    return interval(
        candidate.perCase(), each -> OptionalDouble.of(0), each -> each.value(profile, dimension));
  }

  private Optional<Interval> difference(Function<Evaluation.Case, OptionalDouble> value) {
    Map<String, Evaluation.Case> before = new LinkedHashMap<>();
    base.perCase().forEach(each -> before.put(each.taskId(), each));
    return interval(
        candidate.perCase(),
        each -> value.apply(Objects.requireNonNull(before.get(each.taskId()))),
        value);
  }

  private static Optional<Interval> interval(
      List<Evaluation.Case> cases,
      Function<Evaluation.Case, OptionalDouble> before,
      Function<Evaluation.Case, OptionalDouble> after) {
    List<double[]> pairs = new ArrayList<>();
    for (Evaluation.Case each : cases) {
      OptionalDouble from = before.apply(each);
      OptionalDouble to = after.apply(each);
      if (from.isPresent() && to.isPresent()) {
        pairs.add(new double[] {from.getAsDouble(), to.getAsDouble()});
      }
    }
    if (pairs.size() < 2) {
      return Optional.empty();
    }
    return Optional.of(
        Bootstrap.pairedDifference(
            pairs.stream().mapToDouble(pair -> pair[0]).toArray(),
            pairs.stream().mapToDouble(pair -> pair[1]).toArray(),
            RESAMPLES,
            SEED));
  }
}
