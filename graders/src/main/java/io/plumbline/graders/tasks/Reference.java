package io.plumbline.graders.tasks;

import java.util.List;

/** What grading a task needs. Never sent to anyone. Immutable. */
public interface Reference {

  /** An output that solves the task; empty where nobody wrote one. */
  String gold();

  /**
   * All that it says, the gold included, as texts: of two references that may grade differently
   * these differ. Part of the task's content hash, which every handle carries.
   */
  List<String> content();
}
