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
      run += run(word);
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
    place = place(before, behind);
    filled = Hashes.pair(place, run);
    run = 0;
    return true;
  }

  private static long place(long before, long behind) {
    return Hashes.pair(before, behind) ^ EDGE;
  }

  private static long run(long word) {
    return Hashes.mix(word) | 1;
  }

  /** Which run stands where one word is all of its sentence. */
  static long alone(long word) {
    return Hashes.pair(place(EDGE, EDGE), run(word));
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
