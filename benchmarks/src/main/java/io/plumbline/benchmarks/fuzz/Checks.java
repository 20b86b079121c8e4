package io.plumbline.benchmarks.fuzz;

import io.plumbline.graders.DimensionGrade;
import io.plumbline.graders.DimensionStatus;
import io.plumbline.graders.Grade;
import io.plumbline.graders.Grader;
import io.plumbline.graders.RewardRule;
import java.util.Optional;
import java.util.OptionalDouble;

/** What holds of every grade of every output. */
final class Checks {
  private Checks() {}

  /**
   * What is wrong with how {@code grader} grades {@code output}, in words; empty if nothing is.
   *
   * @param evidence whether to ask for evidence, too
   */
  @SuppressWarnings("CatchingUnchecked") // any exception at all is what this looks for
  static Optional<String> fault(Grader grader, String output, boolean evidence) {
    try {
      Grade grade = grader.grade(output);
      Optional<String> fault = outOfRange(grade);
      if (fault.isPresent()) {
        return fault;
      }
      Grade again = grader.grade(output);
      if (!again.equals(grade)) {
        return Optional.of("graded " + grade + ", then " + again);
      }
      if (evidence) {
        for (String words : grader.evidence(output)) {
          if (words.isEmpty()) {
            return Optional.of("explained a deduction without a word");
          }
        }
      }
      return Optional.empty();
    } catch (RuntimeException | StackOverflowError e) {
      return Optional.of("threw " + e + " at " + e.getStackTrace()[0]);
    }
  }

  private static Optional<String> outOfRange(Grade grade) {
    for (DimensionGrade dimension : grade.dimensions()) {
      if (dimension.status() == DimensionStatus.FAILED || !isShare(dimension.value())) {
        return Optional.of("gave " + dimension);
      }
    }
    for (RewardRule rule : RewardRule.values()) {
      OptionalDouble reward = grade.reward(rule);
      if (reward.isPresent() && !isShare(reward.getAsDouble())) {
        return Optional.of("paid " + reward.getAsDouble() + " under " + rule.label());
      }
    }
    return Optional.empty();
  }

  private static boolean isShare(double value) {
    return value >= 0 && value <= 1;
  }
}
