package io.plumbline.graders.citation;

import io.plumbline.graders.pytext.PyText;

/** What stands in brackets and may be a marker. */
final class MarkerText {
  private static final int LONGEST = 200;

  private MarkerText() {}

  /** The bracket that closes the one at {@code at}, with none opening between, or -1. */
  static int closing(String text, int at, char open) {
    char close = open == '[' ? ']' : ')';
    int last = Math.min(text.length(), at + LONGEST);
    for (int i = at + 1; i < last; i++) {
      char c = text.charAt(i);
      if (c == close) {
        return i;
      }
      if (c == open) {
        return -1;
      }
    }
    return -1;
  }

  /**
   * Whether {@code text[from, to)}, in parentheses, is a marker: it begins like a source's name, or
   * all of its parts are names or places of sources.
   */
  static boolean isParenthesis(SourceNames names, String text, int from, int to) {
    int first = PyText.stripEnd(text, from, endOfPart(text, from, to));
    return SourceNames.isLikeAName(text, from, first) || isAllNames(names, text, from, to);
  }

  private static boolean isAllNames(SourceNames names, String text, int from, int to) {
    int part = from;
    while (part < to) {
      int end = endOfPart(text, part, to);
      int a = PyText.stripStart(text, part, end);
      int b = PyText.stripEnd(text, a, end);
      if (names.resolve(text, a, b, false) < 0) {
        return false;
      }
      part = end + 1;
    }
    return true;
  }

  /** Where the part of a marker ends that begins at {@code from}: several may share brackets. */
  static int endOfPart(String text, int from, int to) {
    int i = from;
    while (i < to && ",;&".indexOf(text.charAt(i)) < 0) {
      i++;
    }
    return i;
  }
}
