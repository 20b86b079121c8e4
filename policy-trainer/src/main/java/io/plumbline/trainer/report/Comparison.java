package io.plumbline.trainer.report;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One number of an evaluation, before and after training.
 *
 * @param interval of the difference; empty where none was computed
 */
record Comparison(OptionalDouble before, OptionalDouble after, Optional<Interval> interval) {

  /** Where the difference lies, in the sense of whoever computed it. */
  record Interval(double low, double high) {

    boolean includesNoChange() {
      return low <= 0 && high >= 0;
    }

    String shown() {
      return Numbers.signed(low) + " to\u00a0" + Numbers.signed(high);
    }
  }

  /**
   * @param tasks the evaluation's name, as in {@code stress_greedy}
   * @param path of the number within the evaluation. Intervals are of {@code strict} and of what
   *     has no profile, by the last field's name
   */
  static Comparison of(RunFiles run, String tasks, List<String> path) throws RunReportException {
    Optional<Interval> interval =
        path.get(0).equals("reference")
            ? Optional.empty()
            : interval(run.after(), tasks, path.get(path.size() - 1));
    return new Comparison(
        number(run.before(), tasks, path), number(run.after(), tasks, path), interval);
  }

  /** After minus before; empty unless both were measured. */
  OptionalDouble difference() {
    return before.isPresent() && after.isPresent()
        ? OptionalDouble.of(after.getAsDouble() - before.getAsDouble())
        : OptionalDouble.empty();
  }

  private static OptionalDouble number(Optional<Fields> run, String tasks, List<String> path)
      throws RunReportException {
    Optional<Fields> evaluation = run.isPresent() ? run.get().object(tasks) : Optional.empty();
    return evaluation.isPresent() ? evaluation.get().number(path) : OptionalDouble.empty();
  }

  private static Optional<Interval> interval(Optional<Fields> after, String tasks, String number)
      throws RunReportException {
    if (after.isEmpty()) {
      return Optional.empty();
    }
    OptionalDouble low = after.get().number(List.of("intervals", tasks, number, "low"));
    OptionalDouble high = after.get().number(List.of("intervals", tasks, number, "high"));
    return low.isPresent() && high.isPresent()
        ? Optional.of(new Interval(low.getAsDouble(), high.getAsDouble()))
        : Optional.empty();
  }
}
