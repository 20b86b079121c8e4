package io.plumbline.trainer.budgets;

/** The one check of a token budget. */
final class Budgets {
  private Budgets() {}

  static void check(int maxTokens) {
    if (maxTokens < 0) {
      throw new IllegalArgumentException("max_tokens: " + maxTokens + " (expected: at least 0)");
    }
  }
}
