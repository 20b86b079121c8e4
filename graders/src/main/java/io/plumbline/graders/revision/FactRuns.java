package io.plumbline.graders.revision;

/**
 * Follows the runs of figures and names in a text: {@code Ada Tully}, {@code 3 May}. A run is known
 * by its words in whatever order, its place by the words before and behind it in the sentence.
 */
final class FactRuns {
  private static final long EDGE = Hashes.of("|");

  private long before;
  private long run;
  private long place;
  private long filled;

  /** Takes the next word; whether a run ended before it. */
  boolean take(long last, long word, boolean isFirst, boolean isFact) {
    if (isFact) {
      before = run != 0 ? before : isFirst ? EDGE : last;
      run += Hashes.mix(word) | 1;
      return false;
    }
    return close(word);
  }

  /** Takes the end of a sentence; whether a run ended there. */
  boolean end() {
    return close(EDGE);
  }

  private boolean close(long behind) {
    if (run == 0) {
      return false;
    }
    place = Hashes.pair(before, behind) ^ EDGE;
    filled = Hashes.pair(place, run);
    run = 0;
    return true;
  }

  /** Between which words the run stood. */
  long place() {
    return place;
  }

  /** Which run stood there. */
  long filled() {
    return filled;
  }
}
