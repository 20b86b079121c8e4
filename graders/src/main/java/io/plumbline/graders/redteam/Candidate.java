package io.plumbline.graders.redteam;

import java.util.List;

/**
 * An output and what came of it.
 *
 * @param grade what the profile pays, in [0, 1]
 * @param quality what it is worth, in [0, 1]
 * @param signature which dimensions are overpaid and which due flags are missing; empty if none
 * @param niche what kind of output it is: coarse values of every dimension, and the flags
 */
record Candidate(
    String output, double grade, double quality, List<String> signature, String niche) {
  double gap() {
    return grade - quality;
  }

  /** Whether it is the better of two of one kind: the larger gap, then the shorter text. */
  boolean beats(Candidate other) {
    return gap() == other.gap() ? output.length() < other.output.length() : gap() > other.gap();
  }
}
