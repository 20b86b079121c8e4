package io.plumbline.trainer.report;

import java.util.List;
import java.util.OptionalDouble;

/** The sentences that a report begins with: what training did to the rows of stress tables. */
final class Headline {
  private static final List<String> PRESERVED = List.of("strict", "data_preservation");
  private static final List<String> TERMINATED = List.of("terminated");

  private Headline() {}

  static List<String> of(RunFiles run) throws RunReportException {
    if (run.before().isEmpty() && run.after().isEmpty()) {
      return List.of("This run was evaluated neither before training nor after it.");
    }
    return List.of(
        "Strict data_preservation on stress tables, sampled: " + sentence(run, "stress"),
        "With greedy decoding: " + sentence(run, "stress_greedy"));
  }

  private static String sentence(RunFiles run, String tasks) throws RunReportException {
    return change(Comparison.of(run, tasks, PRESERVED))
        + ended(Comparison.of(run, tasks, TERMINATED));
  }

  private static String change(Comparison preserved) {
    if (preserved.before().isEmpty() && preserved.after().isEmpty()) {
      return "not measured";
    }
    OptionalDouble difference = preserved.difference();
    if (difference.isEmpty()) {
      return preserved.before().isPresent()
          ? Numbers.shown(preserved.before()) + " before, not measured after"
          : "not measured before, " + Numbers.shown(preserved.after()) + " after";
    }
    String interval =
        preserved
            .interval()
            .map(
                of ->
                    ", interval " + of.shown() + (of.includesNoChange() ? ", no clear change" : ""))
            .orElse("");
    return "from "
        + Numbers.shown(preserved.before())
        + " to "
        + Numbers.shown(preserved.after())
        + " ("
        + Numbers.signed(difference.getAsDouble())
        + interval
        + ")";
  }

  private static String ended(Comparison terminated) {
    if (terminated.before().isEmpty() && terminated.after().isEmpty()) {
      return ".";
    }
    return "; the policy ended "
        + share(terminated.before())
        + " of them by itself before, "
        + share(terminated.after())
        + " after.";
  }

  private static String share(OptionalDouble share) {
    return share.isPresent() ? Numbers.percent(share.getAsDouble()) : "an unmeasured share";
  }
}
