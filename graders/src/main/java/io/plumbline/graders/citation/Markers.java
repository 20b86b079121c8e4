package io.plumbline.graders.citation;

import io.plumbline.graders.pytext.PyText;

/**
 * Counts citation markers as {@code
 * len(re.findall(r"\[[^\]]{1,30}\]|\([Ss]ource\s+[A-Za-z0-9]\)|\(\d+\)", text))} does.
 */
final class Markers {
  private static final int LONGEST_BRACKET = 30;

  private Markers() {}

  /** Linear in the text, whatever it holds: no bracket is looked for twice. */
  static int count(String text) {
    int markers = 0;
    int bracket = next(text, '[', 0);
    int parenthesis = next(text, '(', 0);
    int close = -1; // the first ']' at or after the last '[' asked about
    while (true) {
      int open = Math.min(bracket, parenthesis);
      if (open == text.length()) {
        return markers;
      }
      int end;
      if (open == bracket) {
        close = close > open ? close : next(text, ']', open);
        end = isBracketed(text, open + 1, close) ? close + 1 : -1;
      } else {
        end = endOfParenthesis(text, open + 1);
      }
      int from = open + 1;
      if (end > 0) {
        markers++;
        from = end;
      }
      bracket = bracket < from ? next(text, '[', from) : bracket;
      parenthesis = parenthesis < from ? next(text, '(', from) : parenthesis;
    }
  }

  /** Where {@code c} is next, or the length. */
  private static int next(String text, char c, int from) {
    int index = text.indexOf(c, from);
    return index < 0 ? text.length() : index;
  }

  /** Whether {@code text[from, close)} holds 1 to 30 code points and a bracket closes it. */
  private static boolean isBracketed(String text, int from, int close) {
    return close < text.length()
        && close > from
        && close - from <= 2 * LONGEST_BRACKET
        && text.codePointCount(from, close) <= LONGEST_BRACKET;
  }

  /** Where {@code (Source A)} or {@code (1)} ends whose inside begins at {@code from}, or -1. */
  private static int endOfParenthesis(String text, int from) {
    int i =
        text.startsWith("ource", from + 1) && (text.charAt(from) | 0x20) == 's'
            ? endOfSource(text, from + 6)
            : endOfDigits(text, from);
    return i >= 0 && i < text.length() && text.charAt(i) == ')' ? i + 1 : -1;
  }

  /** Past white space and one ASCII letter or digit, or -1. */
  private static int endOfSource(String text, int from) {
    int i = PyText.stripStart(text, from, text.length());
    return i > from && i < text.length() && isAsciiAlphanumeric(text.charAt(i)) ? i + 1 : -1;
  }

  /** Past at least one decimal digit, or -1. */
  private static int endOfDigits(String text, int from) {
    int i = from;
    while (i < text.length()) {
      int codePoint = text.codePointAt(i);
      if (!PyText.isDecimal(codePoint)) {
        break;
      }
      i += Character.charCount(codePoint);
    }
    return i > from ? i : -1;
  }

  private static boolean isAsciiAlphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }
}
