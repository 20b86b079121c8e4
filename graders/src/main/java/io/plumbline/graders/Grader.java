package io.plumbline.graders;

import java.util.List;

/**
 * Grades outputs against one task's reference, which it has indexed once. Immutable; one instance
 * serves any number of threads and every attempt of a group.
 */
public interface Grader {

  /** Grades {@code output}: any text at all, in time linear in its length, without an exception. */
  Grade grade(String output);

  /**
   * Says in words what each deduction of {@link #grade} stands on; empty where nothing was
   * deducted. Names reference values: for trainers' eyes, on open splits.
   */
  List<String> evidence(String output);
}
