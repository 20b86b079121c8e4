package io.plumbline.graders.citation;

import io.plumbline.graders.pytext.PyText;

/** Where words and sentences end. */
final class Boundaries {
  private Boundaries() {}

  static boolean isWord(String text, int i, char c) {
    return c < 128 ? WordTable.foldedWord(c) != 0 : PyText.isWord(text.codePointAt(i));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /**
   * Whether what is no word character joins the one before it to another: {@code don't}, {@code
   * 3.5}.
   */
  static boolean joins(String text, int i, char c) {
    if (c >= '\u0300' && c <= '\u036f') {
      return true; // an accent of its own on the letter before
    }
    if (i + 1 >= text.length()) {
      return false;
    }
    char next = text.charAt(i + 1);
    if (c == '\'' || c == '\u2019') {
      return isLetter(next);
    }
    return (c == '.' || c == ',') && isDigit(text.charAt(i - 1)) && isDigit(next);
  }

  /** Whether a sentence ends at the character {@code c} at {@code i}. */
  static boolean isStop(String text, int i, char c) {
    if (c != '.' && c != '!' && c != '?') {
      return false;
    }
    int next = i + 1;
    while (next < text.length() && ")\"'\u201d\u2019*_`".indexOf(text.charAt(next)) >= 0) {
      next++;
      if (next - i > 4) {
        return false; // a row of them ends no sentence
      }
    }
    if (next == text.length()) {
      return true;
    }
    char after = text.charAt(next);
    return PyText.isSpace(after) || after == '[' || after == '(';
  }
}
