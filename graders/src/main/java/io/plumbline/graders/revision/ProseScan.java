package io.plumbline.graders.revision;

import io.plumbline.graders.pytext.PyText;

/**
 * Counts words, sentences and passive sentences of a text in one pass.
 *
 * <p>It does the work of {@code len(text.split())}, of {@code re.split("[.!?]+", text)} and, in
 * each sentence, of {@code \b(is|are|was|were|be|been|being)\s+\w+ed\b} ignoring case. That pattern
 * matches where a whole run of word characters is an auxiliary, nothing but white space follows up
 * to the next run, and that run is longer than "ed" and ends in it: {@code \s+} and {@code \w+}
 * cannot share a character, so nothing has to be tried twice.
 */
final class ProseScan {
  private static final byte OTHER = 0;
  private static final byte SPACE = 1;
  private static final byte WORD = 2;
  private static final byte STOP = 3;

  private static final byte[] ASCII = new byte[128];

  static {
    for (int c = 0; c < ASCII.length; c++) {
      ASCII[c] = PyText.isSpace(c) ? SPACE : PyText.isWord(c) ? WORD : OTHER;
    }
    ASCII['.'] = STOP;
    ASCII['!'] = STOP;
    ASCII['?'] = STOP;
  }

  private final int words;
  private final int sentences;
  private final int passiveSentences;

  /** Scans {@code text[from, to)}. */
  ProseScan(String text, int from, int to) {
    int wordCount = 0;
    int sentenceCount = 0;
    int passiveCount = 0;
    boolean afterSpace = true; // or at the start: the next character but white space is a word's
    boolean blank = true; // the sentence so far
    boolean passive = false; // the sentence so far
    boolean auxiliary = false; // the last run is one, and only white space has followed it
    int i = from;
    while (i < to) {
      char c = text.charAt(i);
      switch (kind(text, i, c)) {
        case WORD -> {
          int start = i;
          i = endOfRun(text, i, to);
          if (afterSpace) {
            wordCount++;
          }
          // A run stands after the auxiliary's white space: it would be one with it otherwise.
          passive |= auxiliary && endsInEd(text, start, i);
          auxiliary = isAuxiliary(text, start, i);
          afterSpace = false;
          blank = false;
        }
        case SPACE -> {
          afterSpace = true;
          i++;
        }
        case STOP -> {
          if (!blank) {
            sentenceCount++;
            if (passive) {
              passiveCount++;
            }
          }
          if (afterSpace) {
            wordCount++;
          }
          blank = true;
          passive = false;
          auxiliary = false;
          afterSpace = false;
          i++;
        }
        default -> {
          if (afterSpace) {
            wordCount++;
          }
          auxiliary = false;
          afterSpace = false;
          blank = false;
          i++;
        }
      }
    }
    if (!blank) {
      sentenceCount++;
      if (passive) {
        passiveCount++;
      }
    }
    words = wordCount;
    sentences = sentenceCount;
    passiveSentences = passiveCount;
  }

  int words() {
    return words;
  }

  /** Not counting blank ones. */
  int sentences() {
    return sentences;
  }

  int passiveSentences() {
    return passiveSentences;
  }

  static boolean endsSentence(char c) {
    return c < 128 && ASCII[c] == STOP;
  }

  private static byte kind(String text, int index, char c) {
    return c < 128 ? ASCII[c] : kindBeyondAscii(text, index);
  }

  private static byte kindBeyondAscii(String text, int index) {
    int codePoint = text.codePointAt(index);
    return PyText.isWord(codePoint) ? WORD : PyText.isSpace(codePoint) ? SPACE : OTHER;
  }

  private static int endOfRun(String text, int start, int to) {
    int i = start;
    while (i < to) {
      char c = text.charAt(i);
      if (kind(text, i, c) != WORD) {
        break;
      }
      i += c < 128 || !Character.isHighSurrogate(c) ? 1 : 2;
    }
    return i;
  }

  /** Nothing but e, E, d and D matches "ed" ignoring case. */
  private static boolean endsInEd(String text, int start, int end) {
    return end - start > 2
        && (text.charAt(end - 1) | 0x20) == 'd'
        && (text.charAt(end - 2) | 0x20) == 'e';
  }

  private static boolean isAuxiliary(String text, int start, int end) {
    return switch (end - start) {
      case 2 -> is(text, start, "is") || is(text, start, "be");
      case 3 -> is(text, start, "are") || is(text, start, "was");
      case 4 -> is(text, start, "were") || is(text, start, "been");
      case 5 -> is(text, start, "being");
      default -> false;
    };
  }

  private static boolean is(String text, int start, String auxiliary) {
    for (int i = 0; i < auxiliary.length(); i++) {
      if (fold(text.charAt(start + i)) != auxiliary.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * What {@code re.IGNORECASE} takes a word character for: to Python, dotted and dotless i are an i
   * and the long s is an s. No other code point matches a letter of the auxiliaries but its own two
   * cases.
   */
  private static char fold(char c) {
    if (c < 128) {
      return (char) (c | 0x20);
    }
    return switch (c) {
      case '\u0130', '\u0131' -> 'i';
      case '\u017f' -> 's';
      default -> c;
    };
  }
}
