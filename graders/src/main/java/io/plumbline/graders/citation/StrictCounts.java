package io.plumbline.graders.citation;

/** What one output has of a brief, as counted on one walk over it. */
class StrictCounts {
  private static final int FOUND = 1;
  private static final int NEGATED = 1 << 1;
  private static final int HEDGED = 1 << 2;
  private static final int ALTERED = 1 << 3;

  // Beside them: how many markers repeat one of the sentence, and how many name no source.
  private static final int REPEATED = 4;
  private static final int UNRESOLVED = 34;
  private static final long MOST = (1L << 30) - 1;

  protected final BriefIndex index;

  /** How many sentences of the brief have claims: these are its units. */
  protected final int units;

  /**
   * By unit the sources cited there, a bit each; by unit what holds of it; and a bit for each
   * sentence of the brief that the output has; in one array, to allocate less.
   */
  private final long[] bits;

  protected long claimsFound;
  protected long citedInProse;
  protected int sentences;
  protected int added;
  protected int kept;
  protected int markers;
  protected int faults;
  protected boolean disowned;

  StrictCounts(BriefIndex index) {
    this.index = index;
    units = index.units();
    bits = new long[2 * units + (index.inputSentences() >> 6) + 1];
  }

  /** The brief's sentence {@code number} is there; the next one of its words is another. */
  void take(int number) {
    bits[2 * units + (number >> 6)] |= 1L << number;
  }

  boolean isTaken(int number) {
    return (bits[2 * units + (number >> 6)] & (1L << number)) != 0;
  }

  /** Counts a sentence that the brief has too, without a claim. */
  void addKept() {
    sentences++;
    kept++;
  }

  /** Counts a sentence that the brief lacks. */
  void addForeignSentence() {
    sentences++;
    added++;
  }

  /** Counts markers where no claim is; {@code cited}: the sources that those in prose name. */
  void addStray(int count, long cited) {
    markers += count;
    citedInProse |= cited;
  }

  /** Counts figures, names and words that nothing bears out. */
  void addFaults(int count) {
    faults += count;
  }

  /** That unit is there, with these of its claims. */
  void addUnit(int unit, long claims, boolean hedged, boolean altered) {
    sentences++;
    claimsFound |= claims;
    bits[units + unit] |= FOUND | (hedged ? HEDGED : 0) | (altered ? ALTERED : 0);
  }

  /** Counts the markers in a unit. */
  void addMarkers(int unit, int count, long sources, int repeated, int unresolved) {
    markers += count;
    citedInProse |= sources;
    bits[unit] = sources;
    bits[units + unit] |= (long) repeated << REPEATED | (long) unresolved << UNRESOLVED;
  }

  /** What the unit says is denied somewhere. */
  void negate(int unit) {
    bits[units + unit] |= NEGATED;
  }

  /** The text as a whole is denied. */
  void disown() {
    disowned = true;
  }

  boolean isDisowned() {
    return disowned;
  }

  boolean isFound(int unit) {
    return (bits[units + unit] & FOUND) != 0;
  }

  boolean isNegated(int unit) {
    return (bits[units + unit] & NEGATED) != 0;
  }

  boolean isHedged(int unit) {
    return (bits[units + unit] & HEDGED) != 0;
  }

  boolean isAltered(int unit) {
    return (bits[units + unit] & ALTERED) != 0;
  }

  long cited(int unit) {
    return bits[unit];
  }

  int repeated(int unit) {
    return (int) (bits[units + unit] >>> REPEATED & MOST);
  }

  protected final int unresolved(int unit) {
    return (int) (bits[units + unit] >>> UNRESOLVED & MOST);
  }

  /** How many sentences the brief lacks. */
  int added() {
    return added;
  }

  int markers() {
    return markers;
  }
}
