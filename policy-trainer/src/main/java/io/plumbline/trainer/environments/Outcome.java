package io.plumbline.trainer.environments;

import io.plumbline.env.v1.DimensionGrade;
import io.plumbline.env.v1.DimensionStatus;
import io.plumbline.env.v1.Flag;
import io.plumbline.env.v1.StepResponse;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * What came of an attempt.
 *
 * @param reward in [0, 1]; absent, never 0, where the attempt could not be graded
 * @param dimensions values in [0, 1] in the rubric's order; without those that FAILED
 * @param flags hard-fail flags that are raised
 * @param terminated the policy stopped by itself
 * @param truncated its budget ran out
 * @param ungraded why there is no reward; present exactly where there is none
 */
public record Outcome(
    OptionalDouble reward,
    Map<String, Double> dimensions,
    List<String> flags,
    boolean terminated,
    boolean truncated,
    Optional<String> ungraded) {

  private static final String FAILED = "FAILED: ";

  public Outcome {
    if (reward.isPresent() && !(reward.getAsDouble() >= 0 && reward.getAsDouble() <= 1)) {
      throw new IllegalArgumentException(
          "reward: " + reward.getAsDouble() + " (expected: 0 to 1, or absent)");
    }
    if (reward.isPresent() == ungraded.isPresent()) {
      throw new IllegalArgumentException(
          "ungraded: " + ungraded + " (expected: a reason exactly where there is no reward)");
    }
    dimensions = Collections.unmodifiableMap(new LinkedHashMap<>(dimensions)); // keeps the order
    flags = List.copyOf(flags);
  }

  /** Whether the server would not grade the attempt, rather than fail at it. */
  public boolean isRefused() {
    return ungraded.isPresent() && !ungraded.get().startsWith(FAILED);
  }

  static Outcome of(StepResponse response) {
    Map<String, Double> dimensions = new LinkedHashMap<>();
    for (DimensionGrade dimension : response.getGrade().getDimensionsList()) {
      if (dimension.hasValue()) {
        dimensions.put(dimension.getName(), dimension.getValue());
      }
    }
    return new Outcome(
        response.hasReward() ? OptionalDouble.of(response.getReward()) : OptionalDouble.empty(),
        dimensions,
        response.getGrade().getFlagsList().stream().map(Flag::getName).toList(),
        response.getTerminated(),
        response.getTruncated(),
        response.hasReward() ? Optional.empty() : Optional.of(failed(response)));
  }

  private static String failed(StepResponse response) {
    return response.getGrade().getDimensionsList().stream()
        .filter(dimension -> dimension.getStatus() == DimensionStatus.DIMENSION_STATUS_FAILED)
        .map(DimensionGrade::getName)
        .collect(Collectors.joining(", ", FAILED, ""));
  }

  /** Of an attempt that the server would not grade. */
  static Outcome refused(Attempt attempt, String why) {
    return new Outcome(
        OptionalDouble.empty(),
        Map.of(),
        List.of(),
        !attempt.truncated(),
        attempt.truncated(),
        Optional.of(why));
  }
}
