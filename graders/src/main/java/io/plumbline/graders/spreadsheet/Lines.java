package io.plumbline.graders.spreadsheet;

import io.plumbline.graders.pytext.PyText;

/** Lines of an output, which end at {@code \n} or {@code \r}. */
final class Lines {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private Lines() {}

  /** Where the first line starts: behind a byte order mark. */
  static int start(String text) {
    return text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
  }

  /** Where the line that starts at {@code start} ends, exclusive. */
  static int end(String text, int start) {
    int end = start;
    while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
      end++;
    }
    return end;
  }

  /** Whether a line ends at {@code at}. */
  static boolean isEnd(String text, int at) {
    return at == text.length() || text.charAt(at) == '\n' || text.charAt(at) == '\r';
  }

  /** Whether there is nothing but white space in {@code [start, end)}. */
  static boolean isBlank(String text, int start, int end) {
    return PyText.stripStart(text, start, end) == end;
  }
}
