package io.plumbline.cli;

import io.plumbline.graders.tasks.Difficulty;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.graders.tasks.TaskSplit;
import io.plumbline.graders.tasks.files.TaskFile;
import io.plumbline.trainer.practice.PracticeTables;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
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

  /** Unseen words cost a token a byte: so many rows are as long as 25 in known ones. */
  private static final int LEAST_ROWS = 5;

  private static final int MOST_ROWS = 10;

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

  @Option(
      names = "--unseen-words",
      description =
          "instead of a split's: stress tables whose words and figures no generator knows")
  private boolean unseenWords;

  @Override
  public Integer call() {
    Requirements.atLeast("seed", seed, 0);
    Requirements.within("count", count, 0, MAX_COUNT);
    List<Task> tasks = unseenWords ? reworded() : ofSplit();
    PrintWriter out = spec.commandLine().getOut();
    for (Task task : tasks) {
      out.print(TaskFile.line(task));
      out.print('\n');
    }
    out.flush();
    return ExitCodes.OK;
  }

  private List<Task> ofSplit() {
    TaskCatalogue catalogue = Assembly.catalogue();
    TaskSplit from = Assembly.split(catalogue, Assembly.environment(environment).name(), split);
    return catalogue.sample(from, seed, count, wanted());
  }

  private List<Task> reworded() {
    return LongStream.range(seed, seed + count)
        .mapToObj(each -> PracticeTables.unseenWords(each, LEAST_ROWS, MOST_ROWS))
        .toList();
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
