package io.plumbline.trainer.environments;

/**
 * How attempts are graded and paid, in the server's own names.
 *
 * @param profile whose rules grade: {@code strict} or {@code reference}
 * @param rewardRule by which a grade pays: {@code pessimistic}, for example
 * @param tokenBudget most tokens of an attempt by the policy's own tokenizer, at least 1
 */
public record Terms(String profile, String rewardRule, int tokenBudget) {

  public Terms {
    if (tokenBudget < 1) {
      throw new IllegalArgumentException(
          "token_budget: " + tokenBudget + " (expected: at least 1)");
    }
  }
}
