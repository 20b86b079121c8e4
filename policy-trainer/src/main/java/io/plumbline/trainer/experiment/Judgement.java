package io.plumbline.trainer.experiment;

import io.plumbline.graders.gates.Candidacy;
import io.plumbline.graders.gates.EvaluationException;
import io.plumbline.graders.gates.GateSeries;
import io.plumbline.graders.gates.Measured;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The promotion gate, its reachability and the verdict of every run against the starting policy of
 * the same seed, and what the series adds up to, under each budget.
 */
final class Judgement {
  private Judgement() {}

  /** By budget, as {@code gate --format json} has it. */
  static Map<String, Object> of(ExperimentConfig config, ExperimentFolder folder)
      throws IOException, EvaluationException {
    Map<String, Object> all = new LinkedHashMap<>();
    for (int budget : config.budgets()) {
      List<Candidacy> candidacies = new ArrayList<>();
      for (Arm arm : config.arms()) {
        for (long seed : arm.trained() ? arm.seeds() : List.<Long>of()) {
          String run = ExperimentFolder.name(arm, seed);
          Measured base = folder.measured(ExperimentFolder.name(config.baseline(), seed), budget);
          candidacies.add(new Candidacy(run, arm.name(), base, folder.measured(run, budget)));
        }
      }
      Measured gold = folder.measured(ExperimentFolder.GOLD, budget);
      all.put(Integer.toString(budget), GateSeries.of(candidacies, Optional.of(gold)).json());
    }
    return all;
  }
}
