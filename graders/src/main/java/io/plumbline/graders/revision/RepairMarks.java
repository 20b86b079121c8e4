package io.plumbline.graders.revision;

import io.plumbline.graders.tasks.PlantedFault;
import java.util.List;

/**
 * Which planted faults an output repairs: takes its words, pairs and passives as they come. What a
 * sentence has of a repaired one it has in runs: more than a few other words between end one.
 */
final class RepairMarks {
  private static final int STRIDE = 4;
  private static final int ANCHORS = 0;
  private static final int PAIRS = 1;
  private static final int NEW = 2;

  /** Of the whole sentence, not of a run. */
  private static final int OLD = 3;

  /** Between two marks of a run, in words. */
  private static final int MOST_GAP = 5;

  private final Watches watches;
  private final List<Watch> all;

  /** By watch and kind: the bits of watches that have any. */
  private final long[] bits;

  /** By watch, of the sentence at hand: which of a filler's words it has. */
  private final long[] spares;

  // By watch, of the run at hand: how far agent, verb and object got; its first and last place.
  private final byte[] acts;
  private final int[] from;
  private final int[] to;

  // Of the sentence at hand, a bit for each watch: has marks; has a run; its object is named; its
  // passive is there; stood for; stood for as it should be.
  private int touched;
  private int open;
  private int objects;
  private int passive;
  private int metHere;
  private int rightHere;

  // Of the sentence before: stood for; has some of its filler.
  private int metBefore;
  private int tornBefore;

  // By watch: stood for, as it should be; stood for; in part or whole once more; has its fault.
  private int right;
  private int met;
  private int metAgain;
  private int faulty;
  private boolean firstStopped;

  /** Words of the sentences before. */
  private int before;

  RepairMarks(Watches watches) {
    this.watches = watches;
    all = watches.all();
    bits = new long[all.size() * STRIDE];
    spares = new long[all.size()];
    acts = new byte[all.size()];
    from = new int[all.size()];
    to = new int[all.size()];
  }

  void reset() {
    right = 0;
    met = 0;
    metAgain = 0;
    faulty = 0;
    metBefore = 0;
    tornBefore = 0;
    before = 0;
    firstStopped = false;
  }

  /** Takes the pair of this number, whose second word is the so many-th of its sentence. */
  void takePair(int pair, int inSentence) {
    for (int use : watches.ofPair(pair)) {
      int watch = Watch.watchOf(use);
      int bit = Watch.bitOf(use);
      if (bit >= Watch.OLD) {
        markOld(watch, 1L << (bit - Watch.OLD));
      } else if (bit >= Watch.NEW) {
        mark(watch, NEW, 1L << (bit - Watch.NEW), inSentence);
      } else {
        takeShared(watch, 1L << bit, inSentence);
      }
    }
  }

  /** Once more, or where the lead has no place, is what the lead should not be. */
  private void takeShared(int watch, long bit, int inSentence) {
    boolean isWithin = isWithin(watch, inSentence);
    if (isLead(watch) && (!isWithin || (bits[watch * STRIDE + PAIRS] & bit) != 0)) {
      markOld(watch, bit);
    }
    if (isWithin) {
      mark(watch, PAIRS, bit, inSentence);
    }
  }

  void takeWord(long word, int inSentence) {
    int counted = 0; // as a filler's word, by watch
    for (int use : watches.ofWord(word)) {
      int watch = Watch.watchOf(use);
      int bit = Watch.bitOf(use);
      if (bit >= Watch.SPARE) {
        long time = 1L << (bit - Watch.SPARE);
        boolean isNext = !has(counted, 1 << watch) && (spares[watch] & time) == 0;
        spares[watch] |= isNext ? time : 0;
        counted |= isNext ? 1 << watch : 0;
        touched |= 1 << watch;
      } else if (bit >= Watch.AGENT) {
        act(watch, bit, inSentence);
      } else if (isWithin(watch, inSentence)) {
        mark(watch, ANCHORS, 1L << bit, inSentence);
      }
    }
  }

  /**
   * Agent, verb and object count in this order; an agent, once named, may be named again. The
   * participle behind the object is the passive, whatever stands between or does not.
   */
  private void act(int watch, int role, int inSentence) {
    if (role == Watch.DONE) {
      faulty |= objects & 1 << watch;
      return;
    }
    run(watch, inSentence);
    objects |= role == Watch.OBJECT ? 1 << watch : 0;
    if (acts[watch] == role - Watch.AGENT) {
      acts[watch]++;
    }
  }

