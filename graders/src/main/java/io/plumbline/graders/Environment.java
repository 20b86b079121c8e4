package io.plumbline.graders;

import io.plumbline.graders.tasks.Task;
import java.util.List;

/** A task family and how it is graded. */
public interface Environment {

  /** As in the contract: {@code spreadsheet_clean}. */
  String name();

  /** What its tasks ask for and what an action is, in a sentence or two. */
  String description();

  /** One rubric for each profile it offers, {@code reference} first. */
  List<Rubric> rubrics();

  /**
   * A grader for one task.
   *
   * @throws IllegalArgumentException if the profile is not offered, or the task is another
   *     environment's or its reference lacks what the profile needs; the message names the field
   */
  Grader grader(Task task, Profile profile);
}
