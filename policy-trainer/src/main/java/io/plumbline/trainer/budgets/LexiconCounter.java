package io.plumbline.trainer.budgets;

import io.plumbline.trainer.tokenizer.LexiconTokenizer;
import java.util.Arrays;

/**
 * Counts as a policy of ours is counted: by its own tokenizer, and with the token that ends a
 * completion, which its budget has to pay too.
 */
public final class LexiconCounter implements TokenCounter {
  private final LexiconTokenizer tokenizer;

  /**
   * @param tokenizer closed with the counter
   */
  public LexiconCounter(LexiconTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /** Its tokens and the one that ends it. */
  @Override
  public int count(String text) {
    return tokenizer.encode(text).length + 1;
  }

  @Override
  public String cut(String text, int maxTokens) {
    Budgets.check(maxTokens);
    int[] ids = tokenizer.encode(text);
    String whole = tokenizer.decode(ids); // of the same length, were there half surrogate pairs too
    for (int kept = Math.min(maxTokens, ids.length); kept > 0; kept--) {
      String prefix = tokenizer.decode(Arrays.copyOf(ids, kept));
      if (whole.startsWith(prefix)) { // not where the last tokens are some bytes of a character
        return text.substring(0, prefix.length());
      }
    }
    return "";
  }

  @Override
  public String describe() {
    return tokenizer.description();
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
