package io.plumbline.graders.pytext;

/**
 * Python 3.11's {@code str} and {@code re} on Java strings: what they call white space, a word
 * character, a decimal digit and lower case, in Unicode 14.0 whatever the JDK.
 *
 * <p>A text is taken as the code points that {@link String#codePointAt} sees; a lone surrogate is
 * one of its own, as in Python. Indices are Java's (UTF-16). Everything is linear in its input.
 */
public final class PyText {
  private static final byte[] LATIN1 = Unicode14.PROPERTIES[0];

  /** Its lower case is two code points: i and a dot above. */
  static final char DOTTED_I = '\u0130';

  /** Its lower case depends on what surrounds it. */
  static final char SIGMA = '\u03a3';

  private static final char SMALL_SIGMA = '\u03c3';
  private static final char FINAL_SIGMA = '\u03c2';

  private PyText() {}

  /** {@code str.isspace()} of one code point; also what {@code \s} matches and strip strips. */
  public static boolean isSpace(int codePoint) {
    return has(codePoint, Unicode14.SPACE);
  }

  /** Whether {@code \w} matches. */
  public static boolean isWord(int codePoint) {
    return has(codePoint, Unicode14.WORD);
  }

  /** Whether {@code \d} matches. */
  public static boolean isDecimal(int codePoint) {
    return has(codePoint, Unicode14.DECIMAL);
  }

  private static boolean has(int codePoint, int property) {
    int properties =
        codePoint < 256 ? LATIN1[codePoint] : Unicode14.PROPERTIES[codePoint >> 8][codePoint & 255];
    return (properties & property) != 0;
  }

  /** Where {@code text[from, to)} begins once stripped; {@code to} if it is blank. */
  public static int stripStart(String text, int from, int to) {
    int start = from;
    // No white space lies beyond the BMP and no surrogate is any, so chars do.
    while (start < to && isSpace(text.charAt(start))) {
      start++;
    }
    return start;
  }

  /** Where {@code text[from, to)} ends once stripped; {@code from} if it is blank. */
  public static int stripEnd(String text, int from, int to) {
    int end = to;
    while (end > from && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  /** {@code len(text.split())}: the number of runs of anything but white space. */
  public static int wordCount(String text) {
    int words = 0;
    boolean inside = false;
    for (int i = 0; i < text.length(); i++) {
      boolean space = isSpace(text.charAt(i));
      if (!space && !inside) {
        words++;
      }
      inside = !space;
    }
    return words;
  }

  /** {@code text.lower()}; the same string where nothing changes. */
  public static String lower(String text) {
    int length = text.length();
    int i = 0;
    while (i < length) {
      int codePoint = text.codePointAt(i);
      if (codePoint == DOTTED_I || lower(codePoint) != codePoint) {
        break;
      }
      i += Character.charCount(codePoint);
    }
    if (i == length) {
      return text;
    }
    StringBuilder lowered = new StringBuilder(length + 8).append(text, 0, i);
    while (i < length) {
      int codePoint = text.codePointAt(i);
      if (codePoint == SIGMA) {
        lowered.append(isFinalSigma(text, i) ? FINAL_SIGMA : SMALL_SIGMA);
      } else if (codePoint == DOTTED_I) {
        lowered.append("i\u0307");
      } else {
        lowered.appendCodePoint(lower(codePoint));
      }
      i += Character.charCount(codePoint);
    }
    return lowered.toString();
  }

  /** The lower case of one code point other than U+0130, whatever surrounds it. */
  public static int lower(int codePoint) {
    return codePoint + Unicode14.LOWER[codePoint >> 8][codePoint & 255];
  }

  /**
   * Whether the sigma at {@code index} ends a word: something cased before it and nothing cased
   * after it, case-ignorable code points skipped (Unicode 14, table 3-17, Final_Sigma).
   */
  private static boolean isFinalSigma(String text, int index) {
    int before = index;
    int codePoint = 0;
    boolean cased = false;
    while (before > 0) {
      codePoint = text.codePointBefore(before);
      if (!has(codePoint, Unicode14.IGNORABLE)) {
        cased = has(codePoint, Unicode14.CASED);
        break;
      }
      before -= Character.charCount(codePoint);
    }
    if (!cased) {
      return false;
    }
    for (int after = index + 1; after < text.length(); after += Character.charCount(codePoint)) {
      codePoint = text.codePointAt(after);
      if (!has(codePoint, Unicode14.IGNORABLE)) {
        return !has(codePoint, Unicode14.CASED);
      }
    }
    return true;
  }
}
