package io.plumbline.graders.citation;

/**
 * One walk over an output, collecting what the strict dimensions are made of. Allocates a few small
 * arrays.
 */
class StrictPass extends SentenceScan {
  /** How many words a hedge may add to a sentence. */
  private static final int LONGEST_HEDGE = 12;

  protected final BriefIndex index;
  protected final StrictTally tally;
  private final Tone tone = new Tone();

  /** A pass with room for a sentence's words: see {@link #ids}. */
  StrictPass(BriefIndex index, String output, char[] ids) {
    super(output, ids, index.words(), index.names(), index.quotes());
    this.index = index;
    tally = new StrictTally(index);
  }

  StrictTally tally() {
    run();
    return tally;
  }

  @Override
  protected int id(int hash, int from, int to) {
    return index.words().find(hash, text, from, to);
  }

  /** A sentence or a marker where the brief has none. */
  protected void stray() {
    tally.addStray(markers, prose ? cited : 0);
    tally.addFaults(foreign);
  }

  /** A sentence that denies the text around it. */
  protected void disowned() {
    tally.disown();
  }

  /** Words that the brief's sentence and the cited sources lack. */
  protected void overstated(long strong) {
    tally.addFaults(Long.bitCount(strong));
  }

  /** A claim's sentence has too many words, or such as neither the task nor a hedge has. */
  protected void gained() {
    tally.addFaults(1);
  }

  @Override
  protected void endOfSentence() {
    if (count == 0) {
      stray();
      return;
    }
    int same = index.sentence(ids, count, prose, tally);
    if (same >= 0 && index.sentence(same).asks == asks) {
      tally.take(same);
      int unit = index.sentence(same).unit();
      if (unit < 0) {
        tally.addKept();
        stray();
        return;
      }
      addUnit(unit, index.sentence(same).claims(), false, false);
      return;
    }
    long found = prose ? index.claimsIn(ids, count) : 0;
    tone.read(index.words(), ids, count);
    int unit = found == 0 ? -1 : index.claim(Long.numberOfTrailingZeros(found)).unit;
    if (unit >= 0 && (found & ~index.unit(unit).claims()) == 0) {
      unit(unit, found);
    } else {
      stranger();
    }
    // Where it has a claim, that is what it denies, which is lost by that.
    if (unit < 0 ? tone.disowns() : tone.disownsBeyond(index.unit(unit))) {
      disowned();
    }
  }

  /** A sentence with the anchors of one of the brief's, and with other words besides. */
  private void unit(int unit, long found) {
    Sentence sentence = index.unit(unit);
    boolean negated = tone.negations() != sentence.negations || asks != sentence.asks;
    if (tally.isFound(unit)) {
      if (negated) {
        tally.negate(unit); // said once and denied once is denied
      }
      stranger();
      return;
    }
    if (sentence.number < index.inputSentences()) {
      tally.take(sentence.number);
    }
    boolean hedged = tone.hedges() > sentence.hedges;
    boolean gained = count - sentence.ids.length > LONGEST_HEDGE || hasUnknown();
    boolean altered = gained || !hedged || !isWhole(sentence, found);
    addUnit(unit, found, hedged, altered);
    if (negated) {
      tally.negate(unit);
    }
    long strong = tone.strong() & ~sentence.strong;
    for (long rest = cited; rest != 0; rest &= rest - 1) {
      strong &= ~index.strong(Long.numberOfTrailingZeros(rest));
    }
    if (strong != 0) {
      overstated(strong);
    } else if (gained && foreign == 0 && !negated) {
      gained();
    }
  }

  /** Whether a word is neither the task's nor the lexicon's. */
  private boolean hasUnknown() {
    for (int i = 0; i < count; i++) {
      if (ids[i] == WordTable.UNKNOWN) {
        return true;
      }
    }
    return false;
  }

  private void addUnit(int unit, long claims, boolean hedged, boolean altered) {
    tally.addUnit(unit, claims, hedged, altered);
    tally.addMarkers(unit, markers, cited, repeated, unresolved);
    tally.addFaults(foreign);
  }

  /** A sentence that the brief lacks. */
  private void stranger() {
    tally.addForeignSentence();
    stray();
    long strong = 0;
    for (int i = 0; i < count; i++) {
      boolean known = (index.words().flags(ids[i]) & Lexicon.IN_TASK) != 0;
      strong |= known ? 0 : index.words().strong(ids[i]);
    }
    overstated(strong & tone.strong());
  }

  /** Whether the sentence's words before and behind the anchor are there too, in order. */
  private boolean isWhole(Sentence sentence, long found) {
    Anchor anchor = index.claim(Long.numberOfTrailingZeros(found));
    char[] own = sentence.ids;
    int length = anchor.ids.length;
    int at = 0;
    while (!startsAt(anchor.ids, at)) {
      at++; // it is there
    }
    return has(own, 0, anchor.at, 0, at)
        && has(own, anchor.at + length, own.length, at + length, count);
  }

  private boolean startsAt(char[] anchor, int at) {
    for (int i = 0; i < anchor.length; i++) {
      if (ids[at + i] != anchor[i]) {
        return false;
      }
    }
    return true;
  }

  private boolean has(char[] own, int from, int to, int start, int end) {
    int at = start;
    for (int i = from; i < to; i++) {
      while (at < end && ids[at] != own[i]) {
        at++;
      }
      if (at++ >= end) {
        return false;
      }
    }
    return true;
  }
}
