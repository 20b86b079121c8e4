package io.plumbline.graders.tasks;

import io.plumbline.graders.tasks.citation.CitationSplits;
import io.plumbline.graders.tasks.files.BundledTasks;
import io.plumbline.graders.tasks.revision.RevisionSplits;
import io.plumbline.graders.tasks.spreadsheet.SpreadsheetSplits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Every split that is on offer. Immutable.
 *
 * <p>A task's id is {@code environment/split/key}. The key is the decimal seed in a generated split
 * and the case id in a file; a case id may itself contain slashes, an environment's or split's name
 * may not.
 */
public final class TaskCatalogue {
  private final List<TaskSplit> splits;

  private TaskCatalogue(List<TaskSplit> splits) {
    this.splits = List.copyOf(splits);
  }

  /**
   * The splits that come with this library: generated ones of every environment, and hand-written
   * ones of {@code doc_revision} and {@code citation_ground}, where the names of generated ones
   * begin with {@code generated_}.
   *
   * @param heldOutSalt seeds the generated held-out splits, so that this library alone does not
   *     give them away; may be empty, and then it does
   */
  public static TaskCatalogue bundled(String heldOutSalt) {
    List<TaskSplit> splits = new ArrayList<>(SpreadsheetSplits.all(heldOutSalt));
    splits.addAll(BundledTasks.splits());
    splits.addAll(CitationSplits.all(heldOutSalt));
    splits.addAll(RevisionSplits.all(heldOutSalt));
    return new TaskCatalogue(splits);
  }

  /**
   * A catalogue of these splits.
   *
   * @throws IllegalArgumentException as {@link #with} does
   */
  public static TaskCatalogue of(TaskSplit... splits) {
    TaskCatalogue catalogue = new TaskCatalogue(List.of());
    for (TaskSplit split : splits) {
      catalogue = catalogue.with(split);
    }
    return catalogue;
  }

  /**
   * This catalogue and one split more, from a task file for example.
   *
   * @throws IllegalArgumentException if the environment has a split of that name, or either name is
   *     empty or contains a slash
   */
  public TaskCatalogue with(TaskSplit split) {
    checkName("environment", split.environment());
    checkName("split", split.name());
    if (split(split.environment(), split.name()).isPresent()) {
      throw new IllegalArgumentException(
          "split: "
              + split.environment()
              + "/"
              + split.name()
              + " (expected: a name that is not taken)");
    }
    List<TaskSplit> more = new ArrayList<>(splits);
    more.add(split);
    return new TaskCatalogue(more);
  }

  /** The splits of an environment, in the order in which they were added. */
  public List<TaskSplit> splits(String environment) {
    return splits.stream().filter(split -> split.environment().equals(environment)).toList();
  }

  /** The split of this name, if the environment has it. */
  public Optional<TaskSplit> split(String environment, String name) {
    return splits.stream()
        .filter(split -> split.environment().equals(environment) && split.name().equals(name))
        .findFirst();
  }

  /** The task of this id, if there is one; whatever else the text may be, there is none. */
  public Optional<Task> find(String taskId) {
    int environmentEnd = taskId.indexOf('/');
    int splitEnd = taskId.indexOf('/', environmentEnd + 1);
    if (environmentEnd < 0 || splitEnd < 0) {
      return Optional.empty();
    }
    String key = taskId.substring(splitEnd + 1);
    return split(
            taskId.substring(0, environmentEnd), taskId.substring(environmentEnd + 1, splitEnd))
        .flatMap(split -> split.byKey(key));
  }

  /**
   * Tasks of consecutive seeds from {@code seed} on, no task twice. A finite split starts over
   * behind its last task and yields no more than it has. With a difficulty, seeds of another one
   * are passed over: in a finite split all of them, in a generated one at most {@code 32 · count +
   * 256}, so that fewer tasks may come back.
   *
   * @param seed at least 0
   * @param count at least 0
   * @throws IllegalArgumentException if either is negative
   */
  public List<Task> sample(TaskSplit split, long seed, int count, Optional<Difficulty> difficulty) {
    if (seed < 0) {
      throw new IllegalArgumentException("seed: " + seed + " (expected: at least 0)");
    }
    if (count < 0) {
      throw new IllegalArgumentException("count: " + count + " (expected: at least 0)");
    }
    long scanned = difficulty.isPresent() ? 32L * count + 256 : count;
    long start = seed;
    if (split.size().isPresent()) {
      scanned = split.size().getAsLong();
      start = scanned == 0 ? 0 : seed % scanned;
    }
    List<Task> tasks = new ArrayList<>();
    for (long i = 0; i < scanned && tasks.size() < count; i++) {
      if (start > Long.MAX_VALUE - i) {
        break; // seeds end here
      }
      Task task = split.task(start + i);
      if (difficulty.isEmpty() || difficulty.get() == task.difficulty()) {
        tasks.add(task);
      }
    }
    return tasks;
  }

  private static void checkName(String field, String name) {
    if (name.isEmpty() || name.indexOf('/') >= 0) {
      throw new IllegalArgumentException(
          field + ": '" + name + "' (expected: a name without a slash)");
    }
  }
}
