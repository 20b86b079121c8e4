package io.plumbline.graders.citation;

/**
 * The strict dimensions that follow from what one output has of a brief. The formulas are those of
 * {@link CitationGround}.
 */
final class StrictTally extends StrictCounts {

  /** Of its sentences a brief has to keep so many, or else it is another text. */
  private static final double ENOUGH = 0.75;

  StrictTally(BriefIndex index) {
    super(index);
  }

  /** Whether the claim is there, in a sentence of its own that says what the brief says. */
  boolean isUpright(int claim) {
    return !disowned && (claimsFound & (1L << claim)) != 0 && !isNegated(index.claim(claim).unit);
  }

  boolean isCitable(int claim) {
    Anchor anchor = index.claim(claim);
    return (anchor.supports | anchor.halfSupports) != 0;
  }

  /** The sources that bear any of the upright claims of this unit out, at least in part. */
  long bearing(int unit) {
    long bearing = 0;
    for (long rest = index.unit(unit).claims(); rest != 0; rest &= rest - 1) {
      int claim = Long.numberOfTrailingZeros(rest);
      Anchor anchor = index.claim(claim);
      bearing |= isUpright(claim) ? anchor.supports | anchor.halfSupports : 0;
    }
    return bearing;
  }

  /** The sources cited for this claim that bear it out, at least in part. */
  long right(int claim) {
    Anchor anchor = index.claim(claim);
    return isUpright(claim) ? cited(anchor.unit) & (anchor.supports | anchor.halfSupports) : 0;
  }

  /** How many markers in this unit are neither right nor a repetition. */
  int wrong(int unit) {
    return Long.bitCount(cited(unit) & ~bearing(unit)) + unresolved(unit);
  }

  /** Whether only half support is cited for this claim. */
  boolean needsHedge(int claim) {
    long right = right(claim);
    return right != 0 && (right & index.claim(claim).supports) == 0;
  }

  /** Whether it is hedged though its support is full. */
  boolean isOverhedged(int claim) {
    int unit = index.claim(claim).unit;
    if (!isHedged(unit) || index.claim(claim).supports == 0) {
      return false;
    }
    for (long rest = index.unit(unit).claims(); rest != 0; rest &= rest - 1) {
      if (needsHedge(Long.numberOfTrailingZeros(rest))) {
        return false; // it is the hedge of another claim in the sentence
      }
    }
    return true;
  }

  double citationPresent() {
    if (!index.hasClaims()) {
      int required = index.required();
      return required == 0 ? 1 : Math.min(1, (double) Long.bitCount(citedInProse) / required);
    }
    int citable = 0;
    double present = 0;
    for (int claim = 0; claim < index.claims(); claim++) {
      if (isCitable(claim)) {
        citable++;
        int right = Long.bitCount(right(claim));
        present += right == 0 ? 0 : (double) right / (right + wrong(index.claim(claim).unit));
      }
    }
    return citable == 0 ? 1 : present / citable;
  }

  double citationAccurate() {
    int citable = 0;
    double accurate = 0;
    for (int claim = 0; claim < index.claims(); claim++) {
      if (isCitable(claim)) {
        citable++;
        accurate += accurate(claim);
      }
    }
    if (citable == 0) {
      return markers == 0 ? 1 : 0;
    }
    return markers == 0 ? 0 : accurate / citable * rightMarkers() / markers;
  }

  private double accurate(int claim) {
    int unit = index.claim(claim).unit;
    if (right(claim) == 0 || wrong(unit) > 0) {
      return 0;
    }
    if (needsHedge(claim) && !isHedged(unit)) {
      return 0;
    }
    return isAltered(unit) || isOverhedged(claim) ? 0.5 : 1;
  }

  int rightMarkers() {
    int right = 0;
    for (int unit = 0; unit < units; unit++) {
      right += cited(unit) == 0 ? 0 : Long.bitCount(cited(unit) & bearing(unit));
    }
    return right;
  }

  private int repetitions() {
    int repetitions = 0;
    for (int unit = 0; unit < units; unit++) {
      repetitions += repeated(unit);
    }
    return repetitions;
  }

  double hallucinationFlag() {
    int upright = 0;
    for (int claim = 0; claim < index.claims(); claim++) {
      upright += isUpright(claim) ? 1 : 0;
    }
    int wrong = markers - rightMarkers() - repetitions();
    return Math.max(0, upright - wrong - faults) / (double) (index.claims() + added);
  }

  double argumentPreservation() {
    double preserved = 0;
    for (int claim = 0; claim < index.claims(); claim++) {
      preserved += preserved(claim);
    }
    preserved /= index.claims();
    if (!index.hasClaims()) {
      return preserved;
    }
    return preserved * keptSentences() / longer();
  }

  /** The sentences of the brief or of the output, whichever are more. */
  private int longer() {
    return Math.max(index.inputSentences(), sentences);
  }

  /** Whether too little of the brief is left, or too much stands beside it. */
  boolean isRewritten() {
    return index.hasClaims() && keptSentences() < ENOUGH * longer();
  }

  private double preserved(int claim) {
    if (!isUpright(claim)) {
      return 0;
    }
    boolean altered = index.hasClaims() && isAltered(index.claim(claim).unit);
    return altered || isOverhedged(claim) ? 0.5 : 1;
  }

  /** Sentences of the brief that the output has, its claims upright. */
  int keptSentences() {
    int all = kept;
    for (int unit = 0; unit < units; unit++) {
      all += isFound(unit) && !isNegated(unit) && !disowned ? 1 : 0;
    }
    return all;
  }

  /** Whether nothing is cited that bears anything out though something could be. */
  boolean isUncited() {
    if (!index.hasClaims()) {
      return citedInProse == 0 && index.required() > 0;
    }
    boolean any = false;
    for (int claim = 0; claim < index.claims(); claim++) {
      if (right(claim) != 0) {
        return false;
      }
      any |= isCitable(claim);
    }
    return any;
  }
}
