package io.plumbline.cli;

import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.graders.tasks.TaskSplit;
import io.plumbline.graders.tasks.files.TaskFile;
import io.plumbline.graders.tasks.files.TaskFileException;
import java.nio.file.Path;
import java.util.List;

/** Task files on the command line. */
final class TaskFiles {

  private TaskFiles() {}

  /** {@code catalogue} and a split for each file. */
  static TaskCatalogue mounted(TaskCatalogue catalogue, List<Path> files) {
    TaskCatalogue mounted = catalogue;
    for (Path file : files) {
      mounted = with(mounted, file, read(file));
    }
    return mounted;
  }

  /** {@code catalogue} and the split of one file. */
  static TaskCatalogue with(TaskCatalogue catalogue, Path file, TaskSplit split) {
    try {
      return catalogue.with(split);
    } catch (IllegalArgumentException e) {
      throw new UserError("tasks: " + file + ": " + e.getMessage());
    }
  }

  static TaskSplit read(Path file) {
    try {
      return TaskFile.read(file);
    } catch (TaskFileException e) {
      throw new UserError(String.valueOf(e.getMessage()));
    }
  }
}
