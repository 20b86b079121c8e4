package io.plumbline.trainer.sampling;

import java.util.Arrays;

/**
 * What a policy wrote.
 *
 * @param tokens all that were drawn, the end token included if it was: at least one
 * @param logProbs of each token under the distribution that it was drawn from, in nats
 * @param stopped whether the policy ended by itself; otherwise its budget ran out
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; read only
public record Completion(int[] tokens, float[] logProbs, boolean stopped) {

  /**
   * What the same policy would have written under a smaller budget, for it does not know of one.
   */
  public Completion within(int maxTokens) {
    return tokens.length <= maxTokens
        ? this
        : new Completion(
            Arrays.copyOf(tokens, maxTokens), Arrays.copyOf(logProbs, maxTokens), false);
  }

  /** The tokens without the end token. */
  public int[] text() {
    return stopped ? Arrays.copyOf(tokens, tokens.length - 1) : tokens;
  }
}
