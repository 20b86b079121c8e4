package io.plumbline.trainer.objectives;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.function.UnaryOperator;

/** Real arrays and real gradients for tests, offline. */
final class Torch {
  static {
    System.setProperty("offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
  }

  private Torch() {}

  static NDManager manager() {
    return NDManager.newBaseManager("PyTorch");
  }

  /** Rows of one length. */
  static NDArray table(NDManager manager, float[]... rows) {
    return manager.create(rows);
  }

  static NDArray row(NDManager manager, float... values) {
    return table(manager, values);
  }

  /** The gradient of a scalar function at {@code at}. */
  static double[] gradient(NDArray at, UnaryOperator<NDArray> function) {
    try (NDManager step = at.getManager().newSubManager()) {
      NDArray leaf = at.duplicate();
      leaf.attach(step);
      leaf.setRequiresGradient(true);
      try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
        collector.backward(function.apply(leaf));
      }
      NDArray gradient = leaf.getGradient();
      gradient.attach(step);
      float[] values = gradient.toFloatArray();
      double[] wide = new double[values.length];
      for (int i = 0; i < values.length; i++) {
        wide[i] = values[i];
      }
      return wide;
    }
  }
}
