package io.plumbline.graders.revision;

/**
 * Walks a text word by word. A word is a run of letters, digits and apostrophes between letters; a
 * figure is a number in digits, with its commas, point or colon and a percent sign or word, or a
 * number word. A sentence ends at a run of {@code .!?} before white space, at a blank line and
 * before a list item.
 */
final class Tokens {
  static final byte DONE = 0;
  static final byte WORD = 1;
  static final byte FIGURE = 2;

  /** Behind a sentence that has a word. */
  static final byte END = 3;

  private final Alphabet alphabet;
  private final FigureScan figures;
  private String text = "";
  private int length;
  private int at;
  private int inSentence;
  private boolean ended;
  private boolean stopped;

  // The token in hand.
  private int from;
  private int to;
  private long hash;
  private long lowered;
  private boolean capital;
  private boolean innerCapital;
  private boolean code;
  private boolean foreign;
  private boolean broken;
  private char currency;

  Tokens(Alphabet alphabet) {
    this.alphabet = alphabet;
    figures = new FigureScan(alphabet);
  }

  /** Begins a text. */
  Tokens start(String next) {
    text = next;
    length = next.length();
    figures.start(next);
    at = 0;
    inSentence = 0;
    ended = false;
    stopped = false;
    to = 0; // an abbreviation is looked for before the first stop
    capital = false;
    return this;
  }

  String text() {
    return text;
  }

  /** Moves on and says what is in hand. */
  byte next() {
    if (ended) {
      inSentence = 0;
      ended = false;
    }
    broken = false;
    currency = 0;
    while (at < length) {
      char c = text.charAt(at);
      switch (alphabet.kind(c)) {
        case Alphabet.SPACE -> {
          if (skipSpace() && inSentence > 0) {
            return end(false);
          }
        }
        case Alphabet.LETTER, Alphabet.FOREIGN -> {
          return word(at);
        }
        case Alphabet.DIGIT -> {
          return figures.digits(at) ? figure(at) : word(at);
        }
        case Alphabet.STOP -> {
          if (skipStops() && inSentence > 0) {
            return end(true);
          }
          broken = true;
        }
        default -> {
          if (c == '$' || c == '\u20ac' || c == '\u00a3') {
            currency = c;
          }
          broken |= !Alphabet.isQuiet(c);
          at++;
        }
      }
    }
    return inSentence > 0 ? end(false) : DONE;
  }

  private byte end(boolean withStop) {
    ended = true;
    stopped = withStop;
    return END;
  }

  /** Of an end: whether there is a full stop, a question mark or an exclamation mark. */
  boolean isStopped() {
    return stopped;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  /** The word as it stands, or the figure's value: {@code 4,600} and {@code 4600} have one. */
  long hash() {
    return hash;
  }

  /** The word in small letters; a figure's value. */
  long lowered() {
    return lowered;
  }

  /** Whether the word begins with a capital and is not the first of its sentence. */
  boolean isName() {
    return code || (capital && inSentence > 1);
  }

  /** Whether a letter behind the first is a capital. */
  boolean hasInnerCapital() {
    return innerCapital;
  }

  /** Whether it is the first of its sentence. */
  boolean isFirst() {
    return inSentence == 1;
  }

  /** Whether a character of it is none of the alphabet's. */
  boolean isForeign() {
    return foreign;
  }

  /** Whether a comma or another such mark stands before it. */
  boolean isBroken() {
    return broken;
  }

  /** The currency sign before a figure, or 0. */
  char currency() {
    return currency;
  }

  /** Words and figures of the sentence so far. */
  int inSentence() {
    return inSentence;
  }

  /** Skips white space; whether a paragraph ends there or an item begins behind it. */
  private boolean skipSpace() {
    int lines = 0;
    while (at < length && alphabet.kind(text.charAt(at)) == Alphabet.SPACE) {
      lines += text.charAt(at) == '\n' ? 1 : 0;
      at++;
    }
    if (lines == 0 || at == length) {
      return false;
    }
    char c = text.charAt(at);
    return lines > 1 || c == '-' || c == '*' || c == '#' || c == '\u2022';
  }

  /** Skips a run of stops and closing marks; whether a sentence ends there. */
  private boolean skipStops() {
    int start = at;
    while (at < length && alphabet.kind(text.charAt(at)) == Alphabet.STOP) {
      at++;
    }
    int behind = at;
    while (behind < length && Alphabet.isClosing(text.charAt(behind))) {
      behind++;
    }
    boolean ends = behind == length || alphabet.kind(text.charAt(behind)) == Alphabet.SPACE;
    return ends && !(at == start + 1 && text.charAt(start) == '.' && isAbbreviation());
  }

  /** Whether the word before the stop is an initial or a title: {@code J. Dr. Mr. Ms.} */
  private boolean isAbbreviation() {
    int size = to - from;
    char last = to > 0 ? text.charAt(to - 1) : 0;
    return capital && (size == 1 || (size == 2 && (last == 'r' || last == 's')));
  }

  private byte word(int start) {
    from = start;
    capital = isCapital(text.charAt(start));
    innerCapital = false;
    long exact = 0;
    long small = 0;
    int capitals = 0;
    boolean digits = false;
    foreign = false;
    int i = start;
    while (i < length) {
      char c = text.charAt(i);
      byte kind = alphabet.kind(c);
      if (kind == Alphabet.FOREIGN) {
        foreign = true;
      } else if (kind == Alphabet.DIGIT) {
        digits = true;
      } else if (kind != Alphabet.LETTER) {
        if ((c != '\'' && c != '\u2019') || !alphabet.isLetterAt(text, i + 1)) {
          break;
        }
        c = '\'';
      }
      capitals += c >= 'A' && c <= 'Z' ? 1 : 0;
      boolean isCapital = isCapital(c);
      innerCapital |= isCapital && i > start;
      exact = Hashes.next(exact, c);
      small = Hashes.next(small, isCapital ? c + 32 : c);
      i++;
    }
    to = i;
    at = i;
    hash = Hashes.mix(exact);
    lowered = Hashes.mix(small);
    code = digits || (capitals > 1 && capitals == to - from);
    int number = Words.number(lowered);
    if (number > 1) {
      figures.word(number, to);
      return figure(start);
    }
    inSentence++;
    return WORD;
  }

  private static boolean isCapital(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '\u00c0' && c <= '\u00de');
  }

  /** The figure that was just read. */
  private byte figure(int start) {
    from = start;
    to = figures.end();
    at = to;
    hash = figures.key();
    lowered = hash;
    capital = false;
    innerCapital = false;
    code = false;
    foreign = false;
    inSentence++;
    return FIGURE;
  }
}
