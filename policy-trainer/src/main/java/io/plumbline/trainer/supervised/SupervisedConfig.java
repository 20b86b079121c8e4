package io.plumbline.trainer.supervised;

/**
 * How to imitate.
 *
 * @param steps optimiser steps, at least 1
 * @param positions about how many prompt and answer tokens one step learns from
 * @param learningRate its peak, after {@code warmup} steps; then a cosine to a twentieth
 * @param seed decides initial weights and lessons
 * @param threads that compute gradients
 */
public record SupervisedConfig(
    int steps, int positions, double learningRate, int warmup, long seed, int threads) {

  /** Which share of {@code positions} a step takes: what is new is learnt by steps, not tokens. */
  double share(double progress) {
    return progress < 0.32 ? 0.25 : progress < 0.45 ? 0.375 : progress < 0.60 ? 0.5 : 1;
  }

  double learningRate(int step) {
    if (step < warmup) {
      return learningRate * (step + 1) / warmup;
    }
    double progress = (double) (step - warmup) / Math.max(1, steps - warmup);
    return learningRate * (0.05 + 0.95 * 0.5 * (1 + Math.cos(Math.PI * progress)));
  }
}
