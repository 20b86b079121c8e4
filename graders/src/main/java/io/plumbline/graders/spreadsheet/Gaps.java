package io.plumbline.graders.spreadsheet;

import io.plumbline.graders.pytext.PyText;

/** Characters that a reader sees as blanks, or does not see at all. */
final class Gaps {
  private Gaps() {}

  /** Where blanks and what does not show end that begin at {@code from}. */
  static int end(String text, int from, int to) {
    int at = from;
    while (at < to && isGap(text, at)) {
      at++;
    }
    return at;
  }

  /** Where what does not show ends that begins at {@code from}. */
  static int unseenEnd(String text, int from, int to) {
    int at = from;
    while (at < to && isUnseen(text, at)) {
      at++;
    }
    return at;
  }

  /** Whether white space, a control character or what does not show is at {@code at}. */
  static boolean isGap(String text, int at) {
    char c = text.charAt(at);
    return c <= ' '
        || (c > '~' && (PyText.isSpace(c) || Character.isISOControl(c) || isUnseen(text, at)));
  }

  private static boolean isUnseen(String text, int at) {
    char c = text.charAt(at);
    return c == '\u00AD'
        || c == '\u061C'
        || c == '\u180E'
        || (c >= '\u200B' && c <= '\u200F')
        || (c >= '\u202A' && c <= '\u202E')
        || (c >= '\u2060' && c <= '\u206F')
        || c == '\uFEFF'
        || (c >= '\uFFF9' && c <= '\uFFFB')
        || isHalf(text, at, c);
  }

  /** Half of a character beyond the BMP whose other half is missing. */
  private static boolean isHalf(String text, int at, char c) {
    return Character.isHighSurrogate(c)
        ? at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1))
        : Character.isLowSurrogate(c)
            && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }
}
