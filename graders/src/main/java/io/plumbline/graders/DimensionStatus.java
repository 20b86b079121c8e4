package io.plumbline.graders;

/** What is known about a dimension's value. */
public enum DimensionStatus {
  /** A rule or a judge looked and gave the value. */
  ASSESSED,
  /** Nobody looked: never a pass. */
  UNASSESSED,
  /** A grader or judge broke: never a zero. */
  FAILED
}
