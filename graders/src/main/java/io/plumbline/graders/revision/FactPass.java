package io.plumbline.graders.revision;

import java.util.Arrays;

/** Counts the facts of an output, and looks where they stand. */
final class FactPass {
  private final FactIndex index;
  private final FactRuns runs = new FactRuns();
  private final byte[] counts;

  /** Of the facts, those whose neighbours are theirs in draft or gold. */
  private final byte[] held;

  private int all;
  private int negations;

  /** The number of the fact before the word in hand, if its neighbour before was its own. */
  private int open = -1;

  /** Whether the word before is a negation whose neighbour before is not its own. */
  private boolean isOpenNegation;

  private boolean isNegationChanged;
  private boolean isUnsupported;

  FactPass(FactIndex index) {
    this.index = index;
    counts = new byte[index.size()];
    held = new byte[index.size()];
  }

  void reset() {
    Arrays.fill(counts, (byte) 0);
    Arrays.fill(held, (byte) 0);
    all = 0;
    negations = 0;
    isNegationChanged = false;
    isUnsupported = false;
  }

  /**
   * Takes a word.
   *
   * @param fact as {@link Vocabulary#fact} has it
   * @param known whether the pair with the word before is one of draft or gold
   */
  void take(long last, long word, long fact, boolean first, boolean known) {
    boolean isNegation = fact == Words.NEGATION;
    isUnsupported |= runs.take(last, word, first, fact != 0 && !isNegation) && isDisplaced();
    isNegationChanged |= (isOpenNegation && !known) || (!known && index.isClosure(last, word));
    isOpenNegation = isNegation && (first || !known);
    close(first || known);
    if (fact == 0) {
      return;
    }
    all++;
    negations += isNegation ? 1 : 0;
    int number = index.number(fact);
    if (number >= 0) {
      DraftPass.add(counts, number);
      open = first || known ? number : -1;
    } else {
      isUnsupported |= !isNegation;
    }
  }

  /**
   * Takes the end of a sentence.
   *
   * @param last its last word
   * @param words how many it has
   */
  void endSentence(long last, int words) {
    close(words > 1 || index.standsAlone(last));
    isUnsupported |= runs.end() && isDisplaced();
    isNegationChanged |= isOpenNegation;
    isOpenNegation = false;
  }

  private boolean isDisplaced() {
    return index.isDisplaced(runs);
  }

  /** A fact that stands between two words that it stands between elsewhere is held. */
  private void close(boolean known) {
    if (open >= 0 && known) {
      DraftPass.add(held, open);
    }
    open = -1;
  }

  int count(int fact) {
    return counts[fact];
  }

  int held(int fact) {
    return held[fact];
  }

  /** Whether the output says no where draft and gold do not, or the other way round. */
  boolean isNegationChanged() {
    return isNegationChanged || negations > index.mostNegations();
  }

  /** Whether it has a figure or name that neither has, or that stands where they have another. */
  boolean isUnsupported() {
    return isUnsupported;
  }

  /**
   * Share of the facts that have to stay, times share of the output's that it may have; 0 where it
   * says no or yes where it should not: of the rest, who knows what that turns round?
   */
  double faithfulness(double keptPairs) {
    if (isNegationChanged()) {
      return 0;
    }
    int kept = 0;
    int supported = 0;
    for (int i = 0; i < held.length; i++) {
      kept += Math.min(held[i], index.kept(i));
      supported += Math.min(held[i], index.most(i));
    }
    double recall = index.needed() == 0 ? keptPairs : DraftPass.share(kept, index.needed());
    return recall * DraftPass.share(supported, all);
  }
}
