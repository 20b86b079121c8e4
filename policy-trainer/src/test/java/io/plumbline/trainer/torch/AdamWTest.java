package io.plumbline.trainer.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdamWTest {
  private static final double LEARNING_RATE = 0.05;
  private static final double RESCALE = 0.5;

  /** Loshchilov and Hutter, "Decoupled Weight Decay Regularization" (2019), algorithm 2. */
  @ParameterizedTest
  @CsvSource({"2, 0.1, 0.1", "1, 0.1, 0", "2, 0, 0"})
  void fiveStepsAreThoseOfTheTextbook(int dimensions, double weightDecay, double expectedDecay) {
    AdamW rule = new AdamW(0.9, 0.95, weightDecay);
    Shape shape = dimensions == 2 ? new Shape(2, 3) : new Shape(6);
    double[] x = {1, -2, 0.5, 3, 0, -0.25};
    double[] first = new double[6];
    double[] second = new double[6];
    SplittableRandom random = new SplittableRandom(4);
    Torch.enterThread(false);
    try (NDManager manager = Torch.newManager()) {
      NDArray array = manager.create(floats(x), shape);
      NDArray firstMoment = manager.zeros(shape);
      NDArray secondMoment = manager.zeros(shape);
      for (int step = 1; step <= 5; step++) {
        double[] gradient = random.doubles(6, -3, 3).toArray();
        rule.update(
            array,
            manager.create(floats(gradient), shape),
            firstMoment,
            secondMoment,
            LEARNING_RATE,
            RESCALE,
            step);
        for (int i = 0; i < x.length; i++) {
          double g = RESCALE * gradient[i];
          first[i] = 0.9 * first[i] + 0.1 * g;
          second[i] = 0.95 * second[i] + 0.05 * g * g;
          double unbiasedFirst = first[i] / (1 - Math.pow(0.9, step));
          double unbiasedSecond = second[i] / (1 - Math.pow(0.95, step));
          x[i] -=
              LEARNING_RATE
                  * (unbiasedFirst / (Math.sqrt(unbiasedSecond) + 1e-8) + expectedDecay * x[i]);
          assertThat((double) array.toFloatArray()[i])
              .as("entry %d after step %d", i, step)
              .isCloseTo(x[i], within(2e-6));
        }
      }
    }
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
