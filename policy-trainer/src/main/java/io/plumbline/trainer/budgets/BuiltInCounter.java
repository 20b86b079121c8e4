package io.plumbline.trainer.budgets;

/**
 * An estimate of what byte-pair tokenizers of the Qwen2 and cl100k kind make of a text, without a
 * vocabulary. The text is split as they split it before their merges: contractions; letter runs
 * with the space before them; every digit for itself; punctuation runs with the space before and
 * the line ends behind them; whitespace runs, of which the last space goes to what follows. Then,
 * in place of merges:
 *
 * <ul>
 *   <li>a letter run is one token for every {@value #WORD} letters begun;
 *   <li>a punctuation run is one for every {@value #PUNCTUATION} characters begun;
 *   <li>a character beyond ASCII is half as many tokens as it has bytes in UTF-8, rounded down: one
 *       for é or 表, two for an emoji.
 * </ul>
 *
 * <p>The lengths are set so that clean tables of quarters, amounts and short notes fit a budget as
 * they do with Qwen2's tokenizer. On other text the estimate may be off by a fifth or more: figures
 * that matter want the model's own tokenizer.
 */
public final class BuiltInCounter implements TokenCounter {
  private static final int WORD = 10;
  private static final int PUNCTUATION = 4;

  @Override
  public int count(String text) {
    int tokens = 0;
    for (int at = 0; at < text.length(); ) {
      int end = tokenEnd(text, at);
      tokens += cost(text, at);
      at = end;
    }
    return tokens;
  }

  @Override
  public String cut(String text, int maxTokens) {
    Budgets.check(maxTokens);
    int left = maxTokens;
    int at = 0;
    while (at < text.length()) {
      left -= cost(text, at);
      if (left < 0) {
        break;
      }
      at = tokenEnd(text, at);
    }
    return text.substring(0, at);
  }

  @Override
  public String describe() {
    return "built-in estimate of a byte-pair tokenizer";
  }

  /** What the token that begins at {@code at} costs: more than one only beyond three bytes. */
  private static int cost(String text, int at) {
    return Character.isSupplementaryCodePoint(text.codePointAt(at)) ? 2 : 1;
  }

  /** Where the token that begins at {@code at} ends. */
  private static int tokenEnd(String text, int at) {
    char c = text.charAt(at);
    if (c >= 0x80) {
      return at + Character.charCount(text.codePointAt(at));
    }
    if (isLetter(c)) {
      return lettersEnd(text, at);
    }
    if (isDigit(c)) {
      return at + 1;
    }
    if (c == '\'') {
      int contraction = contractionLength(text, at + 1);
      return contraction > 0 ? at + 1 + contraction : punctuationEnd(text, at);
    }
    if (c == ' ' && at + 1 < text.length()) {
      char next = text.charAt(at + 1);
      if (isLetter(next)) {
        return lettersEnd(text, at + 1);
      }
      if (isPunctuation(next)) {
        return punctuationEnd(text, at + 1);
      }
    }
    return isSpace(c) ? spacesEnd(text, at) : punctuationEnd(text, at);
  }

  private static int lettersEnd(String text, int at) {
    int limit = Math.min(text.length(), at + WORD);
    int end = at;
    while (end < limit && isLetter(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static int punctuationEnd(String text, int at) {
    int limit = Math.min(text.length(), at + PUNCTUATION);
    int end = at;
    while (end < limit && isPunctuation(text.charAt(end))) {
      end++;
    }
    while (end < text.length() && isLineEnd(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** To the run's last line end if it has one, else to before its last space if a word follows. */
  private static int spacesEnd(String text, int at) {
    int end = at;
    int lineEnd = at;
    while (end < text.length() && isSpace(text.charAt(end))) {
      end++;
      if (isLineEnd(text.charAt(end - 1))) {
        lineEnd = end;
      }
    }
    if (lineEnd > at) {
      return lineEnd;
    }
    return end < text.length() && end - at > 1 ? end - 1 : end;
  }

  /** The length of the contraction's rest at {@code at}, 0 if there is none. */
  private static int contractionLength(String text, int at) {
    for (String rest : new String[] {"s", "t", "m", "d", "re", "ve", "ll"}) {
      if (text.regionMatches(true, at, rest, 0, rest.length())) {
        return rest.length();
      }
    }
    return 0;
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r';
  }

  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static boolean isPunctuation(char c) {
    return c < 0x80 && !isLetter(c) && !isDigit(c) && !isSpace(c);
  }
}
