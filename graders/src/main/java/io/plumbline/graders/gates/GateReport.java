package io.plumbline.graders.gates;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The gate's answer about one candidate.
 *
 * @param name of the candidate, for the reader
 * @param conditions all of them
 * @param reachability of the gate; empty where gold was not evaluated
 * @param verdict by the decision table
 */
public record GateReport(
    String name, List<Condition> conditions, Optional<Reachability> reachability, Verdict verdict) {
  public GateReport {
    conditions = List.copyOf(conditions);
  }

  /**
   * Judges a candidate.
   *
   * @param gold what the scripted gold policy scored on the same tasks, where that is known
   * @throws EvaluationException if the evaluations were not measured alike, or a dimension that the
   *     gate names was not evaluated
   */
  static GateReport of(Candidacy candidacy, Optional<Measured> gold) throws EvaluationException {
    Comparison regular = candidacy.regular();
    Optional<Comparison> stress = candidacy.stress();
    Optional<Reachability> reachability =
        gold.isPresent()
            ? Optional.of(Reachability.of(candidacy.base(), gold.get()))
            : Optional.empty();
    List<Condition> conditions = PromotionGate.judge(regular, stress);
    boolean promoted =
        reachability.filter(found -> !found.isReachable()).isEmpty()
            && conditions.stream().allMatch(Condition::passed);
    return new GateReport(
        candidacy.name(),
        conditions,
        reachability,
        Verdict.of(promoted, conditions, regular, stress));
  }

  /** Whether a perfect policy would fail it: then it says nothing about the candidate. */
  public boolean isRefused() {
    return reachability.isPresent() && !reachability.get().isReachable();
  }

  /** Whether every condition is met, under a gate that can be passed. */
  public boolean isPromoted() {
    return verdict.letter() == Verdict.Letter.A;
  }

  /** {@code promoted}, {@code not promoted} or {@code refused}, with the reason. */
  public String decision() {
    List<String> failed =
        conditions.stream().filter(each -> !each.passed()).map(Condition::label).toList();
    if (isRefused()) {
      return "gate refused: a perfect policy fails "
          + reachability.orElseThrow().unreachable().size()
          + " of its conditions";
    }
    return failed.isEmpty() ? "promoted" : "not promoted: " + String.join(", ", failed);
  }

  /** As the command writes it. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("promoted", isPromoted());
    json.put("refused", isRefused());
    json.put("conditions", conditions.stream().map(Condition::json).toList());
    reachability.ifPresent(found -> json.put("reachability", found.json()));
    json.put("verdict", verdict.json());
    return json;
  }
}
