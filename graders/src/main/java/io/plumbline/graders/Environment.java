package io.plumbline.graders;

import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskSplit;
import java.util.List;
import java.util.ServiceLoader;

/**
 * A task family, its tasks and how they are graded. Those of this library and those of plugins are
 * found alike: as providers of this service, by {@link ServiceLoader}. Immutable and thread-safe.
 */
public interface Environment {

  /**
   * The environments that come with this library, in the order in which servers list them. They are
   * what the class path of this library provides.
   */
  static List<Environment> bundled() {
    return ServiceLoader.load(Environment.class, Environment.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  /** As in the contract: {@code spreadsheet_clean}. */
  String name();

  /** What its tasks ask for and what an action is, in a sentence or two. */
  String description();

  /** One rubric for each profile it offers, {@code reference} first. */
  List<Rubric> rubrics();

  /**
   * Its tasks, in splits that share none.
   *
   * @param heldOutSalt seeds what generators make for held-out splits, so that the code alone does
   *     not give it away; may be empty, and then it does
   */
  List<TaskSplit> splits(String heldOutSalt);

  /**
   * A grader for one task.
   *
   * @throws IllegalArgumentException if the profile is not offered, or the task is another
   *     environment's or its reference lacks what the profile needs; the message names the field
   */
  Grader grader(Task task, Profile profile);
}
