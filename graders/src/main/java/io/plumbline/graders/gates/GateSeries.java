package io.plumbline.graders.gates;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The gate over one candidate or several, and what they add up to.
 *
 * @param reports of each candidate, in order; at least one
 * @param trajectory of the target over them
 */
public record GateSeries(List<GateReport> reports, Trajectory trajectory) {
  public GateSeries {
    reports = List.copyOf(reports);
  }

  /**
   * Judges candidates, all measured alike.
   *
   * @param candidacies at least one, in order
   * @param gold what the scripted gold policy scored on the same tasks, where that is known
   * @throws EvaluationException if two evaluations were not measured alike, or one lacks a
   *     dimension that the gate names
   */
  public static GateSeries of(List<Candidacy> candidacies, Optional<Measured> gold)
      throws EvaluationException {
    List<GateReport> reports = new ArrayList<>();
    List<Trajectory.Run> runs = new ArrayList<>();
    for (Candidacy candidacy : candidacies) {
      // Or their targets could not be told apart from their tasks.
      Comparison.of(candidacies.get(0).candidate().targeted(), candidacy.candidate().targeted());
      reports.add(GateReport.of(candidacy, gold));
      runs.add(new Trajectory.Run(candidacy.intervention(), candidacy.candidate().target()));
    }
    OptionalDouble ceiling =
        gold.isPresent() ? OptionalDouble.of(gold.get().target()) : OptionalDouble.empty();
    return new GateSeries(reports, Trajectory.of(runs, ceiling));
  }

  /** The report of the last candidate, which decides. */
  public GateReport last() {
    return reports.get(reports.size() - 1);
  }

  /** As the command writes it. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("promoted", last().isPromoted());
    json.put("candidates", reports.stream().map(GateReport::json).toList());
    json.put("trajectory", trajectory.json());
    return json;
  }
}
