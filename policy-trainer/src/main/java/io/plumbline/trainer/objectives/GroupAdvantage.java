package io.plumbline.trainer.objectives;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How a reward becomes an advantage over the other completions of its prompt: centred by its group,
 * then scaled. The examples are advantages of the group [1, 0, 0, 0.5].
 */
public enum GroupAdvantage {
  /**
   * Less the group's mean, over the group's sample standard deviation: [1.3056, -0.7833, -0.7833,
   * 0.2611]. Shao et al., "DeepSeekMath" (2024), section 4.1.2.
   */
  GRPO,

  /**
   * Less the group's mean: [0.625, -0.375, -0.375, 0.125]. Liu et al., "Understanding R1-Zero-Like
   * Training" (2025), section 3.2.
   */
  DR_GRPO,

  /**
   * Less the mean of the group's others: [0.8333, -0.5, -0.5, 0.1667]. Ahmadian et al., "Back to
   * Basics" (2024), section 2.2.
   */
  RLOO,

  /**
   * Less the group's mean, over the sample standard deviation of all rewards that have an advantage
   * in the batch: a group that barely differs weighs little, yet the step's size does not depend on
   * the reward's unit. TRL's {@code scale_rewards="batch"}.
   */
  BATCH_SCALED;

  /**
   * The advantages of a batch.
   *
   * @param rewards by group, then by completion; a reward that is absent (grading failed) is left
   *     out of its group, and a group with fewer than two rewards left has no advantages
   * @param deviationFloor what GRPO and BATCH_SCALED divide by at the least, above 0 and finite. It
   *     stands where reference implementations add a small constant to the deviation: that turns
   *     the rounding noise of a nearly even group into advantages of full size
   * @throws IllegalArgumentException when a reward is not finite, or the floor is out of range
   */
  public Advantages of(List<List<OptionalDouble>> rewards, double deviationFloor) {
    if (!(deviationFloor > 0 && deviationFloor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "deviation_floor: " + deviationFloor + " (expected: above 0)");
    }
    List<double[]> present = rewards.stream().map(GroupAdvantage::present).toList();
    double batchDeviation =
        deviation(
            present.stream()
                .filter(GroupAdvantage::isComparable)
                .flatMapToDouble(Arrays::stream)
                .toArray());

    List<List<OptionalDouble>> values = new ArrayList<>();
    int leftOut = 0;
    int skippedGroups = 0;
    int evenGroups = 0;
    for (int i = 0; i < rewards.size(); i++) {
      List<OptionalDouble> group = rewards.get(i);
      double[] graded = present.get(i);
      leftOut += group.size() - graded.length;
      if (!isComparable(graded)) {
        skippedGroups++;
        values.add(Collections.nCopies(group.size(), OptionalDouble.empty()));
      } else if (Arrays.stream(graded).allMatch(reward -> reward == graded[0])) {
        evenGroups++; // nothing to learn, and no rounding of the mean may pretend otherwise
        values.add(spread(new double[graded.length], group));
      } else {
        values.add(spread(scaled(centred(graded), graded, batchDeviation, deviationFloor), group));
      }
    }
    return new Advantages(values, leftOut, skippedGroups, evenGroups);
  }

  private double[] centred(double[] rewards) {
    double sum = Arrays.stream(rewards).sum();
    int n = rewards.length;
    return Arrays.stream(rewards)
        .map(reward -> reward - (this == RLOO ? (sum - reward) / (n - 1) : sum / n))
        .toArray();
  }

  private double[] scaled(
      double[] centred, double[] rewards, double batchDeviation, double deviationFloor) {
    double unit =
        switch (this) {
          case DR_GRPO, RLOO -> 1;
          case GRPO -> Math.max(deviation(rewards), deviationFloor);
          case BATCH_SCALED -> Math.max(batchDeviation, deviationFloor);
        };
    return Arrays.stream(centred).map(value -> value / unit).toArray();
  }

  private static boolean isComparable(double[] rewards) {
    return rewards.length >= 2;
  }

  private static double[] present(List<OptionalDouble> group) {
    double[] rewards = group.stream().flatMapToDouble(OptionalDouble::stream).toArray();
    for (double reward : rewards) {
      if (!Double.isFinite(reward)) {
        throw new IllegalArgumentException("reward: " + reward + " (expected: a finite number)");
      }
    }
    return rewards;
  }

  /** The values in the places of the group's rewards that are present. */
  private static List<OptionalDouble> spread(double[] values, List<OptionalDouble> group) {
    List<OptionalDouble> placed = new ArrayList<>();
    int next = 0;
    for (OptionalDouble reward : group) {
      placed.add(reward.isPresent() ? OptionalDouble.of(values[next++]) : OptionalDouble.empty());
    }
    return placed;
  }

  /** The sample standard deviation; 0 of fewer than two values. */
  private static double deviation(double[] values) {
    if (values.length < 2) {
      return 0;
    }
    double mean = Arrays.stream(values).sum() / values.length;
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / (values.length - 1));
  }
}
