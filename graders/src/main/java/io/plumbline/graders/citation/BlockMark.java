package io.plumbline.graders.citation;

import io.plumbline.graders.pytext.PyText;

/** What a line begins with that is no prose: a list item, heading, quotation or table. */
final class BlockMark {
  /** A number with more digits numbers no list. */
  private static final int MOST_DIGITS = 3;

  private static final int LOOKBACK = 200;

  private BlockMark() {}

  /**
   * The length of the mark at {@code i}, 0 if there is none.
   *
   * @param inSentence whether the lines before hold a sentence that has not ended
   */
  static int length(String text, int i, boolean inSentence) {
    char c = text.charAt(i);
    if (c == '#' || c == '>' || c == '|') {
      return 1;
    }
    if (inSentence && !endsInColon(text, i)) {
      return 0; // a dash in the middle of a sentence whose lines were broken anew
    }
    if (c == '-' || c == '*' || c == '+' || c == '\u2022') {
      return isBlank(text, i + 1) ? 1 : 0;
    }
    int j = i;
    while (j < text.length() && j - i < MOST_DIGITS && isDigit(text.charAt(j))) {
      j++;
    }
    boolean dotted = j > i && j < text.length() && (text.charAt(j) == '.' || text.charAt(j) == ')');
    return dotted && isBlank(text, j + 1) ? j + 1 - i : 0;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isBlank(String text, int i) {
    return i < text.length() && PyText.isSpace(text.charAt(i));
  }

  private static boolean endsInColon(String text, int i) {
    int before = PyText.stripEnd(text, Math.max(0, i - LOOKBACK), i);
    return text.charAt(before - 1) == ':';
  }
}
