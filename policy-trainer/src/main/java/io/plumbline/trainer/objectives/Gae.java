package io.plumbline.trainer.objectives;

/**
 * Generalised advantage estimation, token by token: {@code A_t = sum over l of (gamma lambda)^l
 * delta_(t+l)} with {@code delta_t = r_t + gamma V_(t+1) - V_t}. Schulman et al., "High-Dimensional
 * Continuous Control Using Generalized Advantage Estimation" (2016), equation 16. With gamma 1 and
 * lambda 0.95, rewards [0, 0, 1] and values [0.2, 0.4, 0.6] have advantages [0.751, 0.58, 0.4] and
 * returns [0.951, 0.98, 1].
 *
 * @param gamma what a token later is worth, in [0, 1]
 * @param lambda in [0, 1]: 0 trusts the next value alone, 1 the rewards alone
 */
public record Gae(double gamma, double lambda) {

  public Gae {
    Checks.share("gamma", gamma);
    Checks.share("gae_lambda", lambda);
  }

  /**
   * Of one completion.
   *
   * @param advantages of its tokens
   * @param returns what the values should have been: advantages and values added up
   */
  @SuppressWarnings("ArrayRecordComponent") // goes from here straight into a batch
  public record Estimate(float[] advantages, float[] returns) {}

  /**
   * The estimate for one completion. Nothing follows its last token, whether it ended there or was
   * cut off: a truncated completion was graded as it stands, and adding what a value head expects
   * to follow would pay it twice.
   *
   * @param rewards of each token, in units of reward
   * @param values expected before each token, as many
   */
  public Estimate of(float[] rewards, float[] values) {
    Checks.sameLength("values", values.length, rewards.length);
    float[] advantages = new float[rewards.length];
    float[] returns = new float[rewards.length];
    double advantage = 0;
    double next = 0;
    for (int t = rewards.length - 1; t >= 0; t--) {
      double delta = rewards[t] + gamma * next - values[t];
      advantage = delta + gamma * lambda * advantage;
      advantages[t] = (float) advantage;
      returns[t] = (float) (advantage + values[t]);
      next = values[t];
    }
    return new Estimate(advantages, returns);
  }
}
