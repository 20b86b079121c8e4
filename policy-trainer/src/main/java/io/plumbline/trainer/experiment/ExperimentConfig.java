package io.plumbline.trainer.experiment;

import io.plumbline.trainer.runs.RunConfig;
import io.plumbline.trainer.runs.RunConfigFile;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An experiment: what is done, and how it is measured.
 *
 * @param tasks held-out regular tables, and as many stress tables, that every run is evaluated on
 * @param truncatingBudget tokens of an answer, fewer than long tables need
 * @param ampleBudget tokens of an answer, enough for all of them
 * @param arms in the report's order; the first is not trained and has every seed
 */
public record ExperimentConfig(int tasks, int truncatingBudget, int ampleBudget, List<Arm> arms) {
  private static final int MAX_TASKS = 10_000;
  private static final int MAX_TOKENS = 1 << 20;

  public ExperimentConfig {
    arms = List.copyOf(arms);
    within("tasks", tasks, 2, MAX_TASKS);
    within("ample_budget", ampleBudget, 2, MAX_TOKENS);
    within("truncating_budget", truncatingBudget, 1, ampleBudget - 1);
    if (arms.size() < 2) {
      throw new IllegalArgumentException("arms: " + arms.size() + " (expected: at least 2)");
    }
    for (int i = 0; i < arms.size(); i++) {
      Arm arm = arms.get(i);
      if (arm.trained() == (i == 0)) {
        throw new IllegalArgumentException(
            arm.name()
                + ".trained: "
                + arm.trained()
                + " (expected: false for the first arm, whom the others are compared with, and true"
                + " for them)");
      }
    }
    Set<Long> measured = new HashSet<>(arms.get(0).seeds());
    for (Arm arm : arms) {
      for (long seed : arm.seeds()) {
        if (!measured.contains(seed)) {
          throw new IllegalArgumentException(
              arm.name()
                  + ".seeds: "
                  + seed
                  + " (expected: one of "
                  + arms.get(0).name()
                  + "'s, "
                  + arms.get(0).seeds()
                  + ")");
        }
      }
      RunConfig config = arm.config(arm.seeds().get(0)); // or its first run would find out
      if (config.control() == RunConfig.Control.CONSTANT) {
        throw new IllegalArgumentException(
            arm.name()
                + ".control: constant (expected: none or shuffled, which change the policy)");
      }
    }
  }

  private static void within(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          key + ": " + value + " (expected: " + least + " to " + most + ")");
    }
  }

  /** The truncating budget and the ample one. */
  public List<Integer> budgets() {
    return List.of(truncatingBudget, ampleBudget);
  }

  /** The arm that is not trained. */
  public Arm baseline() {
    return arms.get(0);
  }

  /** A run's settings for an evaluation under a budget. */
  RunConfig evaluation(RunConfig run, int budget) {
    return RunConfigFile.of(run)
        .with("evaluation_tasks", Integer.toString(tasks), "tasks")
        .with("evaluation_max_tokens", Integer.toString(budget), "budget")
        .config();
  }

  /** Every setting by its key, {@code grpo.kl_coefficient}; two experiments that differ show it. */
  public Map<String, String> settings() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("tasks", Integer.toString(tasks));
    all.put("truncating_budget", Integer.toString(truncatingBudget));
    all.put("ample_budget", Integer.toString(ampleBudget));
    all.put("arms", arms.stream().map(Arm::name).collect(Collectors.joining(", ")));
    for (Arm arm : arms) {
      String prefix = arm.name() + ".";
      all.put(
          prefix + "seeds",
          arm.seeds().stream().map(String::valueOf).collect(Collectors.joining(", ")));
      RunConfigFile.settings(arm.config(arm.seeds().get(0)))
          .forEach((key, value) -> all.put(prefix + key, value.toString()));
      all.remove(prefix + "seed");
    }
    return all;
  }
}
