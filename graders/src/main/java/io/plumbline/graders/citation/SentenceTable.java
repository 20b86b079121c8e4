package io.plumbline.graders.citation;

import java.util.Arrays;
import java.util.List;

/** Finds a brief's sentences by their words. Immutable. */
final class SentenceTable {
  private final List<Sentence> sentences;

  /** By hash of the words: a sentence's number + 1, by open addressing; at most half full. */
  private final int[] places;

  /** A table of {@code sentences}, numbered from 0 in their order. */
  SentenceTable(List<Sentence> sentences) {
    this.sentences = List.copyOf(sentences);
    places = new int[Integer.highestOneBit(Math.max(1, sentences.size())) * 4];
    for (int i = 0; i < sentences.size(); i++) {
      char[] ids = sentences.get(i).ids;
      int at = hash(ids, ids.length) & (places.length - 1);
      while (places[at] != 0) {
        at = (at + 1) & (places.length - 1);
      }
      places[at] = i + 1;
    }
  }

  /** The number of the sentence of exactly these words that is not yet taken, or -1. */
  int find(char[] ids, int count, boolean prose, StrictTally tally) {
    int at = hash(ids, count) & (places.length - 1);
    while (places[at] != 0) {
      int number = places[at] - 1;
      Sentence sentence = sentences.get(number);
      if (sentence.prose == prose
          && !tally.isTaken(number)
          && Arrays.equals(ids, 0, count, sentence.ids, 0, sentence.ids.length)) {
        return number;
      }
      at = (at + 1) & (places.length - 1);
    }
    return -1;
  }

  private static int hash(char[] ids, int count) {
    int hash = count;
    for (int i = 0; i < count; i++) {
      hash = hash * 31 + ids[i];
    }
    return (hash ^ (hash >>> 16)) * 0x9e3779b1;
  }
}
