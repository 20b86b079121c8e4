package io.plumbline.cli;

import io.plumbline.env.v1.Task;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.graders.tasks.TaskSplit;
import io.plumbline.trainer.experiment.Replay;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Command(
    name = "replay",
    description = {
      "What collab-eval's token budgets do to policies that make no mistake, on collab-eval's held-out"
          + " tasks and counted by Qwen's tokenizer, beside the figures that it published.",
      "Shows what the budget is sufficient for; their models are not run again."
    })
final class ReplayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--tasks",
      paramLabel = "DIR",
      defaultValue = "../shared/collab-eval/tasks",
      description = "where collab-eval's task files lie (default: ${DEFAULT-VALUE})")
  private Path tasks;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "where the JSON goes: published and measured figures")
  private @Nullable Path out;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (out != null) {
      Requirements.writable("out", out);
    }
    Map<String, Object> replay = of(tasks);
    print(JsonMapper.shared().valueToTree(replay));
    if (out != null) {
      Files.writeString(out, Json.line(replay) + "\n");
    }
    return ExitCodes.OK;
  }

  /** Whether all task files are in a folder. */
  static boolean isPossible(Path folder) {
    return Replay.files().stream().allMatch(file -> Files.isRegularFile(folder.resolve(file)));
  }

  /** Published and measured figures. */
  static Map<String, Object> of(Path folder) throws IOException, InterruptedException {
    List<TaskSplit> splits = new ArrayList<>();
    Map<String, TaskSplit> byFile = new LinkedHashMap<>();
    for (String name : Replay.files()) {
      Path file = folder.resolve(name);
      if (!Files.isRegularFile(file)) {
        throw new UserError(
            "tasks: " + file + ": does not exist (expected: collab-eval's task files)");
      }
      TaskSplit split = TaskFiles.read(file);
      splits.add(split);
      byFile.put(name, split);
    }
    TaskCatalogue catalogue = TaskCatalogue.of(splits.get(0));
    for (TaskSplit split : splits.subList(1, splits.size())) {
      catalogue = catalogue.with(split);
    }
    try (Workbench workbench = Workbench.inProcess(catalogue)) {
      return Replay.run(
          workbench.environments(),
          workbench.references(),
          file -> all(workbench, Objects.requireNonNull(byFile.get(file), file)));
    }
  }

  private static List<Task> all(Workbench workbench, TaskSplit split) throws InterruptedException {
    return workbench.tasks(split.environment(), split.name(), 0, 0);
  }

  private void print(JsonNode replay) {
    PrintWriter writer = spec.commandLine().getOut();
    for (JsonNode set : replay.path("sets")) {
      writer.println(set.path("tasks").asString());
      for (Map.Entry<String, JsonNode> figure : set.path("published").properties()) {
        List<String> values = new ArrayList<>();
        figure.getValue().forEachEntry((of, value) -> values.add(value + " (" + of + ")"));
        writer.println("  published " + figure.getKey() + ": " + String.join(", ", values));
      }
      for (JsonNode measured : set.path("measured")) {
        writer.printf(
            Locale.ROOT,
            "  %-4s within %4d tokens: data_preservation %.4f, composite %.3f, truncated %.3f%n",
            measured.path("policy").asString(),
            measured.path("max_tokens").asInt(),
            measured.path("reference").path("data_preservation").asDouble(),
            measured.path("reference").path("composite").asDouble(),
            measured.path("truncated").asDouble());
      }
    }
    writer.println(
        "=> the budget is sufficient to produce these figures; the models were not run again.");
    writer.flush();
  }
}
