package io.plumbline.graders.csv;

/**
 * Quoted content as the text writes it: each quote doubled, each line break as it stands. Read here
 * as the lenient dialect of {@link CsvScanner} reads it, one character at a time, without building
 * a string.
 */
public final class Escaped {
  private Escaped() {}

  /** The character that is written at {@code at}. */
  public static char charAt(String text, int at) {
    char c = text.charAt(at);
    return c == '\r' ? '\n' : c;
  }

  /** Where the character behind the one at {@code at} is written, at most {@code to}. */
  public static int next(String text, int at, int to) {
    char c = text.charAt(at);
    boolean two = at + 1 < to && (c == '"' || (c == '\r' && text.charAt(at + 1) == '\n'));
    return two ? at + 2 : at + 1;
  }

  /** Whether {@code text[from, to)} reads {@code expected[start, end)}. */
  public static boolean reads(String text, int from, int to, String expected, int start, int end) {
    int at = from;
    for (int i = start; i < end; i++) {
      if (at >= to || charAt(text, at) != expected.charAt(i)) {
        return false;
      }
      at = next(text, at, to);
    }
    return at >= to;
  }

  /**
   * Builds what quoted content reads from {@code from} on, what follows its closing quote included.
   */
  static String read(String text, int from, int to, boolean lenient) {
    StringBuilder content = new StringBuilder(to - from);
    boolean quoted = true;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (quoted && c == '"') {
        quoted = text.charAt(i + 1) == '"'; // the closing one is here only if more follows it
        if (quoted) {
          content.append(c);
          i++;
        }
      } else if (lenient && c == '\r') {
        content.append('\n');
        i += i + 1 < to && text.charAt(i + 1) == '\n' ? 1 : 0;
      } else {
        content.append(c);
      }
    }
    return content.toString();
  }
}
