package io.plumbline.trainer.preference;

/**
 * Two answers to one prompt, in tokens.
 *
 * @param prompt at least two tokens
 * @param chosen at least one token, the end token last
 * @param rejected the same of the worse answer; imitation does not look at it
 */
@SuppressWarnings("ArrayRecordComponent") // goes from here straight into a batch
public record Pair(int[] prompt, int[] chosen, int[] rejected) {

  public Pair {
    atLeast("prompt", prompt, 2);
    atLeast("chosen", chosen, 1);
    atLeast("rejected", rejected, 1);
  }

  private static void atLeast(String name, int[] tokens, int least) {
    if (tokens.length < least) {
      throw new IllegalArgumentException(
          name + ": " + tokens.length + " tokens (expected: at least " + least + ")");
    }
  }

  /** Places of a model that its longer answer takes, prompt included. */
  int positions() {
    return prompt.length + Math.max(chosen.length, rejected.length) - 1;
  }
}
