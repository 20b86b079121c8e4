package io.plumbline.graders.preflight;

import io.plumbline.graders.preflight.Finding.Severity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * How long training takes, from the tokens that it has to sample and learn from: {@code time =
 * updates · completions · tokens of a completion · (1 / sampled + 1 / trained)}, with the tokens a
 * second and the completion length of the last quarter of what {@code metrics.jsonl} logged.
 * Evaluations come on top.
 */
public final class Pace {
  private static final int ENOUGH = 8;

  /** How far an estimate from steps may be off before it misleads. */
  private static final double OFF = 0.25;

  /**
   * What is to be done.
   *
   * @param updates at least 0
   * @param completions of an update, at least 1
   * @param maxTokens most tokens of a completion, at least 1
   */
  public record Plan(int updates, int completions, int maxTokens) {}

  /** Tokens of a mean completion and the seconds that each of them takes. */
  private record Step(double tokens, double secondsPerToken) {}

  private final String where;
  private final List<Step> steps;

  private Pace(String where, List<Step> steps) {
    this.where = where;
    this.steps = steps;
  }

  /**
   * The pace of a run; empty where its log says too little.
   *
   * @throws PreflightException if the log cannot be read
   */
  public static Optional<Pace> of(Path run) throws PreflightException {
    Path metrics = run.resolve("metrics.jsonl");
    List<Step> steps = new ArrayList<>();
    for (JsonLines.Line line : JsonLines.read(metrics)) {
      OptionalDouble tokens = line.number("/completion_tokens");
      OptionalDouble sampled = line.number("/tokens_per_second/sampled");
      OptionalDouble trained = line.number("/tokens_per_second/trained");
      if (tokens.isPresent()
          && sampled.orElse(0) > 0
          && trained.orElse(0) > 0) { // 0 where nothing was learnt from
        steps.add(
            new Step(tokens.getAsDouble(), 1 / sampled.getAsDouble() + 1 / trained.getAsDouble()));
      }
    }
    return steps.size() < ENOUGH
        ? Optional.empty()
        : Optional.of(new Pace(metrics.toString(), steps));
  }

  /** Updates that the log has. */
  public int updates() {
    return steps.size();
  }

  /**
   * Whether a plan outlives its limit.
   *
   * @param limit from the start of the plan on
   */
  public Checked limit(Plan plan, Duration limit) {
    double rate = mean(lastQuarter(), Step::secondsPerToken);
    double allowed = limit.toMillis() / 1000.0;
    double tokens = (double) plan.updates() * plan.completions();
    double most = tokens * plan.maxTokens() * rate;
    double likely = Math.min(most, tokens * mean(lastQuarter(), Step::tokens) * rate);
    String saw =
        plan.updates()
            + " updates take about "
            + hours(likely)
            + ", and "
            + hours(most)
            + " if every completion reaches max_tokens; the limit is "
            + hours(allowed);
    if (most <= allowed) {
      return Checked.clean(Failure.OUTLIVES_LIMIT, saw);
    }
    return Checked.found(
        Failure.OUTLIVES_LIMIT,
        likely > allowed ? Severity.ERROR : Severity.WARNING,
        where,
        saw,
        "lower updates or max_tokens, or raise the limit; what was saved can be resumed");
  }

  /** Whether an estimate from steps misleads about what is left of a plan. */
  public Checked estimate(Plan plan) {
    double byTokens =
        mean(lastQuarter(), Step::tokens)
            * mean(lastQuarter(), Step::secondsPerToken)
            * plan.completions();
    double bySteps =
        mean(steps, step -> step.tokens() * step.secondsPerToken()) * plan.completions();
    String saw =
        "an update takes "
            + shown(byTokens)
            + " s by the tokens of the last quarter, "
            + shown(bySteps)
            + " s by the mean of all "
            + steps.size()
            + " updates";
    return Math.abs(byTokens - bySteps) <= OFF * bySteps
        ? Checked.clean(Failure.TIME_BY_STEPS, saw)
        : Checked.found(
            Failure.TIME_BY_STEPS,
            Severity.WARNING,
            where,
            saw,
            "plan by tokens: updates, times completions, times their length, by tokens a second");
  }

  private List<Step> lastQuarter() {
    return steps.subList(steps.size() - (steps.size() + 3) / 4, steps.size());
  }

  private static double mean(List<Step> steps, ToDoubleFunction<Step> measure) {
    return steps.stream().mapToDouble(measure).average().orElseThrow();
  }

  static String shown(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private static String hours(double seconds) {
    return seconds < 3600
        ? String.format(Locale.ROOT, "%.1f min", seconds / 60)
        : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
  }
}
