package io.plumbline.trainer.checkpoint;

import java.util.Arrays;
import java.util.List;

/**
 * A named weight's content. The values are not copied, neither in nor out: a model's weights are
 * held once. Nobody writes to them after the tensor is made.
 *
 * @param shape the size of each dimension, at least 0; without any, the tensor is a scalar
 * @param values as many as the shape says, the last dimension running fastest
 */
@SuppressWarnings("ArrayRecordComponent") // equals, hashCode and toString are given below
public record Tensor(List<Integer> shape, float[] values) {

  /**
   * @throws IllegalArgumentException if a size is negative or there are more or fewer values
   */
  public Tensor {
    shape = List.copyOf(shape);
    long count = count(shape);
    if (count != values.length) {
      throw new IllegalArgumentException(
          "values: " + values.length + " (expected: " + count + " for shape " + shape + ")");
    }
  }

  /**
   * How many values a tensor of {@code shape} has.
   *
   * @throws IllegalArgumentException if a size is negative or they are more than a long counts
   */
  static long count(List<Integer> shape) {
    long count = 1;
    try {
      for (int size : shape) {
        if (size < 0) {
          throw new IllegalArgumentException("shape: " + shape + " (expected: no negative size)");
        }
        count = Math.multiplyExact(count, (long) size);
      }
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("shape: " + shape + " (expected: fewer values)");
    }
    return count;
  }

  /** Whether both have the same shape and the same bits. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor that
        && shape.equals(that.shape)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Tensor" + shape;
  }
}
