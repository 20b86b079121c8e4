package io.plumbline.graders;

import java.util.List;

/**
 * How one environment grades under one profile.
 *
 * @param profile whose rules these are
 * @param version changes whenever any output's grade may change; part of every handle
 * @param dimensions in the order in which the composite sums them
 * @param flags hard-fail flags with their caps
 */
public record Rubric(
    Profile profile, String version, List<DimensionSpec> dimensions, List<FlagSpec> flags) {
  public Rubric {
    dimensions = List.copyOf(dimensions);
    flags = List.copyOf(flags);
  }
}
