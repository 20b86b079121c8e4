package io.plumbline.trainer.checkpoint;

import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/** Small models for the tests. */
final class Samples {
  private Samples() {}

  static ModelConfig config(boolean tied) {
    return new ModelConfig(
        7,
        8,
        5,
        2,
        4,
        2,
        6,
        32,
        20_000,
        1e-5,
        tied,
        OptionalInt.empty(),
        OptionalInt.of(1),
        OptionalInt.of(0));
  }

  static ModelFolder model(boolean tied) {
    SortedMap<String, Tensor> tensors = new TreeMap<>();
    config(tied).tensorShapes().forEach((name, shape) -> tensors.put(name, tensor(shape, 1)));
    return new ModelFolder(config(tied), tensors);
  }

  /** Values that count up from {@code first} in quarters. */
  static Tensor tensor(List<Integer> shape, float first) {
    float[] values = new float[(int) Tensor.count(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = first + i / 4f;
    }
    return new Tensor(shape, values);
  }
}
