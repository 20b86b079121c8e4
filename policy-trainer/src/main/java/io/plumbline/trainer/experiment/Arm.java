package io.plumbline.trainer.experiment;

import io.plumbline.trainer.runs.RunConfig;
import io.plumbline.trainer.runs.RunConfigFile;
import java.util.List;

/**
 * What is done to the starting policy.
 *
 * @param name its folder
 * @param title for readers
 * @param trained false for the arm that every other is compared with: the policy as it starts
 * @param seeds at least one; each is a run
 * @param settings of its runs, but for their seed
 */
public record Arm(
    String name, String title, boolean trained, List<Long> seeds, RunConfigFile settings) {
  public Arm {
    seeds = List.copyOf(seeds);
  }

  /** The settings of one of its runs. */
  public RunConfig config(long seed) {
    return settings.with("seed", Long.toString(seed), "seeds").config();
  }
}
