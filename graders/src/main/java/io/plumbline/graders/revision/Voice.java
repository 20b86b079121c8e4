package io.plumbline.graders.revision;

/**
 * Finds the passive voice, word by word: a form of "to be" or "to get", then a participle, with at
 * most four adverbs between or a parenthesis of at most eight words between commas.
 */
final class Voice {
  private static final int MOST_ADVERBS = 4;
  private static final int MOST_ASIDE = 8;

  private static final int IDLE = 0;
  private static final int AFTER_BE = 1;
  private static final int IN_ASIDE = 2;

  private int state = IDLE;
  private int passed;

  /** Starts a sentence. */
  void reset() {
    state = IDLE;
  }

  /** Takes the token in hand; whether a passive is complete with it. */
  boolean completes(byte kind, Tokens token) {
    if (kind != Tokens.WORD) {
      state = state == IN_ASIDE ? IN_ASIDE : IDLE;
      return false;
    }
    long word = token.lowered();
    if (Words.isBe(word)) {
      state = AFTER_BE;
      passed = 0;
      return false;
    }
    if (state == IDLE) {
      return false;
    }
    if (token.isBroken()) {
      state = state == AFTER_BE ? IN_ASIDE : AFTER_BE;
      passed = 0;
    }
    if (state == IN_ASIDE) {
      state = ++passed > MOST_ASIDE ? IDLE : IN_ASIDE;
      return false;
    }
    if (Participles.has(token.text(), token.from(), token.to(), word)) {
      state = IDLE;
      return true;
    }
    boolean adverb =
        Words.isAdverb(word) || token.text().regionMatches(true, token.to() - 2, "ly", 0, 2);
    state = adverb && ++passed <= MOST_ADVERBS ? AFTER_BE : IDLE;
    return false;
  }
}
