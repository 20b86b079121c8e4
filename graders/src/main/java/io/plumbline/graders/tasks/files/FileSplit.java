package io.plumbline.graders.tasks.files;

import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskSplit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The tasks of one file, in its order. */
final class FileSplit implements TaskSplit {
  private final String environment;
  private final String name;
  private final boolean open;
  private final List<Task> tasks;
  private final Map<String, Task> byKey = new HashMap<>();

  /** {@code tasks}: at least one. */
  FileSplit(String environment, String name, boolean open, List<Task> tasks) {
    this.environment = environment;
    this.name = name;
    this.open = open;
    this.tasks = List.copyOf(tasks);
    tasks.forEach(task -> byKey.put(key(task), task));
  }

  /** The part of a task's id behind environment and split: its case id. */
  static String key(Task task) {
    return task.id().substring(task.environment().length() + task.split().length() + 2);
  }

  @Override
  public String environment() {
    return environment;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean open() {
    return open;
  }

  @Override
  public OptionalLong size() {
    return OptionalLong.of(tasks.size());
  }

  @Override
  public Task task(long seed) {
    if (seed < 0) {
      throw new IllegalArgumentException("seed: " + seed + " (expected: at least 0)");
    }
    return tasks.get((int) (seed % tasks.size()));
  }

  @Override
  public Optional<Task> byKey(String key) {
    return Optional.ofNullable(byKey.get(key));
  }
}
