package io.plumbline.graders.revision;

import io.plumbline.graders.pytext.PyText;

/**
 * Which characters a revision may use: ASCII, the Latin letters and the punctuation of printed
 * text, and whatever draft or gold have. All others may be there to deceive: they look like a
 * letter or a digit, or do not show at all.
 */
final class Alphabet {
  static final byte OTHER = 0;
  static final byte SPACE = 1;
  static final byte LETTER = 2;
  static final byte DIGIT = 3;
  static final byte STOP = 4;
  static final byte FOREIGN = 5;

  private static final byte[] ASCII = new byte[128];

  static {
    for (char c = 0; c < ASCII.length; c++) {
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      boolean digit = c >= '0' && c <= '9';
      byte unseen = PyText.isSpace(c) ? SPACE : c < ' ' || c == 127 ? FOREIGN : OTHER;
      ASCII[c] = letter ? LETTER : digit ? DIGIT : unseen;
    }
    ASCII['.'] = STOP;
    ASCII['!'] = STOP;
    ASCII['?'] = STOP;
  }

  private final LongTable familiar = new LongTable();

  Alphabet(String draft, String gold) {
    add(draft);
    add(gold);
  }

  private void add(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (kind(text.charAt(i)) == FOREIGN) {
        familiar.put(text.charAt(i));
      }
    }
  }

  byte kind(char c) {
    if (c < 128) {
      byte kind = ASCII[c];
      return kind == FOREIGN && familiar.contains(c) ? LETTER : kind;
    }
    if (PyText.isSpace(c)) {
      return SPACE;
    }
    boolean latin = (c >= '\u00c0' && c < '\u0250') || (c >= '\u1e00' && c < '\u1f00');
    if (latin && c != '\u00d7' && c != '\u00f7') {
      return LETTER;
    }
    boolean printed =
        (c < '\u00c0' && c > '\u00a0' && c != '\u00ad')
            || (c >= '\u2010' && c <= '\u2027')
            || (c >= '\u2030' && c <= '\u205e')
            || (c >= '\u20a0' && c <= '\u20cf')
            || c == '\u2212'
            || c == '\u00d7'
            || c == '\u00f7';
    return printed ? OTHER : familiar.contains(c) ? LETTER : FOREIGN;
  }

  boolean isLetterAt(String text, int index) {
    return index < text.length() && kind(text.charAt(index)) == LETTER;
  }

  /** Whether a mark leaves the words around it in one phrase: quotation marks and hyphens. */
  static boolean isQuiet(char c) {
    return c == '"' || c == '\'' || c == '-' || (c >= '\u2018' && c <= '\u201d');
  }

  /** Whether it may stand between a stop and the space behind it. */
  static boolean isClosing(char c) {
    return c == '"' || c == '\'' || c == ')' || c == ']' || c == '\u201d' || c == '\u2019';
  }
}
