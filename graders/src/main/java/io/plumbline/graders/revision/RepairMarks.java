package io.plumbline.graders.revision;

import io.plumbline.graders.tasks.PlantedFault;
import java.util.Arrays;
import java.util.List;

/** Which planted faults an output repairs: takes its words, pairs and passives as they come. */
final class RepairMarks {
  private static final int STRIDE = 3;
  private static final int ANCHORS = 0;
  private static final int PAIRS = 1;

  /** A filler's pairs, the right figure's, or how far a passive's agent, verb and object got. */
  private static final int EXTRA = 2;

  private final Watches watches;
  private final List<Watch> all;

  /** By watch and kind, of the sentence at hand; the bits of watches that have any. */
  private final long[] bits;

  private int touched;

  /** Watches whose passive the sentence at hand has. */
  private int passive;

  // By watch: stood for, as it should be; stood for; twice; there with its fault.
  private int right;
  private int met;
  private int metAgain;
  private int faulty;
  private boolean firstStopped;

  RepairMarks(Watches watches) {
    this.watches = watches;
    all = watches.all();
    bits = new long[all.size() * STRIDE];
  }

  void reset() {
    Arrays.fill(bits, 0);
    touched = 0;
    passive = 0;
    right = 0;
    met = 0;
    metAgain = 0;
    faulty = 0;
    firstStopped = false;
  }

  /** Takes the pair of this number, whose second word is the so many-th of its sentence. */
  void takePair(int pair, int inSentence) {
    for (int use : watches.ofPair(pair)) {
      int watch = Watch.watchOf(use);
      int bit = Watch.bitOf(use);
      if (bit >= Watch.EXTRA) {
        mark(watch, EXTRA, 1L << (bit - Watch.EXTRA));
      } else if (isWithin(watch, inSentence)) {
        mark(watch, PAIRS, 1L << bit);
      }
    }
  }

  void takeWord(long word, int inSentence) {
    for (int use : watches.ofWord(word)) {
      int watch = Watch.watchOf(use);
      int bit = Watch.bitOf(use);
      if (bit >= Watch.EXTRA) {
        act(watch, bit);
      } else if (isWithin(watch, inSentence)) {
        mark(watch, ANCHORS, 1L << bit);
      }
    }
  }

  /** Agent, verb and object count in this order; an agent, once named, may be named again. */
  private void act(int watch, int role) {
    int at = watch * STRIDE + EXTRA;
    boolean follows = bits[at] == (role == Watch.AGENT ? 0 : role - 1);
    if (follows) {
      bits[at] = role;
      touched |= 1 << watch;
    }
  }

  private void mark(int watch, int kind, long bit) {
    bits[watch * STRIDE + kind] |= bit;
    touched |= 1 << watch;
  }

  /** A lead has to stand at the beginning of the first sentence, whatever that goes on to say. */
  private boolean isWithin(int watch, int inSentence) {
    return firstStopped
        || inSentence <= all.get(watch).limit()
        || !(all.get(watch).fault() instanceof PlantedFault.Lead);
  }

  /** Notes that the sentence at hand has this participle in the passive voice. */
  void takePassive(long participle) {
    for (int i = 0; i < all.size(); i++) {
      if (participle != 0 && all.get(i).participle() == participle) {
        passive |= 1 << i;
      }
    }
  }

  void endSentence(boolean stopped) {
    for (int left = touched; left != 0; left &= left - 1) {
      int watch = Integer.numberOfTrailingZeros(left);
      int at = watch * STRIDE;
      judge(watch, bits[at + ANCHORS], bits[at + PAIRS], bits[at + EXTRA], stopped);
      bits[at + ANCHORS] = 0;
      bits[at + PAIRS] = 0;
      bits[at + EXTRA] = 0;
    }
    touched = 0;
    passive = 0;
    firstStopped |= stopped;
  }

  private void judge(int number, long anchorBits, long pairBits, long extra, boolean stopped) {
    Watch watch = all.get(number);
    int bit = 1 << number;
    if (watch.fault() instanceof PlantedFault.Filler && Long.bitCount(extra) >= watch.needed()) {
      faulty |= bit;
    }
    if (!watch.isMet(anchorBits, pairBits)) {
      return;
    }
    metAgain |= met & bit;
    met |= bit;
    boolean isRight = true;
    if (watch.fault() instanceof PlantedFault.Figure) {
      isRight = extra != 0;
    } else if (watch.fault() instanceof PlantedFault.Lead) {
      isRight = !firstStopped && stopped;
    } else if (watch.fault() instanceof PlantedFault.Passive) {
      boolean isPassive = (passive >> number & 1) != 0;
      faulty |= isPassive ? bit : 0;
      isRight = !isPassive && extra >= watch.needed();
    }
    right |= isRight ? bit : 0;
  }

  /** Whether a sentence stands for the repaired one of this fault, and none has the fault. */
  boolean isRepaired(int number) {
    int bit = 1 << number;
    boolean isOnce = !(all.get(number).fault() instanceof PlantedFault.Lead) || !has(metAgain, bit);
    return has(right, bit) && !has(faulty, bit) && isOnce;
  }

  /** Whether some sentence stands for the repaired one of this fault. */
  boolean isMet(int number) {
    return has(met, 1 << number);
  }

  private static boolean has(int bits, int bit) {
    return (bits & bit) != 0;
  }
}
