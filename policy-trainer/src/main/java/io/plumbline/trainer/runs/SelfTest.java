package io.plumbline.trainer.runs;

import io.plumbline.trainer.model.Precision;

/**
 * What must hold before anything is trained; found on the first rollouts of a run.
 *
 * @param logProbGap greatest difference between a token's log-probability when drawn (cached) and
 *     as the reference policy has it (uncached), in nats
 * @param ratio of a token's probability under the policy in training to that when drawn, the one
 *     furthest from 1
 * @param kl from the reference, mean per token in nats: 0, since the adapter starts as nothing
 * @param gradient global norm of the adapter's gradient: not 0
 * @param change greatest change of one of the adapter's weights in one step: not 0
 */
record SelfTest(double logProbGap, double ratio, double kl, double gradient, double change) {
  private static final double MOST_KL = 1e-6;

  /**
   * Compares with what has to be.
   *
   * @param precision of learning; drawing always is in 32 bits
   * @throws RunStoppedException naming what does not hold
   */
  void check(Precision precision) {
    // Products of 16 bits move an unlikely token's log-probability by some tenths of a nat; a cache
    // that is not the same computation moves it by several.
    double mostGap = precision == Precision.BF16 ? 0.5 : 1e-3;
    require(
        logProbGap <= mostGap,
        "cached and uncached log-probs differ by " + logProbGap + " (expected: at most " + mostGap);
    require(
        Math.abs(ratio - 1) <= mostGap,
        "ratio of the policy to itself is " + ratio + " (expected: 1, within " + mostGap);
    require(
        Math.abs(kl) <= MOST_KL,
        "KL to the reference is " + kl + " (expected: 0, before the first update");
    require(
        gradient > 0 && Double.isFinite(gradient),
        "the adapter's gradient is " + gradient + " (expected: above 0");
    require(change > 0, "one step changes the adapter by " + change + " (expected: above 0");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new RunStoppedException("self-test: " + otherwise + ")");
    }
  }
}
