package io.plumbline.graders.citation;

import io.plumbline.graders.pytext.PyText;
import java.util.Arrays;

/**
 * Cuts a text into sentences, words and markers, in one pass over its offsets.
 *
 * <p>A sentence ends at {@code .!?} before white space, a bracket or the end, at a blank line, and
 * around a line that begins a list, a heading, a quotation, a table or a code fence. Words in such
 * lines, in quotation marks, in code, struck out or in a comment are not prose.
 */
abstract class SentenceScan {
  protected final String text;
  protected final WordTable words;
  private final SourceNames names;
  private final boolean quotes;

  // The sentence in hand.
  protected char[] ids;
  protected int count;
  protected boolean prose = true;
  protected int markers;
  protected int unresolved;
  protected int repeated;
  protected long cited;
  protected int foreign;

  /** Whether it has a question mark. */
  protected boolean asks;

  protected int start;
  private int end;

  private boolean fence;
  private boolean block;
  private boolean headline;

  /** What ends the quotation or the like that the text is in; 0 if it is in none. */
  private char aside;

  /**
   * A scan of {@code text}.
   *
   * @param ids room for a sentence's words; replaced where it is too small
   * @param quotes whether quotation marks take their words out of the prose
   */
  SentenceScan(String text, char[] ids, WordTable words, SourceNames names, boolean quotes) {
    this.text = text;
    this.ids = ids;
    this.words = words;
    this.names = names;
    this.quotes = quotes;
  }

  /** The number of the word {@code text[from, to)}, or {@link WordTable#UNKNOWN}. */
  protected abstract int id(int hash, int from, int to);

  /** A sentence is in hand; it has a word or a marker. */
  protected abstract void endOfSentence();

  /** A figure or a name that neither the input nor a source has. */
  protected void foreignWord(int from, int to) {
    foreign++;
  }

  /** A marker of the source at that place, or of none: -1. */
  protected void marker(int source, int from, int to) {
    markers++;
    if (source < 0) {
      unresolved++;
    } else if ((cited & (1L << source)) != 0) {
      repeated++;
    } else {
      cited |= 1L << source;
    }
  }

  /** Room for a sentence's words, to be left to the next scan. */
  final char[] ids() {
    return ids;
  }

  /** Where the sentence in hand ends. */
  protected final int end() {
    return end;
  }

  final void run() {
    int i = startOfLine(0);
    int length = text.length();
    while (i < length) {
      char c = text.charAt(i);
      if (c == ' ') {
        i++;
      } else if (isWord(i, c)) {
        i = word(i);
      } else if (c == '\n' || c == '\r') {
        if (headline) {
          close();
          headline = false;
          block = false;
        }
        i = startOfLine(i + 1);
      } else if (c == '[' || c == '(') {
        i = bracket(i, c);
      } else {
        asks |= c == '?';
        if (isStop(i, c)) {
          i++;
          close();
        } else {
          i += aside(i, c);
        }
      }
    }
    close();
  }

  private void close() {
    if (count > 0 || markers > 0) {
      endOfSentence();
    }
    count = 0;
    prose = true;
    markers = 0;
    unresolved = 0;
    repeated = 0;
    cited = 0;
    foreign = 0;
    asks = false;
  }

