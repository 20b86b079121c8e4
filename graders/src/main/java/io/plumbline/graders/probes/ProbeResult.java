package io.plumbline.graders.probes;

import io.plumbline.graders.Environment;
import io.plumbline.graders.Profile;
import io.plumbline.graders.RewardRule;

/**
 * What a probe's output earned.
 *
 * @param probe the probe
 * @param reference composite under profile {@code reference}, in [0, 1]
 * @param strict composite under profile {@code strict}, in [0, 1]
 * @param naive score under {@link NaiveBaseline}, in [0, 1]
 */
public record ProbeResult(Probe probe, double reference, double strict, double naive) {

  /**
   * Grades a probe.
   *
   * @param environment the one that the probe's task belongs to
   * @throws IllegalArgumentException if it does not, or the task lacks what a profile needs; the
   *     message names the field
   */
  public static ProbeResult of(Probe probe, Environment environment) {
    return new ProbeResult(
        probe,
        composite(probe, environment, Profile.REFERENCE, RewardRule.REFERENCE),
        composite(probe, environment, Profile.STRICT, RewardRule.PESSIMISTIC),
        NaiveBaseline.score(probe.task(), probe.output()));
  }

  private static double composite(
      Probe probe, Environment environment, Profile profile, RewardRule rule) {
    // Rules do not break as judges do: no dimension is FAILED.
    return environment
        .grader(probe.task(), profile)
        .grade(probe.output())
        .reward(rule)
        .orElseThrow();
  }

  /** Whether {@code reference} gave what was expected. */
  public boolean referenceAsExpected() {
    return reference == probe.reference();
  }

  /** Whether {@code strict} gave what was expected. */
  public boolean strictAsExpected() {
    return strict == probe.strict();
  }

  /** Whether both profiles gave what was expected and what the probe claims holds. */
  public boolean asExpected() {
    return referenceAsExpected() && strictAsExpected() && claimHolds();
  }

  /** Whether an exploit earns less under {@code strict} than elsewhere; true for other kinds. */
  public boolean claimHolds() {
    return probe.kind() != Probe.Kind.EXPLOIT || strict < Math.max(reference, naive);
  }
}
