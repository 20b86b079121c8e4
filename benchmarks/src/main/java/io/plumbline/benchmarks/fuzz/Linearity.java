package io.plumbline.benchmarks.fuzz;

import io.plumbline.graders.Grader;
import io.plumbline.graders.Profile;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Compares what a char of a long output costs with what it costs in a shorter one, in processor
 * time. What is linear costs about the same; what is quadratic costs 16 times as much at 16 times
 * the length.
 */
final class Linearity {
  private static final int SHORT = Outputs.LONGEST / 16;
  private static final double MOST = 8;
  private static final int RUNS = 3;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private double worst;

  /** Repeats each token and each of the subject's own texts; words for each that is not linear. */
  List<String> faults(List<Subject> subjects) {
    List<String> faults = new ArrayList<>();
    for (Subject subject : subjects) {
      List<String> units = new ArrayList<>(Outputs.TOKENS);
      String gold = subject.gold();
      units.add(gold);
      units.add(subject.task().input());
      units.add(gold.lines().findFirst().orElse("") + "\n");
      units.add(gold.substring(0, gold.length() / 2));
      units.add(gold.replace('\n', ' '));
      for (Map.Entry<Profile, Grader> each : subject.graders().entrySet()) {
        for (String unit : units) {
          double growth = growth(each.getValue(), unit);
          worst = Math.max(worst, growth);
          if (growth > MOST) {
            faults.add(fault(subject, each.getKey(), unit, growth));
          }
        }
      }
    }
    return faults;
  }

  /** The most that a char's cost has grown. */
  double worst() {
    return worst;
  }

  private static String fault(Subject subject, Profile profile, String unit, double growth) {
    return String.format(
        Locale.ROOT,
        "%s under %s: a char of a long output costs %.1f times as much (expected: at most %.0f),"
            + " for repetitions of \"%s\"",
        subject.task().id(),
        profile.label(),
        growth,
        MOST,
        unit.substring(0, Math.min(40, unit.length())));
  }

  /** What looks worse than linear is measured again: compilers may have come between. */
  private static double growth(Grader grader, String unit) {
    double growth = measure(grader, unit);
    return growth <= MOST ? growth : measure(grader, unit);
  }

  /** By steps, so that what is far from linear ends early. */
  private static double measure(Grader grader, String unit) {
    String start = unit.repeat(SHORT / unit.length());
    double shortest = costOfChar(grader, start);
    double longest = 0;
    for (int length = 4 * SHORT; length <= Outputs.LONGEST; length *= 4) {
      longest = Math.max(longest, costOfChar(grader, unit.repeat(length / unit.length())));
      if (longest > MOST * shortest) {
        break;
      }
    }
    return longest / Math.min(shortest, costOfChar(grader, start));
  }

  /**
   * The least of several runs, in nanoseconds; at least a tenth, which no clock can tell apart. A
   * short output has the more runs: the first of them are not compiled yet.
   */
  private static double costOfChar(Grader grader, String output) {
    long least = Long.MAX_VALUE;
    int runs = RUNS * Outputs.LONGEST / output.length();
    for (int i = 0; i < runs; i++) {
      long start = THREADS.getCurrentThreadCpuTime();
      grader.grade(output);
      least = Math.min(least, THREADS.getCurrentThreadCpuTime() - start);
    }
    return Math.max(0.1, (double) least / output.length());
  }
}
