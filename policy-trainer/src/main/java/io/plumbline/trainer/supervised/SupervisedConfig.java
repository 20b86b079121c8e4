package io.plumbline.trainer.supervised;

/**
 * How to imitate.
 *
 * @param steps optimiser steps, at least 1
 * @param positions about how many prompt and answer tokens one step learns from, at least 1
 * @param learningRate its peak, above 0 and at most 1; then a cosine to a twentieth
 * @param warmup steps in which the learning rate rises to its peak, at least 0
 * @param seed decides initial weights and lessons
 * @param threads that compute gradients, at least 1
 */
public record SupervisedConfig(
    int steps, int positions, double learningRate, int warmup, long seed, int threads) {

  /** Where pretraining's lessons have grown to whole tables; from here on they stay alike. */
  static final double LAST_STAGE = 0.60;

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of its range; the message names it
   */
  public SupervisedConfig {
    atLeast("steps", steps, 1);
    atLeast("positions", positions, 1);
    atLeast("warmup", warmup, 0);
    atLeast("threads", threads, 1);
    if (!(learningRate > 0 && learningRate <= 1)) {
      throw new IllegalArgumentException(
          "learning_rate: " + learningRate + " (expected: above 0 and at most 1)");
    }
  }

  private static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: at least " + least + ")");
    }
  }

  /** Which share of {@code positions} a step takes: what is new is learnt by steps, not tokens. */
  double share(double progress) {
    return progress < 0.32 ? 0.25 : progress < 0.45 ? 0.375 : progress < LAST_STAGE ? 0.5 : 1;
  }

  double learningRate(int step) {
    if (step < warmup) {
      return learningRate * (step + 1) / warmup;
    }
    double progress = (double) (step - warmup) / Math.max(1, steps - warmup);
    return learningRate * (0.05 + 0.95 * 0.5 * (1 + Math.cos(Math.PI * progress)));
  }
}
