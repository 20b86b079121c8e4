package io.plumbline.graders;

import java.util.List;

/**
 * How one environment grades under one profile.
 *
 * @param profile whose rules these are
 * @param version changes whenever any output's grade may change; part of every handle
 * @param dimensions in the order in which the composite sums them; weights sum to 1
 * @param flags hard-fail flags with their caps
 */
public record Rubric(
    Profile profile, String version, List<DimensionSpec> dimensions, List<FlagSpec> flags) {
  public Rubric {
    dimensions = List.copyOf(dimensions);
    flags = List.copyOf(flags);
    double sum = dimensions.stream().mapToDouble(DimensionSpec::weight).sum();
    if (Math.abs(sum - 1) > 1e-9) {
      throw new IllegalArgumentException("weights: sum to " + sum + " (expected: 1)");
    }
    long names = dimensions.stream().map(DimensionSpec::name).distinct().count();
    if (names != dimensions.size()) {
      throw new IllegalArgumentException(
          "dimensions: " + dimensions.size() + " with " + names + " names (expected: a name each)");
    }
  }
}
