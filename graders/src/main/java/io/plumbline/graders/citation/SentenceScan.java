package io.plumbline.graders.citation;

import io.plumbline.graders.pytext.PyText;
import java.util.Arrays;

/**
 * Cuts a text into sentences, words and markers, in one pass over its offsets.
 *
 * <p>A sentence ends at {@code .!?}, with at most three closing marks behind it, before white
 * space, a bracket or the end, but not in a comment; at a blank line; and around a line that begins
 * a list, a heading, a quotation, a table or a code fence.
 */
abstract class SentenceScan extends MarkupScan {
  protected final WordTable words;
  private final SourceNames names;

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

  /**
   * A scan of {@code text}.
   *
   * @param ids room for a sentence's words; replaced where it is too small
   * @param quotes whether quotation marks take their words out of the prose
   */
  SentenceScan(String text, char[] ids, WordTable words, SourceNames names, boolean quotes) {
    super(text, quotes);
    this.ids = ids;
    this.words = words;
    this.names = names;
  }

  /** The number of the word {@code text[from, to)}, or {@link WordTable#UNKNOWN}. */
  protected abstract int id(int hash, int from, int to);

  /** A sentence is in hand; between two ends in a row it has neither word nor marker. */
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
      } else if (Boundaries.isWord(text, i, c)) {
        i = word(i);
      } else if (c == '\n' || c == '\r') {
        i = nextLine(i + 1);
      } else if (c == '[' || c == '(') {
        i = bracket(i, c);
      } else {
        asks |= c == '?';
        if (!inComment() && Boundaries.isStop(text, i, c)) {
          i++;
          close();
        } else {
          i += aside(i, c);
        }
      }
    }
    close();
  }

  @Override
  protected final boolean inSentence() {
    return count > 0;
  }

  @Override
  protected final void close() {
    endOfSentence();
    count = 0;
    prose = true;
    markers = 0;
    unresolved = 0;
    repeated = 0;
    cited = 0;
    foreign = 0;
    asks = false;
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
      if (Boundaries.isWord(text, i, c)) {
        digits |= PyText.isDecimal(text.codePointAt(i));
        if (Character.isHighSurrogate(c)) {
          hash = hash * 31 + WordTable.fold(c);
          c = text.charAt(++i); // a word's code point: the pair is whole
        }
      } else if (!Boundaries.joins(text, i, c)) {
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
    prose &= inProse();
    return i;
  }

  private boolean isForeign(int id, int from, int to, boolean digits) {
    if (digits || (words.flags(id) & Lexicon.COUNTS) != 0) {
      return true;
    }
    char first = text.charAt(from);
    return id == WordTable.UNKNOWN && count > 0 && to - from > 1 && WordTable.fold(first) != first;
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
    prose &= inProse();
    end = close + 1;
    boolean nested = square && ((at > 0 && isAt(at - 1, '[')) || isAt(close + 1, ']'));
    parts(from, to, square, nested || isInWord(at - 1, close + 1));
    return close + 1;
  }

  private boolean isInWord(int before, int after) {
    return before >= 0
        && Boundaries.isWord(text, before, text.charAt(before))
        && after < text.length()
        && Boundaries.isWord(text, after, text.charAt(after));
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
}
