package io.plumbline.trainer.experiment;

import io.plumbline.trainer.runs.RunConfig;
import java.util.Locale;

/**
 * How long the rest of an experiment takes, at the pace of what this process did: tokens that are
 * sampled or learnt from, were every answer of one length. Before anything was done it says
 * nothing.
 */
final class TimeLeft {
  private final double all;
  private double done;
  private double paced;
  private double seconds;

  /**
   * @param all work of the experiment
   */
  TimeLeft(double all) {
    this.all = all;
  }

  /** Work of a run: an answer drawn and an answer learnt from count alike. */
  static double training(RunConfig config) {
    int answers =
        config.objective().isRewarded()
            ? 2 * config.prompts() * config.groupSize() * config.epochs()
            : config.prompts() * (config.objective() == RunConfig.Objective.SFT ? 1 : 2);
    int every = config.evaluateEvery() > 0 ? config.evaluateEvery() : config.updates();
    int evaluations = 1 + (config.updates() + every - 1) / every;
    return (double) config.updates() * answers + evaluation(config.evaluationTasks()) * evaluations;
  }

  /** Work of an evaluation: regular and stress tables, sampled and greedy. */
  static double evaluation(int tasks) {
    return 4.0 * tasks;
  }

  /** Something that an earlier process did. */
  void skip(double work) {
    done += work;
  }

  /** Something that took this process some seconds. */
  void did(double work, double took) {
    done += work;
    paced += work;
    seconds += took;
  }

  /** {@code 42 % done, about 12:30 left}. */
  @Override
  public String toString() {
    String share = String.format(Locale.ROOT, "%.0f %% done", 100 * done / all);
    if (paced == 0) {
      return share;
    }
    long left = Math.round((all - done) * seconds / paced);
    return String.format(Locale.ROOT, "%s, about %d:%02d left", share, left / 60, left % 60);
  }
}
