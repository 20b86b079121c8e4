package io.plumbline.judges;

/** What came of asking a judge for one dimension. */
public sealed interface Judgement {

  /**
   * A score.
   *
   * @param value in [0, 1]: {@code (score - least) / (most - least)} on the rubric's scale
   * @param reason the judge's own words, at most 300 characters, on one line; empty where it gave
   *     none
   * @param repaired whether the reply had to be repaired to be read
   */
  record Scored(double value, String reason, boolean repaired) implements Judgement {
    public Scored {
      if (!(value >= 0 && value <= 1)) {
        throw new IllegalArgumentException("value: " + value + " (expected: in [0, 1])");
      }
    }

    /** The reason, marked where the reply was repaired. */
    public String said() {
      return repaired ? "[reply repaired] " + reason : reason;
    }
  }

  /**
   * No score.
   *
   * @param cause what broke
   * @param why in words, {@code score: 11 (expected: 0 to 10)}; never holds a key
   */
  record Failed(Cause cause, String why) implements Judgement {}

  /** What a failure says something about. */
  enum Cause {
    /** The endpoint, the way to it, or the budget: no reply. */
    ENDPOINT,
    /** The judge: a reply that cannot be believed. */
    REPLY
  }
}
