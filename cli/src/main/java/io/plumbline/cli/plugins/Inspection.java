package io.plumbline.cli.plugins;

import io.plumbline.graders.Environment;
import io.plumbline.graders.Grader;
import io.plumbline.graders.Rubric;
import io.plumbline.graders.tasks.SourceDocument;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.graders.tasks.TaskSplit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Holds an environment to what the contract promises of every one, by its words and by its first
 * task of each split: what shows here need not be found out by a run.
 */
final class Inspection {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");

  /** Of all that a policy reads of a task: well within a message of gRPC's usual clients. */
  private static final int MAX_TASK_CHARACTERS = 1 << 20;

  /** So that handles, which carry it, stay within their limit. */
  private static final int MAX_ID_CHARACTERS = 256;

  private Inspection() {}

  /**
   * @throws IllegalArgumentException if it falls short; the message names the field
   */
  static void check(Environment environment, String heldOutSalt) {
    String name = environment.name();
    if (!NAME.matcher(name).matches()) {
      throw wrong("name", name, "a to z, 0 to 9 and _, at most 64, a letter first");
    }
    if (environment.description().isBlank()) {
      throw wrong(name + ".description", "", "what a policy has to do, in words");
    }
    checkRubrics(name, environment.rubrics());
    List<TaskSplit> splits = environment.splits(heldOutSalt);
    if (splits.isEmpty()) {
      throw new IllegalArgumentException(name + ".splits: none (expected: at least one)");
    }
    TaskCatalogue unused = TaskCatalogue.of(splits.toArray(TaskSplit[]::new)); // checks their names
    for (TaskSplit split : splits) {
      checkSplit(environment, split);
    }
  }

  private static void checkRubrics(String name, List<Rubric> rubrics) {
    long profiles = rubrics.stream().map(Rubric::profile).distinct().count();
    if (rubrics.isEmpty() || profiles != rubrics.size()) {
      throw new IllegalArgumentException(
          name
              + ".rubrics: "
              + rubrics.size()
              + " for "
              + profiles
              + " profiles (expected: one for each profile it offers)");
    }
  }

  private static void checkSplit(Environment environment, TaskSplit split) {
    String name = environment.name();
    if (!split.environment().equals(name)) {
      throw wrong("split " + split.name() + ".environment", split.environment(), name);
    }
    if (split.size().isPresent() && split.size().getAsLong() < 1) {
      throw new IllegalArgumentException(
          "split "
              + split.name()
              + ".size: "
              + split.size().getAsLong()
              + " (expected: at least 1)");
    }
    Task task = split.task(0);
    String where = "task " + task.id();
    String start = name + "/" + split.name() + "/";
    if (!task.id().startsWith(start)
        || task.id().length() == start.length()
        || task.id().length() > MAX_ID_CHARACTERS) {
      throw wrong("id", task.id(), start + "key, at most " + MAX_ID_CHARACTERS + " characters");
    }
    if (!task.environment().equals(name) || !task.split().equals(split.name())) {
      throw wrong(where + ": filed under", task.environment() + "/" + task.split(), start);
    }
    int characters = task.input().length();
    for (SourceDocument source : task.sources()) {
      characters += source.text().length();
    }
    if (characters > MAX_TASK_CHARACTERS) {
      throw new IllegalArgumentException(
          where
              + ": "
              + characters
              + " characters (expected: at most "
              + MAX_TASK_CHARACTERS
              + ")");
    }
    checkRepeatable(split, task, task.id().substring(start.length()));
    for (Rubric rubric : environment.rubrics()) {
      checkGrades(environment, rubric, task);
    }
  }

  /** A handle finds its task again by its id and holds it to its hash. */
  private static void checkRepeatable(TaskSplit split, Task task, String key) {
    if (!split.task(0).contentHash().equals(task.contentHash())) {
      throw new IllegalArgumentException(
          "task " + task.id() + ": another one the second time (expected: the same for one seed)");
    }
    Optional<Task> found = split.byKey(key);
    if (found.isEmpty() || !found.get().contentHash().equals(task.contentHash())) {
      throw new IllegalArgumentException(
          "task " + task.id() + ": not what byKey finds (expected: the same task)");
    }
  }

  private static void checkGrades(Environment environment, Rubric rubric, Task task) {
    String where = "task " + task.id() + " under " + rubric.profile().label();
    Grader grader = environment.grader(task, rubric.profile());
    for (String output : List.of("", task.input(), task.reference().gold())) {
      if (!rubric.isOf(grader.grade(output))) {
        throw new IllegalArgumentException(
            where + ": a grade of other dimensions, flags or version (expected: the rubric's)");
      }
      if (!grader.grade(output).equals(grader.grade(output))) {
        throw new IllegalArgumentException(
            where + ": another grade the second time (expected: the same for one output)");
      }
      List<String> unused = List.copyOf(grader.evidence(output)); // no nulls in it
    }
  }

  private static IllegalArgumentException wrong(String field, String value, String expected) {
    return new IllegalArgumentException(field + ": \"" + value + "\" (expected: " + expected + ")");
  }
}
