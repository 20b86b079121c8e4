package io.plumbline.trainer.torch;

import ai.djl.ndarray.NDArray;

/**
 * Operations with numbers that can be differentiated. DJL's own give the number's memory back as
 * soon as they return, though PyTorch reads it again in the backward pass: once Java's collector
 * has come by, the gradients are those of whatever lies there by then, such as 0. Here it lasts as
 * long as the array's manager.
 */
public final class Scalars {
  private Scalars() {}

  /** {@code array} times {@code factor}. */
  public static NDArray times(NDArray array, Number factor) {
    return array.mul(array.getManager().create(factor));
  }

  /** {@code array} divided by {@code divisor}. */
  public static NDArray over(NDArray array, Number divisor) {
    return array.div(array.getManager().create(divisor));
  }

  /** The smaller one of each value and {@code bound}. */
  public static NDArray atMost(NDArray array, Number bound) {
    return array.minimum(array.getManager().create(bound));
  }
}
