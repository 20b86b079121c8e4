package io.plumbline.graders.pytext;

/**
 * A phrase to look for in any case: {@code phrase.lower() in text.lower()}, without building the
 * lowered text. Immutable.
 */
public final class Needle {
  private final String lowered;
  private final int[] codePoints;

  /** Knuth, Morris and Pratt's table: the longest proper border of each prefix, less one place. */
  private final int[] borders;

  /** Looks for {@code phrase}, which may be in any case. */
  public Needle(String phrase) {
    lowered = PyText.lower(phrase);
    codePoints = lowered.codePoints().toArray();
    borders = new int[codePoints.length];
    for (int i = 1, matched = 0; i < codePoints.length; i++) {
      matched = advance(matched, codePoints[i]);
      borders[i] = matched;
    }
  }

  /** Whether {@code text}, in any case, contains it; in time linear in the text. */
  public boolean isIn(String text) {
    if (codePoints.length == 0) {
      return true;
    }
    int matched = 0;
    for (int i = start(text, 0); i < text.length(); i = matched == 0 ? start(text, i + 1) : i + 1) {
      int codePoint = text.charAt(i);
      if (codePoint >= 0x80) {
        if (codePoint == PyText.DOTTED_I || codePoint == PyText.SIGMA) {
          return isInLowered(PyText.lower(text)); // rare: no mapping of single code points
        }
        codePoint = text.codePointAt(i);
        if (codePoint > 0xFFFF) {
          i++;
        }
      }
      matched = advance(matched, PyText.lower(codePoint));
      if (matched == codePoints.length) {
        return true;
      }
    }
    return false;
  }

  /** The next char from {@code from} on that may start a match, or is beyond ASCII. */
  private int start(String text, int from) {
    int first = codePoints[0];
    int upper = first >= 'a' && first <= 'z' ? first - 0x20 : first;
    int i = from;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == first || c == upper || c >= 0x80) {
        break;
      }
      i++;
    }
    return i;
  }

  private boolean isInLowered(String text) {
    int matched = 0;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      matched = advance(matched, codePoint);
      if (matched == codePoints.length) {
        return true;
      }
    }
    return false;
  }

  /** How much of the phrase a text ends with that ended with {@code matched} of it. */
  private int advance(int matched, int codePoint) {
    int length = matched;
    while (length > 0 && codePoints[length] != codePoint) {
      length = borders[length - 1];
    }
    return codePoints[length] == codePoint ? length + 1 : length;
  }

  /** The phrase in lower case. */
  @Override
  public String toString() {
    return lowered;
  }
}
