package io.plumbline.trainer.objectives;

import java.util.ArrayList;
import java.util.List;

/**
 * Token advantages of a batch, moved and scaled to mean 0 and deviation 1 over all its tokens, as
 * TRL's and verl's {@code masked_whiten} do (sample variance). [1, 2, 3, 6] becomes [-0.9258,
 * -0.4629, 0, 1.3887].
 *
 * @param values by completion, then by token
 * @param mean before
 * @param deviation before: the advantages' spread, in units of reward
 */
public record Whitening(List<float[]> values, double mean, double deviation) {

  public Whitening {
    values = List.copyOf(values);
  }

  /**
   * Whitens a batch.
   *
   * @param advantages by completion, then by token
   * @param deviationFloor what is divided by at the least, above 0: the noise of a batch whose
   *     advantages barely differ is not to be blown up
   */
  public static Whitening of(List<float[]> advantages, double deviationFloor) {
    Checks.aboveZero("deviation_floor", deviationFloor);
    double sum = 0;
    long count = 0;
    for (float[] completion : advantages) {
      for (float advantage : completion) {
        sum += advantage;
      }
      count += completion.length;
    }
    double mean = count == 0 ? 0 : sum / count;
    double squares = 0;
    for (float[] completion : advantages) {
      for (float advantage : completion) {
        squares += (advantage - mean) * (advantage - mean);
      }
    }
    double deviation = count < 2 ? 0 : Math.sqrt(squares / (count - 1));
    double unit = Math.max(deviation, deviationFloor);
    List<float[]> whitened = new ArrayList<>();
    for (float[] completion : advantages) {
      float[] values = new float[completion.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) ((completion[i] - mean) / unit);
      }
      whitened.add(values);
    }
    return new Whitening(whitened, mean, deviation);
  }
}
