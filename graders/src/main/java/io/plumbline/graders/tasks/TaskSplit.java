package io.plumbline.graders.tasks;

import java.util.Optional;
import java.util.OptionalLong;

/** Tasks of one environment that belong together; no task is in two splits. */
public interface TaskSplit {

  /** The environment whose tasks these are. */
  String environment();

  /** Its name within the environment: {@code stress_heldout}. */
  String name();

  /** Whether its references may be graded against outside an episode and evidence be shown. */
  boolean open();

  /** How many tasks there are; empty for a generator, which has one for every seed. */
  OptionalLong size();

  /**
   * The task of this seed, the same on every machine. A split of finite size takes the seed modulo
   * its size.
   *
   * @param seed at least 0
   */
  Task task(long seed);

  /** The task that {@code key}, the last part of a task's id, names. */
  Optional<Task> byKey(String key);
}
