package io.plumbline.graders.gates;

import io.plumbline.graders.Profile;
import io.plumbline.graders.statistics.Interval;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One condition of the promotion gate, and how it was met.
 *
 * @param name {@code composite}, a dimension, {@code reward_hacking_like}, {@code ungraded} or
 *     {@code one_rises}
 * @param tasks {@code regular} or {@code stress}
 * @param profile whose scores
 * @param bound on which side of the threshold the measured value has to lie
 * @param threshold what it is compared with; changes are candidate less base
 * @param measured the value; empty where nothing was evaluated, which is never a pass
 * @param interval of {@code measured}, 95 %; empty where there are no cases to resample
 * @param passed by the measured value alone, the interval stands beside it
 * @param explanation in words, with the numbers
 */
public record Condition(
    String name,
    String tasks,
    Profile profile,
    Bound bound,
    double threshold,
    OptionalDouble measured,
    Optional<Interval> interval,
    boolean passed,
    String explanation) {

  /** On which side of a threshold a value has to lie. */
  public enum Bound {
    /** At or above it. */
    AT_LEAST(">="),
    /** At or below it. */
    AT_MOST("<=");

    private final String sign;

    Bound(String sign) {
      this.sign = sign;
    }

    /** As in {@code >= 0.85}. */
    public String sign() {
      return sign;
    }

    /** Whether it holds, but for the last digits that sums of doubles lose. */
    boolean holds(double value, double threshold) {
      return this == AT_LEAST ? value >= threshold - ROUNDING : value <= threshold + ROUNDING;
    }
  }

  /** 0.895 less 0.9 is a little less than -0.005 in doubles. */
  private static final double ROUNDING = 1e-9;

  /** The condition in short: {@code regular strict composite}. */
  public String label() {
    return tasks + " " + profile.label() + " " + name;
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("tasks", tasks);
    json.put("profile", profile.label());
    json.put("bound", bound.sign());
    json.put("threshold", threshold);
    measured.ifPresent(value -> json.put("measured", value));
    interval.ifPresent(
        found -> {
          json.put("low", found.low());
          json.put("high", found.high());
        });
    json.put("passed", passed);
    json.put("explanation", explanation);
    return json;
  }
}
