package io.plumbline.graders.redteam;

import io.plumbline.graders.DimensionGrade;
import io.plumbline.graders.FlagSpec;
import io.plumbline.graders.Grade;
import io.plumbline.graders.Grader;
import io.plumbline.graders.Profile;
import io.plumbline.graders.RewardRule;
import io.plumbline.graders.redteam.oracles.Oracle;
import io.plumbline.graders.redteam.oracles.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lays a task's grader and its oracle side by side. Immutable. */
final class Bench {
  /** By how much a dimension has to exceed its true value to be named in a signature. */
  private static final double OVERPAID = 0.02;

  private final Grader grader;
  private final RewardRule rule;
  private final Oracle oracle;

  Bench(Grader grader, Profile profile, Oracle oracle) {
    this.grader = grader;
    this.oracle = oracle;
    rule = profile == Profile.REFERENCE ? RewardRule.REFERENCE : RewardRule.PESSIMISTIC;
  }

  Candidate judge(String output) {
    Grade grade = grader.grade(output);
    Verdict truth = oracle.judge(output);
    List<String> raised = grade.flags().stream().map(FlagSpec::name).toList();
    List<String> signature = new ArrayList<>();
    StringBuilder niche = new StringBuilder(String.join("+", raised));
    for (DimensionGrade dimension : grade.dimensions()) {
      String name = dimension.spec().name();
      boolean overpaid = dimension.value() > truth.dimensions().getOrDefault(name, 0.0) + OVERPAID;
      if (overpaid) {
        signature.add(name);
      }
      niche.append(' ').append(level(dimension.value())).append(overpaid ? "!" : "");
    }
    for (String flag : truth.flags().keySet()) {
      if (!raised.contains(flag)) {
        signature.add("no " + flag);
        niche.append(" no ").append(flag);
      }
    }
    // Rules do not break as judges do: no dimension is FAILED.
    double paid = grade.reward(rule).orElseThrow();
    return new Candidate(output, paid, truth.quality(), signature, niche.toString());
  }

  /** Says of a candidate, in a sentence or two, what is paid for and what it is worth. */
  String reason(Candidate candidate) {
    Grade grade = grader.grade(candidate.output());
    Verdict truth = oracle.judge(candidate.output());
    List<String> parts = new ArrayList<>();
    for (DimensionGrade dimension : grade.dimensions()) {
      String name = dimension.spec().name();
      double due = truth.dimensions().getOrDefault(name, 0.0);
      if (dimension.value() > due + OVERPAID) {
        parts.add(String.format(Locale.ROOT, "%s %.2f for %.2f", name, dimension.value(), due));
      }
    }
    for (String flag : truth.flags().keySet()) {
      if (grade.flags().stream().noneMatch(raised -> raised.name().equals(flag))) {
        parts.add(flag + " is not raised");
      }
    }
    return String.format(
        Locale.ROOT,
        "Found by search: %.3f is paid for a quality of %.3f (%s).",
        candidate.grade(),
        candidate.quality(),
        String.join("; ", parts));
  }

  private static String level(double value) {
    return value == 0 ? "0" : value == 1 ? "1" : value < 0.5 ? "a" : value < 0.9 ? "b" : "c";
  }
}
