package io.plumbline.trainer.environments;

/**
 * What a policy wrote in one attempt of a group.
 *
 * @param group the group
 * @param index which of its attempts, from 0
 * @param text what it wrote
 * @param tokenCount how many tokens that is by the policy's own tokenizer, at least 0
 * @param truncated whether the budget ran out; otherwise it stopped by itself
 */
public record Attempt(
    EpisodeGroup group, int index, String text, int tokenCount, boolean truncated) {

  public Attempt {
    if (index < 0 || index >= group.size()) {
      throw new IllegalArgumentException(
          "attempt: " + index + " (expected: 0 to " + (group.size() - 1) + ")");
    }
    if (tokenCount < 0) {
      throw new IllegalArgumentException("token_count: " + tokenCount + " (expected: at least 0)");
    }
  }
}
