package io.plumbline.trainer.objectives;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Refuses arrays that would otherwise be broadcast into a loss of another meaning. */
final class Shapes {

  private Shapes() {}

  static void require(String name, NDArray array, Shape... allowed) {
    if (!Arrays.asList(allowed).contains(array.getShape())) {
      throw new IllegalArgumentException(
          Arrays.stream(allowed)
              .map(Shape::toString)
              .collect(
                  Collectors.joining(
                      " or ", name + ": shape " + array.getShape() + " (expected: ", ")")));
    }
  }

  /** Requires [B, T], and gives it. */
  static Shape requireTable(String name, NDArray array) {
    if (array.getShape().dimension() != 2) {
      throw new IllegalArgumentException(
          name + ": shape " + array.getShape() + " (expected: two dimensions)");
    }
    return array.getShape();
  }

  /** Requires [B], and gives it. */
  static Shape requireVector(String name, NDArray array) {
    if (array.getShape().dimension() != 1) {
      throw new IllegalArgumentException(
          name + ": shape " + array.getShape() + " (expected: one dimension)");
    }
    return array.getShape();
  }
}
