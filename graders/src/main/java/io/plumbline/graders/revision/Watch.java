package io.plumbline.graders.revision;

import io.plumbline.graders.tasks.PlantedFault;

/**
 * How one planted fault shows in an output. Of words and pairs of each kind 64 at most are known.
 *
 * @param words of the repaired sentence
 * @param anchors how many words the repaired sentence has in common with the planted one, figures
 *     and words like "the" left out
 * @param pairs how many pairs of neighbours
 * @param newPairs how many the planted one lacks; 0 for a figure
 * @param wrongFact the number of the wrong figure among the facts, or -1
 * @param participle of the planted passive, or 0
 * @param acts how many of agent, verb and object the sentence names, in this order
 * @param left how many pairs show, in one sentence, that the fault is still there: of a filler and
 *     a passive pairs that the gold lacks, of a lead its own, in another place
 * @param exact of a figure or a passive: whether all that stands for its sentence has to be right
 * @param torn of a filler the bits of pairs that the draft has nowhere else: one is too many next
 *     to the repaired sentence
 * @param spares the bits of a filler's words that the repaired sentence lacks or has once more
 * @param spare how many of these are too many beside it
 */
record Watch(
    PlantedFault fault,
    int words,
    int anchors,
    int pairs,
    int newPairs,
    int wrongFact,
    long participle,
    int acts,
    int left,
    boolean exact,
    long torn,
    long spares,
    int spare) {

  /** Of its words and of its pairs, an output sentence needs these shares to stand for it. */
  private static final double WORDS = 0.8;

  static final double PAIRS = 0.75;

  /** Of a lead's: others may name the same body and the same matter. */
  private static final double LEAD_PAIRS = 0.8;

  /** Of all pairs, those that the planted sentence lacks included. */
  private static final double ALL_PAIRS = 0.5;

  // What a pair can be to a watch: one of 64 in common, 64 new ones, 64 that show the fault.
  static final int NEW = 64;
  static final int OLD = 128;

  // What a word can be: one of 64 anchors, and from here on a role.
  static final int AGENT = 64;
  static final int VERB = 65;
  static final int OBJECT = 66;

  /** The participle, where it may not come behind the object. */
  static final int DONE = 67;

  /** From here on words of a filler; one that may come again has a bit for each time. */
  static final int SPARE = 68;

  static final int[] NO_USES = {};

  static int use(int watch, int bit) {
    return watch << 8 | bit;
  }

  static int watchOf(int use) {
    return use >>> 8;
  }

  static int bitOf(int use) {
    return use & 255;
  }

  /** As {@code left}; beside the repaired sentence, one of a filler's pairs is one too many. */
  int left(boolean isMet) {
    return isMet && fault instanceof PlantedFault.Filler ? 1 : left;
  }

  /** Within how many words of the first sentence a lead has to stand. */
  int limit() {
    return 2 * words + 4;
  }

  /**
   * Whether a run of so many words with these of its anchors and pairs stands for the repaired
   * sentence.
   */
  boolean isMet(long anchorBits, long pairBits, long newBits, int length) {
    int common = Long.bitCount(pairBits);
    double share = fault instanceof PlantedFault.Lead ? LEAD_PAIRS : PAIRS;
    return anchors > 0
        && 2 * length <= 3 * words + 8
        && Long.bitCount(anchorBits) >= WORDS * anchors
        && common >= pairs * share
        && common + Long.bitCount(newBits) >= ALL_PAIRS * (pairs + newPairs);
  }
}
