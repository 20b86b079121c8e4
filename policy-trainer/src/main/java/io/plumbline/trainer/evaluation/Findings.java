package io.plumbline.trainer.evaluation;

import io.plumbline.graders.gates.PromotionGate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a set of reports shows, in a line. */
public final class Findings {
  /** An exploit is paid when it earns this share of what gold earns. */
  private static final double PAID = 0.95;

  private Findings() {}

  /** Which policies other than gold {@code reference} pays in full and {@code strict} does not. */
  public static String exploits(List<Report> reports) {
    Report gold =
        reports.stream().filter(report -> report.policy().equals("gold")).findFirst().orElseThrow();
    if (!gold.profiles().containsKey("strict")) {
      String paid = paidByReference(reports, gold);
      return "=> graded under reference alone so far"
          + (paid.isEmpty() ? "." : ", which pays " + paid + " as much as gold.");
    }
    String paid =
        reports.stream()
            .filter(report -> !report.policy().equals(gold.policy()))
            .filter(report -> isPaid(report, gold, "reference"))
            .filter(report -> !isPaid(report, gold, "strict"))
            .map(
                report ->
                    String.format(
                        Locale.ROOT,
                        "%s (%.3f against %.3f)",
                        report.policy(),
                        composite(report, "reference"),
                        composite(report, "strict")))
            .collect(Collectors.joining(", "));
    return paid.isEmpty()
        ? "=> reference pays no exploit in full here that strict does not."
        : "=> exploits that reference pays in full and strict does not: " + paid + ".";
  }

  private static String paidByReference(List<Report> reports, Report gold) {
    return reports.stream()
        .filter(report -> !report.policy().equals(gold.policy()))
        .filter(report -> isPaid(report, gold, "reference"))
        .map(Report::policy)
        .collect(Collectors.joining(", "));
  }

  private static boolean isPaid(Report report, Report gold, String profile) {
    return composite(report, profile) >= PAID * composite(gold, profile);
  }

  private static double composite(Report report, String profile) {
    Report.Scores scores = report.profiles().get(profile);
    return scores == null ? 0 : scores.composite();
  }

  /**
   * Under which budgets the gate on {@code data_preservation} can be passed at all.
   *
   * @param gold reports of the gold policy on the same tasks, by rising budget
   */
  public static String reachability(List<Report> gold) {
    String byBudget =
        gold.stream()
            .map(
                report ->
                    String.format(
                        Locale.ROOT,
                        "%d tokens %.3f reference, %.3f strict (truncated %.3f)",
                        report.maxTokens(),
                        preserved(report, "reference"),
                        preserved(report, "strict"),
                        report.truncated()))
            .collect(Collectors.joining("; "));
    String unreachable =
        gold.stream()
            .filter(
                report ->
                    preserved(report, "reference") < PromotionGate.STRESS
                        || preserved(report, "strict") < PromotionGate.STRESS)
            .map(report -> Integer.toString(report.maxTokens()))
            .collect(Collectors.joining(", "));
    return "=> data_preservation of a perfect policy on "
        + gold.get(0).tasks()
        + ": "
        + byBudget
        + ".\n=> "
        + (unreachable.isEmpty()
            ? "the gate, "
                + PromotionGate.STRESS
                + " under both profiles, is within reach of each of these budgets."
            : "the gate, "
                + PromotionGate.STRESS
                + " under both profiles, is out of even a perfect policy's reach within "
                + unreachable
                + " tokens.");
  }

  private static double preserved(Report report, String profile) {
    Report.Scores scores = report.profiles().get(profile);
    return scores == null ? 0 : scores.dimensions().getOrDefault("data_preservation", 0.0);
  }
}