  private void mark(int watch, int kind, long bit, int inSentence) {
    run(watch, inSentence);
    bits[watch * STRIDE + kind] |= bit;
  }

  private void markOld(int watch, long bit) {
    touched |= 1 << watch;
    bits[watch * STRIDE + OLD] |= bit;
  }

  /** Goes on with the watch's run or begins another one. */
  private void run(int watch, int inSentence) {
    int bit = 1 << watch;
    if (has(open, bit) && inSentence > to[watch] + MOST_GAP) {
      endRun(watch);
    }
    from[watch] = has(open, bit) ? from[watch] : inSentence;
    to[watch] = inSentence;
    open |= bit;
    touched |= bit;
  }

  private void endRun(int number) {
    Watch watch = all.get(number);
    int bit = 1 << number;
    int at = number * STRIDE;
    if (watch.isMet(
        bits[at + ANCHORS], bits[at + PAIRS], bits[at + NEW], to[number] - from[number])) {
      metAgain |= metHere & bit;
      metHere |= bit;
      boolean isFigure = watch.fault() instanceof PlantedFault.Figure;
      boolean isRight = isFigure ? bits[at + NEW] != 0 : acts[number] >= watch.acts();
      isRight &= !isLead(number) || before + from[number] - 1 <= watches.mostHeading();
      rightHere |= isRight ? bit : 0;
      faulty |= !isRight && watch.exact() ? bit : 0;
    } else if (Long.bitCount(bits[at + PAIRS]) >= watch.left()) {
      metAgain |= bit; // which tells of a lead alone
    }
    bits[at + ANCHORS] = 0;
    bits[at + PAIRS] = 0;
    bits[at + NEW] = 0;
    acts[number] = 0;
    open &= ~bit;
  }

  private boolean isLead(int watch) {
    return all.get(watch).fault() instanceof PlantedFault.Lead;
  }

  /** A lead has to stand at the beginning of the first sentence, whatever that goes on to say. */
  private boolean isWithin(int watch, int inSentence) {
    return firstStopped || inSentence <= all.get(watch).limit() || !isLead(watch);
  }

  /** Notes that the sentence at hand has this participle in the passive voice. */
  void takePassive(long participle) {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).participle() == participle) {
        passive |= 1 << i;
      }
    }
  }

  /** Ends the sentence at hand, which has so many words. */
  void endSentence(boolean stopped, int words) {
    int tornHere = 0;
    for (int left = touched; left != 0; left &= left - 1) {
      int watch = Integer.numberOfTrailingZeros(left);
      endRun(watch);
      int old = watch * STRIDE + OLD;
      boolean isLeft = Long.bitCount(bits[old]) >= all.get(watch).left(has(metHere, 1 << watch));
      tornHere |= (bits[old] & all.get(watch).torn()) != 0 ? 1 << watch : 0;
      bits[old] = 0;
      long spare = spares[watch] & all.get(watch).spares();
      boolean isSpare = Long.bitCount(spare) >= all.get(watch).spare();
      faulty |= isSpare ? metHere & 1 << watch : 0;
      spares[watch] = 0;
      if (isLead(watch)) {
        metAgain |= isLeft ? 1 << watch : 0;
        rightHere &= firstStopped || !stopped ? ~(1 << watch) : -1;
      } else {
        faulty |= isLeft ? 1 << watch : 0;
      }
    }
    touched = 0;
    metAgain |= met & metHere;
    met |= metHere;
    faulty |= (metHere & (passive | tornBefore)) | (metBefore & tornHere);
    right |= rightHere;
    before += words;
    objects = 0;
    passive = 0;
    metBefore = metHere;
    tornBefore = tornHere;
    metHere = 0;
    rightHere = 0;
    firstStopped |= stopped;
  }

  /** Whether a sentence stands for the repaired one of this fault, and none has the fault. */
  boolean isRepaired(int number) {
    int bit = 1 << number;
    return has(right, bit) && !has(faulty, bit) && !(isLead(number) && has(metAgain, bit));
  }

  /** Whether some sentence stands for the repaired one of this fault. */
  boolean isMet(int number) {
    return has(met, 1 << number);
  }

  private static boolean has(int bits, int bit) {
    return (bits & bit) != 0;
  }
}
