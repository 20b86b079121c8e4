package io.plumbline.graders.citation;

/** What stands between two stops of a brief, as the numbers of its words. */
final class Sentence {

  /** Its place among the brief's sentences. */
  final int number;

  final char[] ids;
  final boolean prose;
  final boolean asks;
  final int negations;
  final int hedges;
  final int points;

  /** The bits of its words that overstate. */
  final long strong;

  /** A bit for each claim in it. */
  private long claims;

  /** Its place among the sentences with claims, or -1. */
  private int unit = -1;

  Sentence(int number, char[] ids, boolean prose, boolean asks, Tone tone) {
    this.number = number;
    this.ids = ids;
    this.prose = prose;
    this.asks = asks;
    negations = tone.negations();
    hedges = tone.hedges();
    points = tone.points();
    strong = tone.strong();
  }

  long claims() {
    return claims;
  }

  int unit() {
    return unit;
  }

  /** Only while the index is being built. */
  void addClaim(int number, int unit) {
    claims |= 1L << number;
    this.unit = unit;
  }
}
