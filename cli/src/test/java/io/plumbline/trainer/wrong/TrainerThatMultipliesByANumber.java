package io.plumbline.trainer.wrong;

import ai.djl.ndarray.NDArray;

/**
 * Lets DJL free a number that a backward pass may read, on purpose; see {@code ArchitectureTest}.
 */
public record TrainerThatMultipliesByANumber(NDArray array) {
  /** Half of it. */
  public NDArray half() {
    return array.mul(0.5);
  }
}
