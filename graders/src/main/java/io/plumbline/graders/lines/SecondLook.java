package io.plumbline.graders.lines;

import io.plumbline.graders.DimensionStatus;
import io.plumbline.graders.Grade;
import io.plumbline.graders.Grader;
import io.plumbline.graders.tasks.Task;
import java.util.List;

/**
 * Someone who looks at what the rules leave open: a judge, of whom graders know no more than this.
 * Serves any number of threads.
 */
@FunctionalInterface
public interface SecondLook {

  /**
   * Grades an output, by rules and beyond.
   *
   * @param rules the task's grader by rules
   * @param task with all that the writer of the output was shown
   * @param output any text at all
   */
  Seen look(Grader rules, Task task, String output);

  /**
   * A grade and what was said beside it.
   *
   * @param grade what pays
   * @param remarks one for each dimension that the rules left open and that someone can look at
   */
  record Seen(Grade grade, List<Remark> remarks) {
    public Seen {
      remarks = List.copyOf(remarks);
    }
  }

  /**
   * What was said of one dimension, whether it pays or not.
   *
   * @param dimension as in the contract
   * @param standing what it is good for, {@code uncalibrated}
   * @param status {@code ASSESSED}, {@code FAILED}, or {@code UNASSESSED} where nobody was asked
   * @param value in [0, 1]; of no meaning unless {@code status} is {@code ASSESSED}
   * @param why in words, on one line
   */
  record Remark(
      String dimension, String standing, DimensionStatus status, double value, String why) {}
}
