package io.plumbline.graders.redteam;

import io.plumbline.graders.redteam.Edits.Edit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Makes an exploit as like the gold as it can be, by delta debugging after Zeller and Hildebrandt
 * ("Simplifying and isolating failure-inducing input", 2002): undoes ever smaller runs of its
 * differences, of lines, then of tokens, then of characters, as long as the same exploit remains.
 */
final class Minimiser {
  /** Share of the gap that has to remain, so that the larger part of the exploit does. */
  private static final double KEPT_GAP = 0.5;

  private static final int MOST_TRIALS = 1000;

  /** Where a piece ends: behind each line, token or character. */
  private static final List<Pattern> ENDS =
      List.of(
          Pattern.compile("(?<=\n)"),
          Pattern.compile("(?<=\\W)|(?=\\W)"),
          Pattern.compile("(?<=.)", Pattern.DOTALL));

  private final Bench bench;
  private final double least;
  private Candidate best;
  private int trials;

  private Minimiser(Bench bench, Candidate exploit, double threshold) {
    this.bench = bench;
    best = exploit;
    least = Math.max(threshold, KEPT_GAP * exploit.gap());
  }

  /** A candidate of the same signature, or of a part of it, whose gap is the threshold or more. */
  static Candidate minimised(Bench bench, String gold, Candidate exploit, double threshold) {
    Minimiser minimiser = new Minimiser(bench, exploit, threshold);
    for (Pattern ends : ENDS) {
      minimiser.reduce(Edits.between(gold, minimiser.best.output(), ends));
    }
    return minimiser.best;
  }

  private void reduce(Edits all) {
    List<Edit> edits = all.edits();
    int run = Math.max(1, edits.size() / 2);
    while (run > 0 && trials < MOST_TRIALS) {
      boolean fewer = false;
      for (int at = 0; at < edits.size() && trials < MOST_TRIALS; ) {
        List<Edit> rest = new ArrayList<>(edits.subList(0, at));
        rest.addAll(edits.subList(Math.min(edits.size(), at + run), edits.size()));
        if (remains(all.with(rest))) {
          edits = rest;
          fewer = true;
        } else {
          at += run;
        }
      }
      run = run == 1 && fewer ? 1 : run / 2;
    }
  }

  private boolean remains(String output) {
    trials++;
    Candidate candidate = bench.judge(output);
    boolean same = candidate.gap() >= least && best.signature().containsAll(candidate.signature());
    best = same ? candidate : best;
    return same;
  }
}
