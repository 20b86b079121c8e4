package io.plumbline.graders.statistics;

import java.util.Arrays;
import java.util.Random;

/**
 * Confidence intervals by resampling, for scores that follow no known distribution. The percentile
 * method of Efron and Tibshirani, "An Introduction to the Bootstrap" (1993), chapter 13.
 */
public final class Bootstrap {
  private static final double TAIL = 0.025;
  private static final int MIN_RESAMPLES = 100;
  private static final int MAX_RESAMPLES = 1_000_000;

  private Bootstrap() {}

  /**
   * The mean of {@code after - before}, with its 95 % interval. Cases are drawn with both of their
   * scores, so that what makes a case hard for both does not widen the interval.
   *
   * @param before a score for each case, finite; at least two cases
   * @param after a score for the same cases, in the same order
   * @param resamples 100 to 1,000,000; 10,000 settle the third digit
   * @param seed the same seed gives the same interval on every JDK
   * @throws IllegalArgumentException when an argument is out of range
   */
  public static Interval pairedDifference(
      double[] before, double[] after, int resamples, long seed) {
    if (before.length < 2) {
      throw new IllegalArgumentException(
          "before: " + before.length + " scores (expected: at least 2)");
    }
    if (after.length != before.length) {
      throw new IllegalArgumentException(
          "after: " + after.length + " scores (expected: " + before.length + ", as before)");
    }
    requireResamples(resamples);
    double[] differences = new double[before.length];
    double total = 0;
    for (int i = 0; i < differences.length; i++) {
      requireFinite("before", i, before[i]);
      requireFinite("after", i, after[i]);
      differences[i] = after[i] - before[i];
      total += differences[i];
    }
    double[] means = resampledMeans(differences, resamples, seed);
    Arrays.sort(means);
    return new Interval(
        total / differences.length, quantile(means, TAIL), quantile(means, 1 - TAIL));
  }

  /**
   * The mean of scores that several runs reached on the same cases, with its 95 % interval. Runs
   * and cases are both drawn with replacement, since another experiment would have others of either
   * (Owen, "The pigeonhole bootstrap", Annals of Applied Statistics 1, 2007); of one run the
   * interval says nothing about other runs.
   *
   * @param scores {@code [run][case]}, finite; at least one run and two cases
   * @param resamples 100 to 1,000,000
   * @param seed the same seed gives the same interval on every JDK
   * @throws IllegalArgumentException when an argument is out of range
   */
  public static Interval crossedMean(double[][] scores, int resamples, long seed) {
    if (scores.length < 1 || scores[0].length < 2) {
      throw new IllegalArgumentException(
          "scores: " + scores.length + " runs (expected: at least 1, of at least 2 cases each)");
    }
    requireResamples(resamples);
    int runs = scores.length;
    int cases = scores[0].length;
    double total = 0;
    for (int run = 0; run < runs; run++) {
      if (scores[run].length != cases) {
        throw new IllegalArgumentException(
            "scores[" + run + "]: " + scores[run].length + " cases (expected: " + cases + ")");
      }
      for (int i = 0; i < cases; i++) {
        requireFinite("scores[" + run + "]", i, scores[run][i]);
        total += scores[run][i];
      }
    }
    Random random = new Random(seed); // its numbers are part of its specification
    double[] means = new double[resamples];
    for (int i = 0; i < resamples; i++) {
      int[] often = new int[runs];
      for (int drawn = 0; drawn < runs; drawn++) {
        often[random.nextInt(runs)]++;
      }
      double sum = 0;
      for (int drawn = 0; drawn < cases; drawn++) {
        int at = random.nextInt(cases);
        for (int run = 0; run < runs; run++) {
          sum += often[run] * scores[run][at];
        }
      }
      means[i] = sum / runs / cases;
    }
    Arrays.sort(means);
    return new Interval(total / runs / cases, quantile(means, TAIL), quantile(means, 1 - TAIL));
  }

  private static double[] resampledMeans(double[] values, int resamples, long seed) {
    Random random = new Random(seed); // its numbers are part of its specification
    double[] means = new double[resamples];
    for (int i = 0; i < resamples; i++) {
      double sum = 0;
      for (int drawn = 0; drawn < values.length; drawn++) {
        sum += values[random.nextInt(values.length)];
      }
      means[i] = sum / values.length;
    }
    return means;
  }

  /** Between the two nearest of the sorted values, in a straight line. */
  private static double quantile(double[] sorted, double share) {
    double position = share * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  private static void requireResamples(int resamples) {
    if (resamples < MIN_RESAMPLES || resamples > MAX_RESAMPLES) {
      throw new IllegalArgumentException(
          "resamples: "
              + resamples
              + " (expected: "
              + MIN_RESAMPLES
              + " to "
              + MAX_RESAMPLES
              + ")");
    }
  }

  private static void requireFinite(String name, int index, double score) {
    if (!Double.isFinite(score)) {
      throw new IllegalArgumentException(
          name + "[" + index + "]: " + score + " (expected: a finite number)");
    }
  }
}
