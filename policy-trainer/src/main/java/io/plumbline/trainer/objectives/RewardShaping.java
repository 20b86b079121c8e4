package io.plumbline.trainer.objectives;

/** What a completion's length does to its reward. */
public final class RewardShaping {

  private RewardShaping() {}

  /**
   * The reward of a completion that was cut off by the token limit: graded as it stands, then
   * penalised.
   *
   * @param reward at least 0: a factor would soften a negative one
   * @param factor in [0, 1]; 1 charges nothing
   */
  public static double truncated(double reward, double factor) {
    if (!(reward >= 0 && reward < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("reward: " + reward + " (expected: at least 0)");
    }
    if (!(factor >= 0 && factor <= 1)) {
      throw new IllegalArgumentException("truncation_factor: " + factor + " (expected: in [0, 1])");
    }
    return reward * factor;
  }

  /**
   * What to add to the reward of a completion for its length: 0 up to {@code maxLength - buffer},
   * from there down a straight line to -1 at {@code maxLength}, and -1 beyond. Length 90 of 100
   * with a buffer of 20 gives -0.5. Yu et al., "DAPO" (2025), equation 13.
   *
   * @param length in tokens, at least 0
   * @param maxLength in tokens, at least 1
   * @param buffer in tokens, 1 to {@code maxLength}
   */
  public static double overlong(int length, int maxLength, int buffer) {
    if (length < 0) {
      throw new IllegalArgumentException("length: " + length + " (expected: at least 0)");
    }
    if (maxLength < 1) {
      throw new IllegalArgumentException("max_length: " + maxLength + " (expected: at least 1)");
    }
    if (buffer < 1 || buffer > maxLength) {
      throw new IllegalArgumentException(
          "overlong_buffer: " + buffer + " (expected: 1 to " + maxLength + ")");
    }
    int over = length - (maxLength - buffer);
    return -Math.min(1, Math.max(0, over) / (double) buffer);
  }
}
