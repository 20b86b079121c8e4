package io.plumbline.graders.citation;

import java.util.Arrays;

/** Finds the claims whose anchors stand in a sentence. Immutable. */
final class AnchorTable {
  private final Anchor[] anchors;

  /** By word: the first anchor that begins with it, plus 1. */
  private final int[] byWord;

  /** By anchor: the next one that begins with the same word, plus 1. */
  private final int[] next;

  /** A table of {@code anchors}, whose words are numbered below {@code words}. */
  AnchorTable(Anchor[] anchors, int words) {
    this.anchors = anchors;
    byWord = new int[words];
    next = new int[anchors.length];
    for (int i = anchors.length - 1; i >= 0; i--) {
      int first = anchors[i].ids[0];
      next[i] = byWord[first];
      byWord[first] = i + 1;
    }
  }

  /** The claims whose anchors stand among these words, a bit for each. */
  long in(char[] ids, int count) {
    long found = 0;
    for (int i = 0; i < count; i++) {
      int place = ids[i] == WordTable.UNKNOWN ? 0 : byWord[ids[i]];
      while (place > 0) {
        Anchor anchor = anchors[place - 1];
        int end = i + anchor.ids.length;
        if (end <= count && Arrays.equals(ids, i, end, anchor.ids, 0, anchor.ids.length)) {
          found |= 1L << (place - 1);
        }
        place = next[place - 1];
      }
    }
    return found;
  }
}
