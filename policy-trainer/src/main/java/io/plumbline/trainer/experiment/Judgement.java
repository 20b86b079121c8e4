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
 * the same seed, and what the series adds up to, under each budget, sampled and greedily.
 */
final class Judgement {
  private Judgement() {}

  /** By budget, {@code 768} and {@code 768 greedy}, as {@code gate --format json} has it. */
  static Map<String, Object> of(ExperimentConfig config, ExperimentFolder folder)
      throws IOException, EvaluationException {
    Map<String, Object> all = new LinkedHashMap<>();
    for (int budget : config.budgets()) {
      all.put(Integer.toString(budget), series(config, folder, budget, false));
      all.put(budget + " greedy", series(config, folder, budget, true));
    }
    return all;
  }

  private static Object series(
      ExperimentConfig config, ExperimentFolder folder, int budget, boolean greedy)
      throws IOException, EvaluationException {
    List<Candidacy> candidacies = new ArrayList<>();
    for (Arm arm : config.arms()) {
      for (long seed : arm.trained() ? arm.seeds() : List.<Long>of()) {
        String run = ExperimentFolder.name(arm, seed);
        String start = ExperimentFolder.name(config.baseline(), seed);
        Measured base = folder.measured(start, budget, greedy);
        candidacies.add(new Candidacy(run, arm.name(), base, folder.measured(run, budget, greedy)));
      }
    }
    Measured gold = folder.measured(ExperimentFolder.GOLD, budget, greedy);
    return GateSeries.of(candidacies, Optional.of(gold)).json();
  }
}
