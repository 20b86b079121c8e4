package io.plumbline.graders.revision;

/**
 * Reads a figure and knows it by its value: {@code 4,600} and {@code 4600}, {@code forty-five} and
 * {@code 45}, {@code 12 percent} and {@code 12%} are one each. Times and whatever has its commas
 * and points in odd places are known by how they are spelled.
 */
final class FigureScan {
  private static final long FIGURES = 0x5851f42d4c957f2dL;
  private static final long PERCENT = 0x2545f4914f6cdd1dL;
  private static final long PERCENT_WORD = Hashes.of("percent");
  private static final long PER = Hashes.of("per");
  private static final long CENT = Hashes.of("cent");
  private static final int MOST_CHARACTERS = 18;

  private final Alphabet alphabet;
  private String text = "";
  private int end;
  private long key;

  FigureScan(Alphabet alphabet) {
    this.alphabet = alphabet;
  }

  void start(String next) {
    text = next;
  }

  /** Behind the figure that was read last, its percent sign or word included. */
  int end() {
    return end;
  }

  /** What tells the figure that was read last from others. */
  long key() {
    return key;
  }

  /** Reads the digits that begin at {@code start}; whether they are no part of a word. */
  boolean digits(int start) {
    long digits = 0;
    int points = 0;
    int decimals = 0;
    int sinceComma = -1;
    boolean odd = false;
    long spelled = 0;
    int i = start;
    for (; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        digits = digits * 10 + c - '0';
        decimals += points;
        sinceComma += sinceComma < 0 ? 0 : 1;
      } else if ((c == ',' || c == '.' || c == ':') && isDigitAt(i + 1)) {
        odd |= c == ':' || points > 0 || (sinceComma >= 0 && sinceComma != 3);
        points += c == '.' ? 1 : 0;
        sinceComma = c == ',' ? 0 : -1;
      } else {
        break;
      }
      spelled = i == start && c == '0' ? spelled : Hashes.next(spelled, c);
    }
    boolean isLong = i - start > MOST_CHARACTERS;
    if (!isLong && i < text.length() && isPartOfWord(text.charAt(i))) {
      return false; // a long one would be read again and again, from each of its commas on
    }
    odd |= isLong || (sinceComma >= 0 && sinceComma != 3);
    finish(i, odd ? spelled : Double.doubleToLongBits(digits / Math.pow(10, decimals)));
    return true;
  }

  /** Reads a number word that ends at {@code to}, with the one behind a hyphen. */
  void word(int number, int to) {
    int value = number;
    int behind = to;
    if (number >= 20 && to < text.length() && text.charAt(to) == '-') {
      int unitEnd = endOfLetters(to + 1);
      int unit = Words.number(hash(to + 1, unitEnd));
      if (unit > 0 && unit < 10) {
        value += unit;
        behind = unitEnd;
      }
    }
    finish(behind, Double.doubleToLongBits(value));
  }

  private void finish(int to, long value) {
    int behind = behindPercent(to);
    end = behind > 0 ? behind : to;
    long figure = Hashes.mix(value ^ FIGURES);
    key = behind > 0 ? percent(figure) : figure;
  }

  /** The key of a figure without a percent sign, with one. */
  static long percent(long figure) {
    return figure ^ PERCENT;
  }

  /** Behind a percent sign or word that follows the figure; 0 if there is none. */
  private int behindPercent(int to) {
    if (to < text.length() && text.charAt(to) == '%') {
      return to + 1;
    }
    if (to + 1 >= text.length() || alphabet.kind(text.charAt(to)) != Alphabet.SPACE) {
      return 0;
    }
    if (text.charAt(to + 1) == '%') {
      return to + 2;
    }
    if (text.charAt(to + 1) != 'p') {
      return 0;
    }
    int wordEnd = endOfLetters(to + 1);
    long word = hash(to + 1, wordEnd);
    if (word == PERCENT_WORD) {
      return wordEnd;
    }
    int second = endOfLetters(wordEnd + 1);
    return word == PER && hash(wordEnd + 1, second) == CENT ? second : 0;
  }

  /** Not far: longer than {@code percent} and the units decides nothing. */
  private int endOfLetters(int start) {
    int i = start;
    while (i < start + 8 && alphabet.isLetterAt(text, i)) {
      i++;
    }
    return i;
  }

  private long hash(int from, int to) {
    long word = 0;
    for (int i = from; i < to; i++) {
      word = Hashes.next(word, text.charAt(i) | ' '); // a small letter
    }
    return Hashes.mix(word);
  }

  private boolean isPartOfWord(char c) {
    byte kind = alphabet.kind(c);
    return kind == Alphabet.LETTER || kind == Alphabet.FOREIGN;
  }

  private boolean isDigitAt(int index) {
    return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
  }
}
