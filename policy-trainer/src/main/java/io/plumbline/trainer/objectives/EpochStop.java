package io.plumbline.trainer.objectives;

/**
 * Ends the epochs over a batch once the policy has moved too far from the one that sampled it.
 * OpenAI's {@code spinningup/ppo} (2018), which stops at 1.5 times its {@code target_kl}; here the
 * bound is the bound.
 *
 * @param bound on KL(sampling policy || policy), in nats per token, at least 0; 0 never stops
 */
public record EpochStop(double bound) {

  public EpochStop {
    Checks.atLeastZero("kl_bound", bound);
  }

  /**
   * Whether another epoch is one too many.
   *
   * @param kl mean over the last epoch's tokens of {@link KlEstimators#k3} with the sampling policy
   *     first; what is not a number stops
   */
  public boolean after(double kl) {
    return bound > 0 && !(kl <= bound);
  }
}
