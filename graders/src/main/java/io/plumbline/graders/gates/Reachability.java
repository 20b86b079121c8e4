package io.plumbline.graders.gates;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a perfect policy would pass the gate: the gate judges the gold output as it was evaluated
 * under the same budget and tokenizer, and says for every threshold what the base leaves to gain.
 *
 * @param maxTokens the budget that gold had
 * @param tokenizer what counted its tokens
 * @param conditions the gate's, with gold as the candidate: {@code passed} says that it is
 *     reachable
 */
public record Reachability(int maxTokens, String tokenizer, List<Condition> conditions) {
  public Reachability {
    conditions = List.copyOf(conditions);
  }

  /**
   * Runs the gate on gold.
   *
   * @param base what candidates are measured against
   * @param gold what the scripted gold policy scored on the same tasks; on stress tasks too where
   *     the base has them
   * @throws EvaluationException if gold was not measured as the base was
   */
  public static Reachability of(Measured base, Measured gold) throws EvaluationException {
    Optional<Comparison> stress = Optional.empty();
    if (base.stress().isPresent()) {
      if (gold.stress().isEmpty()) {
        String having = base.regular().file();
        throw gold.regular().error("stress", "missing", "gold's too, as " + having + " has it");
      }
      stress = Optional.of(Comparison.withGold(base.stress().get(), gold.stress().orElseThrow()));
    }
    List<Condition> conditions = new ArrayList<>();
    for (Condition condition :
        PromotionGate.judge(Comparison.withGold(base.regular(), gold.regular()), stress)) {
      if (condition.measured().isPresent()) { // what nobody evaluates is not out of reach
        conditions.add(condition);
      }
    }
    return new Reachability(base.regular().maxTokens(), base.regular().tokenizer(), conditions);
  }

  /** Whether gold passes every condition. */
  public boolean isReachable() {
    return unreachable().isEmpty();
  }

  /** The conditions that gold fails. */
  public List<Condition> unreachable() {
    return conditions.stream().filter(condition -> !condition.passed()).toList();
  }

  /** What a condition asks for and what a perfect policy has to give, in a sentence. */
  public String explain(Condition condition) {
    double most = condition.measured().orElseThrow();
    return condition.label()
        + ": a perfect policy "
        + (condition.tasks().equals("stress") ? "reaches " : "changes it by ")
        + Words.number(most)
        + " within "
        + maxTokens
        + " tokens (base to gold: "
        + condition.explanation()
        + "), the gate asks for "
        + condition.bound().sign()
        + " "
        + Words.number(condition.threshold());
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("reachable", isReachable());
    json.put("max_tokens", maxTokens);
    json.put("tokenizer", tokenizer);
    json.put("gold", conditions.stream().map(Condition::json).toList());
    return json;
  }
}
