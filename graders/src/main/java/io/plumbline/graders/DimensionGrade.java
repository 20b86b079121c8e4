package io.plumbline.graders;

/**
 * One dimension's grade.
 *
 * @param spec the dimension
 * @param value in [0, 1]; of no meaning when {@code status} is {@code FAILED}
 * @param status what is known about the value
 */
public record DimensionGrade(DimensionSpec spec, double value, DimensionStatus status) {
  public DimensionGrade {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(
          spec.name() + ": " + value + " (expected: a value in [0, 1])");
    }
  }

  /** A dimension that a rule looked at. */
  public static DimensionGrade assessed(DimensionSpec spec, double value) {
    return new DimensionGrade(spec, value, DimensionStatus.ASSESSED);
  }

  /** A dimension that nobody looked at; collab-eval shows it as 0.5. */
  public static DimensionGrade unassessed(DimensionSpec spec) {
    return new DimensionGrade(spec, 0.5, DimensionStatus.UNASSESSED);
  }
}
