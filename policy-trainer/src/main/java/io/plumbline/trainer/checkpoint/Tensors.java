package io.plumbline.trainer.checkpoint;

import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/** The checks of tensors against the shapes that they should have, and for numbers. */
final class Tensors {
  private Tensors() {}

  /**
   * @param model what knows the tensors' names, for the message about an unknown one
   * @throws IllegalArgumentException if a tensor is missing, unknown, or of another shape
   */
  static void check(
      Map<String, List<Integer>> expected, Map<String, Tensor> tensors, String model) {
    for (String name : tensors.keySet()) {
      if (!expected.containsKey(name)) {
        throw new IllegalArgumentException(
            "tensor " + Messages.shown(name) + ": unknown (expected: those of " + model + ")");
      }
    }
    for (Entry<String, List<Integer>> entry : expected.entrySet()) {
      Tensor tensor = tensors.get(entry.getKey());
      if (tensor == null || !tensor.shape().equals(entry.getValue())) {
        throw new IllegalArgumentException(
            "tensor "
                + entry.getKey()
                + ": "
                + (tensor == null ? "missing" : "shape " + tensor.shape())
                + " (expected: "
                + entry.getValue()
                + ")");
      }
    }
  }

  /**
   * @throws IllegalArgumentException if a value is not a number or infinite
   */
  static void checkFinite(Map<String, Tensor> tensors) {
    for (Entry<String, Tensor> entry : tensors.entrySet()) {
      float[] values = entry.getValue().values();
      for (int i = 0; i < values.length; i++) {
        if (!Float.isFinite(values[i])) {
          throw new IllegalArgumentException(
              "tensor "
                  + Messages.shown(entry.getKey())
                  + ": value "
                  + (i + 1)
                  + " of "
                  + values.length
                  + " is "
                  + values[i]
                  + " (expected: a finite number)");
        }
      }
    }
  }
}
