package io.plumbline.graders.citation;

/**
 * Knows what of a text is prose: not what stands in a list, a heading, a quotation, a table or a
 * code fence, nor what is in quotation marks, in code, struck out or in a comment.
 */
abstract class MarkupScan {
  protected final String text;
  private final boolean quotes;

  private boolean fence;
  private boolean block;
  private boolean headline;

  /** What ends the quotation or the like that the text is in; 0 if it is in none. */
  private char aside;

  /**
   * A scan of {@code text}.
   *
   * @param quotes whether quotation marks take their words out of the prose
   */
  MarkupScan(String text, boolean quotes) {
    this.text = text;
    this.quotes = quotes;
  }

  /** The sentence in hand ends. */
  protected abstract void close();

  /** Whether the sentence in hand has a word. */
  protected abstract boolean inSentence();

  protected final boolean inProse() {
    return !block && !fence && aside == 0;
  }

  /** Whether a comment is open, in which no sentence ends. */
  protected final boolean inComment() {
    return aside == '-';
  }

  protected final boolean isAt(int i, char c) {
    return i < text.length() && text.charAt(i) == c;
  }

  /** Enters or leaves what is not prose; returns how many characters that takes. */
  protected final int aside(int i, char c) {
    if (aside != 0) {
      if (aside == '-' ? text.startsWith("-->", i) : c == aside && (c != '~' || isAt(i + 1, c))) {
        int length = aside == '~' ? 2 : 1; // what is left of --> means nothing
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

  /** Looks at a line behind another; returns where its words begin. */
  protected final int nextLine(int lineStart) {
    if (headline) {
      close();
      headline = false;
      block = false;
    }
    return startOfLine(lineStart);
  }

  /** Looks at how a line begins; returns where its words do. */
  protected final int startOfLine(int lineStart) {
    int length = text.length();
    int i = lineStart;
    while (i < length && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) {
      i++;
    }
    if (i == length || text.charAt(i) == '\n' || text.charAt(i) == '\r') {
      // The line feed of a carriage return and line feed is no blank line.
      boolean pair = i > 0 && isAt(i, '\n') && text.charAt(i - 1) == '\r';
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
    int mark = fence ? 0 : BlockMark.length(text, i, inSentence());
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
