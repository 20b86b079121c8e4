package io.plumbline.trainer.objectives;

import ai.djl.ndarray.NDArray;

/** Probability now over probability when sampled. */
final class Ratio {
  /** In nats. Beyond 88 the ratio overflows and its gradient is not a number. */
  private static final double LIMIT = 20;

  private Ratio() {}

  static NDArray of(NDArray logProbs, NDArray oldLogProbs) {
    return logProbs.sub(oldLogProbs).clip(-LIMIT, LIMIT).exp();
  }
}
