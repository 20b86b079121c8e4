package io.plumbline.graders.citation;

import io.plumbline.graders.pytext.PyText;
import java.util.Arrays;

/**
 * Words in lower case, numbered from 0. Filled once, then shared: looking a word up compares it
 * where it stands and builds nothing.
 */
final class WordTable {
  /** The number of every word that is not in the table; fits a {@code char}, as all do. */
  static final int UNKNOWN = Character.MAX_VALUE;

  /** By ASCII character: itself in lower case if it is a letter or a digit, else 0. */
  private static final byte[] ASCII_WORD = new byte[128];

  static {
    for (char c = '0'; c < ASCII_WORD.length; c++) {
      boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      ASCII_WORD[c] = (byte) (isLetter || c <= '9' ? fold(c) : 0);
    }
  }

  private String[] words = new String[256];
  private int size;

  /** Place by hash to number + 1, by open addressing; a power of two, at most half full. */
  private int[] places = new int[512];

  private int[] flags = new int[256];

  /** The bit of each word that overstates, or 0. */
  private long[] strong = new long[256];

  private int strongWords;

  /** The number of the word {@code text[from, to)}, added if it is new. */
  int add(String text, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = hash * 31 + fold(text.charAt(i));
    }
    int found = find(hash, text, from, to);
    if (found != UNKNOWN) {
      return found;
    }
    if (size == UNKNOWN) {
      throw new IllegalArgumentException(
          "task: more distinct words than " + UNKNOWN + " (expected: at most that many)");
    }
    StringBuilder word = new StringBuilder();
    for (int i = from; i < to; i++) {
      word.append(fold(text.charAt(i)));
    }
    int number = size++;
    if (2 * size > places.length) {
      places = new int[2 * places.length];
      words = Arrays.copyOf(words, places.length / 2);
      flags = Arrays.copyOf(flags, places.length / 2);
      strong = Arrays.copyOf(strong, places.length / 2);
      for (int i = 0; i < number; i++) {
        place(words[i], i);
      }
    }
    words[number] = word.toString();
    place(words[number], number);
    return number;
  }

  private void place(String word, int number) {
    int at = spread(word.hashCode()) & (places.length - 1);
    while (places[at] != 0) {
      at = (at + 1) & (places.length - 1);
    }
    places[at] = number + 1;
  }

  /**
   * The number of the word {@code text[from, to)}, or {@link #UNKNOWN}.
   *
   * @param hash of its folded characters, as {@link String#hashCode} computes it
   */
  int find(int hash, String text, int from, int to) {
    int at = spread(hash) & (places.length - 1);
    while (places[at] != 0) {
      int number = places[at] - 1;
      if (is(words[number], text, from, to)) {
        return number;
      }
      at = (at + 1) & (places.length - 1);
    }
    return UNKNOWN;
  }

  /** Adds flags to a word's. */
  void flag(int number, int more) {
    if ((more & Lexicon.OVERSTATES) != 0) {
      strong[number] = 1L << strongWords++; // the lexicon has fewer than 64
    }
    flags[number] |= more;
  }

  /** The flags of a word; none of an unknown one. */
  int flags(int number) {
    return number == UNKNOWN ? 0 : flags[number];
  }

  long strong(int number) {
    return number == UNKNOWN ? 0 : strong[number];
  }

  /** How many words there are. */
  int size() {
    return size;
  }

  /** The word of a bit that {@link #strong} gives. */
  String strongWord(long bit) {
    int number = 0;
    while (strong[number] != bit) {
      number++;
    }
    return words[number];
  }

  /** An ASCII letter or digit as {@link #fold} gives it; 0 for any other ASCII character. */
  static int foldedWord(char ascii) {
    return ASCII_WORD[ascii];
  }

  /**
   * In lower case, with a straight apostrophe. Characters beyond the BMP have one case here, and so
   * has U+0130, whose lower case is two characters.
   */
  static char fold(char c) {
    if (c < 128) {
      return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }
    return c == '\u2019' ? '\'' : (char) PyText.lower(c);
  }

  private static int spread(int hash) {
    return hash ^ (hash >>> 15);
  }

  private static boolean is(String word, String text, int from, int to) {
    if (word.length() != to - from) {
      return false;
    }
    if (text.startsWith(word, from)) {
      return true; // most words are in lower case
    }
    for (int i = 0; i < word.length(); i++) {
      if (word.charAt(i) != fold(text.charAt(from + i))) {
        return false;
      }
    }
    return true;
  }
}
