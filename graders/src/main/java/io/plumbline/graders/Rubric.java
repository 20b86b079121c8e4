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
  private static final int MAX_VERSION = 64;

  public Rubric {
    dimensions = List.copyOf(dimensions);
    flags = List.copyOf(flags);
    if (version.isBlank() || version.length() > MAX_VERSION) {
      throw new IllegalArgumentException(
          "version: \"" + version + "\" (expected: 1 to " + MAX_VERSION + " characters)");
    }
    double sum = dimensions.stream().mapToDouble(DimensionSpec::weight).sum();
    if (Math.abs(sum - 1) > 1e-9) {
      throw new IllegalArgumentException("weights: sum to " + sum + " (expected: 1)");
    }
    requireNames("dimensions", dimensions.stream().map(DimensionSpec::name).toList());
    requireNames("flags", flags.stream().map(FlagSpec::name).toList());
  }

  private static void requireNames(String field, List<String> names) {
    long different = names.stream().distinct().count();
    if (different != names.size()) {
      throw new IllegalArgumentException(
          field + ": " + names.size() + " with " + different + " names (expected: a name each)");
    }
  }

  /** Whether a grade is one by this rubric: its version, its dimensions in order, flags of its. */
  public boolean isOf(Grade grade) {
    List<DimensionGrade> graded = grade.dimensions();
    if (graded.size() != dimensions.size()
        || !grade.graderVersion().equals(version)
        || !flags.containsAll(grade.flags())) {
      return false;
    }
    for (int i = 0; i < graded.size(); i++) {
      if (!graded.get(i).spec().equals(dimensions.get(i))) {
        return false;
      }
    }
    return true;
  }
}