  private boolean isWord(int i, char c) {
    return c < 128 ? WordTable.foldedWord(c) != 0 : PyText.isWord(text.codePointAt(i));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /** Reads the word at {@code from}; returns where it ends. */
  private int word(int from) {
    int hash = 0;
    boolean digits = false;
    int i = from;
    int length = text.length();
    while (i < length) {
      char c = text.charAt(i);
      int folded = c < 128 ? WordTable.foldedWord(c) : 0;
      if (folded != 0) {
        digits |= folded <= '9';
        hash = hash * 31 + folded;
        i++;
        continue;
      }
      if (isWord(i, c)) {
        digits |= c >= 128 && PyText.isDecimal(text.codePointAt(i));
        if (Character.isHighSurrogate(c)) {
          hash = hash * 31 + WordTable.fold(c);
          c = text.charAt(++i); // a word's code point: the pair is whole
        }
      } else if (!joins(i, c, from)) {
        break;
      }
      hash = hash * 31 + WordTable.fold(c);
      i++;
    }
    if (count == 0 && markers == 0) {
      start = from;
    }
    int id = id(hash, from, i);
    if ((words.flags(id) & Lexicon.IN_TASK) == 0 && isForeign(id, from, i, digits)) {
      foreignWord(from, i);
    }
    if (count == ids.length) {
      ids = Arrays.copyOf(ids, 2 * count);
    }
    ids[count++] = (char) id;
    end = i;
    prose &= !block && !fence && aside == 0;
    return i;
  }

  /** Whether what is no word character joins two parts of a word: {@code don't}, {@code 3.5}. */
  private boolean joins(int i, char c, int from) {
    if (i == from) {
      return false;
    }
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

  private boolean isForeign(int id, int from, int to, boolean digits) {
    if (digits || (words.flags(id) & Lexicon.COUNTS) != 0) {
      return true;
    }
    char first = text.charAt(from);
    return id == WordTable.UNKNOWN && count > 0 && to - from > 1 && WordTable.fold(first) != first;
  }

  private boolean isStop(int i, char c) {
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

  /** Reads the marker at {@code at}, if it is one; returns where to go on. */
  private int bracket(int at, char open) {
    int close = MarkerText.closing(text, at, open);
    if (close < 0) {
      return at + 1;
    }
    int from = PyText.stripStart(text, at + 1, close);
    int to = PyText.stripEnd(text, from, close);
    boolean square = open == '[';
    if (from == to || (!square && !MarkerText.isParenthesis(names, text, from, to))) {
      return at + 1;
    }
    if (count == 0 && markers == 0) {
      start = at;
    }
    prose &= !block && !fence && aside == 0;
    end = close + 1;
    boolean nested = square && ((at > 0 && isAt(at - 1, '[')) || isAt(close + 1, ']'));
    parts(from, to, square, nested || isInWord(at - 1, close + 1));
    return close + 1;
  }

  private boolean isInWord(int before, int after) {
    return before >= 0
        && isWord(before, text.charAt(before))
        && after < text.length()
        && isWord(after, text.charAt(after));
  }

  private boolean isAt(int i, char c) {
    return i < text.length() && text.charAt(i) == c;
  }

  private void parts(int from, int to, boolean square, boolean misplaced) {
    int part = from;
    while (part < to) {
      int end = MarkerText.endOfPart(text, part, to);
      int a = PyText.stripStart(text, part, end);
      int b = PyText.stripEnd(text, a, end);
      if (a < b) {
        marker(misplaced ? -1 : names.resolve(text, a, b, square || part > from), a, b);
      }
      part = end + 1;
    }
  }

  /** Enters or leaves what is not prose; returns how many characters that takes. */
  private int aside(int i, char c) {
    if (aside != 0) {
      if (aside == '-' ? text.startsWith("-->", i) : c == aside && (c != '~' || isAt(i + 1, c))) {
        int length = aside == '-' ? 3 : aside == '~' ? 2 : 1;
        aside = 0;
        return length;
      }
      return 1;
    }
    switch (c) {
      case '`' -> aside = '`';
      case '~' -> aside = isAt(i + 1, '~') ? '~' : 0;
      case '<' -> aside = text.startsWith("<!--", i) ? '-' : 0;
      case '"' -> aside = quotes ? '"' : 0;
      case '\u201c' -> aside = quotes ? '\u201d' : 0;
      case '\u00ab' -> aside = quotes ? '\u00bb' : 0;
      default -> {}
    }
    return aside == '-' ? 4 : aside == '~' ? 2 : 1;
  }

  /** Looks at how a line begins; returns where its words do. */
  private int startOfLine(int lineStart) {
    int length = text.length();
    int i = lineStart;
    while (i < length && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) {
      i++;
    }
    if (i == length || text.charAt(i) == '\n' || text.charAt(i) == '\r') {
      // The line feed of a carriage return and line feed is no blank line.
      boolean pair = i == lineStart && lineStart > 0 && isAt(i, '\n') && text.charAt(i - 1) == '\r';
      if (!pair) {
        close();
        block = false;
        aside = aside == '`' || aside == '~' ? 0 : aside; // these end with their paragraph
      }
      return i;
    }
    if (text.startsWith("```", i) || text.startsWith("~~~", i)) {
      close();
      fence = !fence;
      return endOfLine(i);
    }
    int mark = fence ? 0 : BlockMark.length(text, i, count > 0);
    if (mark > 0) {
      close();
      headline = text.charAt(i) == '#';
      block = true;
    }
    return i + mark;
  }

  private int endOfLine(int from) {
    int i = from;
    while (i < text.length() && text.charAt(i) != '\n' && text.charAt(i) != '\r') {
      i++;
    }
    return i;
  }
}
