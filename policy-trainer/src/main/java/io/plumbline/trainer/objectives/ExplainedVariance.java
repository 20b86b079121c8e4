package io.plumbline.trainer.objectives;

import java.util.List;

/**
 * How much of the returns' variance the values foresaw: {@code 1 - Var(returns - values) /
 * Var(returns)}. 1 is all of it, 0 what a constant foresees, below 0 worse than that. OpenAI's
 * {@code baselines} (2017). Returns [1, 2, 3] and values [1, 2, 2] have 0.6667.
 */
public final class ExplainedVariance {

  private ExplainedVariance() {}

  /**
   * Over all tokens of a batch; NaN where the returns do not differ.
   *
   * @param returns by completion, then by token
   * @param values in the same places
   */
  public static double of(List<float[]> returns, List<float[]> values) {
    Checks.sameLength("values", values.size(), returns.size());
    long count = 0;
    double sum = 0;
    double errors = 0;
    for (int i = 0; i < returns.size(); i++) {
      Checks.sameLength("values of completion " + i, values.get(i).length, returns.get(i).length);
      for (int t = 0; t < returns.get(i).length; t++) {
        sum += returns.get(i)[t];
        errors += (double) returns.get(i)[t] - values.get(i)[t];
      }
      count += returns.get(i).length;
    }
    double mean = sum / count;
    double meanError = errors / count;
    double variance = 0;
    double left = 0;
    for (int i = 0; i < returns.size(); i++) {
      for (int t = 0; t < returns.get(i).length; t++) {
        double error = (double) returns.get(i)[t] - values.get(i)[t] - meanError;
        variance += (returns.get(i)[t] - mean) * (returns.get(i)[t] - mean);
        left += error * error;
      }
    }
    return variance == 0 ? Double.NaN : 1 - left / variance;
  }
}
