package io.plumbline.graders.revision;

import io.plumbline.graders.tasks.PlantedFault;

/**
 * How one planted fault shows in an output.
 *
 * @param anchors how many words the repaired sentence has in common with the planted one, figures
 *     and words like "the" left out, 64 at most
 * @param pairs how many pairs of neighbours, 64 at most
 * @param limit within how many words of the first sentence a lead has to stand
 * @param wrongFact the number of the wrong figure among the facts, or -1
 * @param participle of the planted passive, or 0
 * @param needed of a filler: how many of its pairs show that it is there; of a passive: the last of
 *     {@link #AGENT}, {@link #VERB}, {@link #OBJECT} that the sentence names, in this order, or 0
 */
record Watch(
    PlantedFault fault,
    int anchors,
    int pairs,
    int limit,
    int wrongFact,
    long participle,
    int needed) {

  /** Of its words and of its pairs, an output sentence needs these shares to stand for it. */
  private static final double WORDS = 0.8;

  private static final double PAIRS = 0.75;

  /** Of a lead's: others may name the same body and the same matter. */
  private static final double LEAD_PAIRS = 0.8;

  // What a word or a pair can be to a watch: one of 64 anchors or pairs, and from here on more.
  static final int EXTRA = 64;
  static final int AGENT = 65;
  static final int VERB = 66;
  static final int OBJECT = 67;

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

  /** Whether a sentence with these of its anchors and pairs stands for the repaired one. */
  boolean isMet(long anchorBits, long pairBits) {
    return anchors > 0
        && Long.bitCount(anchorBits) >= WORDS * anchors
        && Long.bitCount(pairBits)
            >= pairs * (fault instanceof PlantedFault.Lead ? LEAD_PAIRS : PAIRS);
  }
}
