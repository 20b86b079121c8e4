package io.plumbline.graders.gates;

import io.plumbline.graders.gates.Condition.Bound;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a series of runs adds up to. It is at its ceiling if the target stands within {@value #NEAR}
 * of what the gold policy reaches under the same budget: then the budget, not the interventions,
 * holds it down, and that outranks flatness. It is flat if at least two interventions that differ
 * left the target within {@value #FLAT} of one another.
 *
 * @param finding what they add up to
 * @param values the target after each run, in order
 * @param interventions how many of them differ
 * @param ceiling what gold reaches; empty where nobody evaluated it
 */
public record Trajectory(
    Finding finding, List<Double> values, int interventions, OptionalDouble ceiling) {
  static final double FLAT = 0.05;
  static final double NEAR = 0.02;

  /** What a series of runs adds up to. */
  public enum Finding {
    /** The target stands where gold stands. */
    AT_ITS_CEILING,
    /** Differing interventions left the target where it was. */
    FLAT,
    /** Neither. */
    NEITHER
  }

  /**
   * One run.
   *
   * @param intervention what it did; runs of the same text did the same
   * @param target the target's mean after it, in [0, 1]
   */
  record Run(String intervention, double target) {}

  public Trajectory {
    values = List.copyOf(values);
  }

  /**
   * Adds runs up. Of a flat series the best run decides about the ceiling, otherwise the last one.
   *
   * @param runs at least one, all evaluated alike, in order
   * @param ceiling what gold reaches under the same budget, in [0, 1]; empty where nobody evaluated
   *     it, and then no series is found at its ceiling
   */
  static Trajectory of(List<Run> runs, OptionalDouble ceiling) {
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("runs: 0 (expected: at least 1)");
    }
    List<Double> values = new ArrayList<>(runs.stream().map(Run::target).toList());
    int interventions = (int) runs.stream().map(Run::intervention).distinct().count();
    double best = values.stream().max(Comparator.naturalOrder()).orElseThrow();
    double least = values.stream().min(Comparator.naturalOrder()).orElseThrow();
    boolean flat = interventions >= 2 && Bound.AT_MOST.holds(best - least, FLAT);
    double compared = flat ? best : values.get(values.size() - 1);
    boolean full =
        ceiling.isPresent() && Bound.AT_LEAST.holds(compared, ceiling.getAsDouble() - NEAR);
    Finding finding = full ? Finding.AT_ITS_CEILING : flat ? Finding.FLAT : Finding.NEITHER;
    return new Trajectory(finding, values, interventions, ceiling);
  }

  /** In a sentence. */
  public String explanation() {
    String shown = String.join(", ", values.stream().map(Words::number).toList());
    String gold =
        ceiling.isPresent()
            ? "; gold reaches " + Words.number(ceiling.getAsDouble()) + " under the same budget"
            : "; what gold reaches under the same budget is not known";
    return switch (finding) {
      case AT_ITS_CEILING -> "at its ceiling: target " + shown + gold;
      case FLAT ->
          "flat over " + interventions + " differing interventions: target " + shown + gold;
      case NEITHER -> "neither flat nor at its ceiling: target " + shown + gold;
    };
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("finding", finding.name().toLowerCase(Locale.ROOT));
    json.put("target", values);
    json.put("interventions", interventions);
    ceiling.ifPresent(value -> json.put("ceiling", value));
    json.put("explanation", explanation());
    return json;
  }
}
