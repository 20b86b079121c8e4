package io.plumbline.cli;

import io.plumbline.graders.tasks.Difficulty;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.graders.tasks.TaskSplit;
import io.plumbline.graders.tasks.files.TaskFile;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "tasks",
    description = "Prints tasks with their references as the JSONL of a task file.")
final class TasksCommand implements Callable<Integer> {
  /** As many as one command may hold in memory. */
  private static final int MAX_COUNT = 100_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--env",
      defaultValue = "spreadsheet_clean",
      description = "the environment (default: ${DEFAULT-VALUE})")
  private String environment;

  @Option(
      names = "--split",
      defaultValue = "train",
      description = "its split (default: ${DEFAULT-VALUE})")
  private String split;

  @Option(
      names = "--seed",
      defaultValue = "0",
      description = "the first task's seed (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--count",
      defaultValue = "1",
      description = "how many (default: ${DEFAULT-VALUE}); a finite split yields each task once")
  private int count;

  @Option(names = "--difficulty", description = "only easy, medium or hard ones")
  private @Nullable String difficulty;

  @Override
  public Integer call() {
    Requirements.atLeast("seed", seed, 0);
    Requirements.within("count", count, 0, MAX_COUNT);
    TaskCatalogue catalogue = Assembly.catalogue();
    TaskSplit from = Assembly.split(catalogue, Assembly.environment(environment).name(), split);
    List<Task> tasks = catalogue.sample(from, seed, count, wanted());
    PrintWriter out = spec.commandLine().getOut();
    for (Task task : tasks) {
      out.print(TaskFile.line(task));
      out.print('\n');
    }
    out.flush();
    return ExitCodes.OK;
  }

  private Optional<Difficulty> wanted() {
    if (difficulty == null) {
      return Optional.empty();
    }
    Optional<Difficulty> named = Difficulty.named(difficulty);
    if (named.isEmpty()) {
      throw new UserError(
          "difficulty: \""
              + difficulty
              + "\" (expected: one of "
              + Arrays.stream(Difficulty.values())
                  .map(Difficulty::label)
                  .collect(Collectors.joining(", "))
              + ")");
    }
    return named;
  }
}
