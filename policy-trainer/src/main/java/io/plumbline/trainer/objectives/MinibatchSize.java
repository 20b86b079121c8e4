package io.plumbline.trainer.objectives;

/**
 * The sizes of the minibatch that one optimiser step learns from, however many parts it is computed
 * in.
 *
 * @param sequences at least 1
 * @param tokens of all completions together, at least 1
 * @param maxTokens how long one completion may be, at least 1
 */
public record MinibatchSize(int sequences, int tokens, int maxTokens) {

  public MinibatchSize {
    requirePositive("sequences", sequences);
    requirePositive("tokens", tokens);
    requirePositive("max_tokens", maxTokens);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: at least 1)");
    }
  }
}
