package io.plumbline.trainer.runs;

import io.plumbline.env.v1.Task;
import io.plumbline.trainer.environments.Environments;
import io.plumbline.trainer.evaluation.Case;
import io.plumbline.trainer.evaluation.Evaluated;
import io.plumbline.trainer.evaluation.Evaluation;
import io.plumbline.trainer.policies.Policy;
import io.plumbline.trainer.policies.References;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Evaluates a policy on regular and on stress tables, sampled and greedy: {@code regular}, {@code
 * stress}, {@code regular_greedy}, {@code stress_greedy}.
 */
public final class Evaluations {
  private final RunConfig config;
  private final Evaluation evaluation;
  private final List<Task> regular;
  private final List<Task> stress;

  /**
   * Asks for the tasks that {@code config} names for evaluation.
   *
   * @param environments of the server that grades; stay open
   */
  public Evaluations(RunConfig config, Environments environments, References references)
      throws InterruptedException {
    this.config = config;
    evaluation = new Evaluation(environments, references);
    regular =
        environments.tasks(
            config.environment(), config.evaluationSplit(), 0, config.evaluationTasks());
    stress =
        environments.tasks(
            config.environment(), config.evaluationLongSplit(), 0, config.evaluationTasks());
  }

  /** The four evaluations, by name. */
  public Map<String, Evaluated> of(Policy sampled, Policy greedy) throws InterruptedException {
    Map<String, Evaluated> all = new LinkedHashMap<>();
    all.put("regular", run(sampled, config.evaluationSplit(), regular));
    all.put("stress", run(sampled, config.evaluationLongSplit(), stress));
    all.put("regular_greedy", run(greedy, config.evaluationSplit(), regular));
    all.put("stress_greedy", run(greedy, config.evaluationLongSplit(), stress));
    return all;
  }

  private Evaluated run(Policy policy, String name, List<Task> tasks) throws InterruptedException {
    return evaluation.run(policy, name, tasks, config.evaluationMaxTokens());
  }

  /** As a run's files have them: each in {@code eval}'s form, and the sampled stop hazard. */
  public Map<String, Object> json(Map<String, Evaluated> all) {
    return json(all, Evaluated::json);
  }

  /** The same without a record of each task, for a log that is read line by line. */
  Map<String, Object> means(Map<String, Evaluated> all) {
    return json(all, evaluated -> evaluated.report().json());
  }

  private Map<String, Object> json(
      Map<String, Evaluated> all, Function<Evaluated, Map<String, Object>> form) {
    Map<String, Object> json = new LinkedHashMap<>();
    all.forEach((name, evaluated) -> json.put(name, form.apply(evaluated)));
    StopHazard hazard = new StopHazard();
    List<Case> cases = Objects.requireNonNull(all.get("stress"), "stress").cases();
    for (int i = 0; i < cases.size(); i++) {
      hazard.add(
          stress.get(i).getObservation().getInput(),
          cases.get(i).text(),
          !cases.get(i).truncated());
    }
    json.put("stop_hazard", hazard.byRow());
    return json;
  }
}
