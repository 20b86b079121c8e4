package io.plumbline.graders.revision;

import java.util.ArrayList;
import java.util.List;

/**
 * A text word by word.
 *
 * @param words all of them
 * @param neighbours each word's pair with the one before, 0 for the first of a sentence
 * @param figures which are figures
 * @param set the words
 * @param pairs the pairs
 */
record Spelled(
    List<Long> words,
    List<Long> neighbours,
    List<Boolean> figures,
    LongTable set,
    LongTable pairs) {

  static Spelled of(Vocabulary vocabulary, String text) {
    Spelled spelled =
        new Spelled(
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new LongTable(),
            new LongTable());
    Tokens tokens = vocabulary.tokens(text);
    long last = 0;
    for (byte kind = tokens.next(); kind != Tokens.DONE; kind = tokens.next()) {
      if (kind != Tokens.END) {
        long word = vocabulary.word(tokens);
        long pair = tokens.isFirst() ? 0 : Hashes.pair(last, word);
        spelled.words().add(word);
        spelled.neighbours().add(pair);
        spelled.figures().add(kind == Tokens.FIGURE);
        spelled.set().put(word);
        spelled.pairs().put(pair);
        last = word;
      }
    }
    return spelled;
  }

  /** Each word's pair with the one before the one before it, within its sentence. */
  List<Long> nextButOne() {
    List<Long> pairs = new ArrayList<>();
    for (int i = 2; i < words.size(); i++) {
      if (neighbours.get(i) != 0 && neighbours.get(i - 1) != 0) {
        pairs.add(Hashes.pair(words.get(i - 2), words.get(i)));
      }
    }
    return pairs;
  }

  /** The pairs that are none of the others, each once. */
  static List<Long> without(List<Long> pairs, LongTable others) {
    List<Long> rest = new ArrayList<>();
    LongTable seen = new LongTable();
    seen.put(0); // no pair
    for (long pair : pairs) {
      if (!others.contains(pair) && !seen.contains(pair)) {
        rest.add(pair);
      }
      seen.put(pair);
    }
    return rest;
  }

  boolean isAnchor(int i) {
    return !figures.get(i) && !Words.isCommon(words.get(i));
  }

  /** Whether it shares an anchor with another. */
  boolean hasAnchorIn(Spelled other) {
    for (int i = 0; i < words.size(); i++) {
      if (isAnchor(i) && other.set().contains(words.get(i))) {
        return true;
      }
    }
    return false;
  }

  /** Most of these pairs that a sentence has, but for the one that has most. */
  int secondMost(LongTable wanted) {
    int first = 0;
    int second = 0;
    int count = 0;
    for (int i = 0; i <= words.size(); i++) {
      long pair = i == words.size() ? 0 : neighbours.get(i);
      if (pair == 0) {
        second = Math.max(second, Math.min(first, count));
        first = Math.max(first, count);
        count = 0;
      } else {
        count += wanted.contains(pair) ? 1 : 0;
      }
    }
    return second;
  }

  /** Whether some sentence has the one word and, somewhere behind it, the other. */
  boolean hasBehind(long word, long behind) {
    boolean isOpen = false;
    for (int i = 0; i < words.size(); i++) {
      isOpen &= neighbours.get(i) != 0;
      if (isOpen && words.get(i) == behind) {
        return true;
      }
      isOpen |= words.get(i) == word;
    }
    return false;
  }
}
