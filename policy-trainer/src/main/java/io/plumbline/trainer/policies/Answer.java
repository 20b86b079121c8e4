package io.plumbline.trainer.policies;

/**
 * What a policy wrote for one task.
 *
 * @param text as far as the budget reached
 * @param tokens of {@code text}, as the policy counts them, at least 0
 * @param truncated whether the budget ended it rather than the policy
 */
public record Answer(String text, int tokens, boolean truncated) {
  public Answer {
    if (tokens < 0) {
      throw new IllegalArgumentException("tokens: " + tokens + " (expected: at least 0)");
    }
  }
}
