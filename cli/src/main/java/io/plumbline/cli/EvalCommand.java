package io.plumbline.cli;

import io.plumbline.cli.evaluation.Evaluation;
import io.plumbline.cli.evaluation.Report;
import io.plumbline.cli.evaluation.ReportTable;
import io.plumbline.cli.policies.ScriptedPolicy;
import io.plumbline.cli.tokens.Tokenizer;
import io.plumbline.graders.Environment;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.graders.tasks.TaskSplit;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "eval",
    description = "Evaluates a policy over tasks through the contract: a table, and JSON.")
final class EvalCommand implements Callable<Integer> {
  /** The server's own limit. */
  private static final int MAX_TOKENS = 1 << 20;

  @Spec private CommandSpec spec;

  @Option(
      names = "--policy",
      required = true,
      description = "gold, copy, naive, dropper, duplicator or hider")
  private String policy;

  @Option(
      names = "--tasks",
      required = true,
      paramLabel = "FILE|SPLIT",
      description = "a task file, or a split such as heldout or stress_heldout")
  private String tasks;

  @Option(names = "--max-tokens", required = true, description = "the token budget of an episode")
  private int maxTokens;

  @Option(
      names = "--env",
      defaultValue = "spreadsheet_clean",
      description = "whose split it is (default: ${DEFAULT-VALUE})")
  private String environment;

  @Option(
      names = "--seed",
      defaultValue = "0",
      description = "first task of a split (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--count",
      defaultValue = "40",
      description = "tasks of a split (default: ${DEFAULT-VALUE})")
  private int count;

  @Option(
      names = "--tokenizer",
      paramLabel = "DIR",
      description = "folder with a tokenizer.json; without it a built-in estimate counts tokens")
  private @Nullable Path tokenizer;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "where the JSON goes; without it, it is the last line printed")
  private @Nullable Path out;

  @Override
  public Integer call() throws IOException {
    ScriptedPolicy chosen =
        ScriptedPolicy.named(policy)
            .orElseThrow(
                () ->
                    new UserError(
                        "policy: \""
                            + policy
                            + "\" (expected: one of "
                            + ScriptedPolicy.names()
                            + ")"));
    Requirements.within("max-tokens", maxTokens, 1, MAX_TOKENS);
    Requirements.atLeast("seed", seed, 0);
    Requirements.atLeast("count", count, 1);
    if (out != null) {
      Requirements.writable("out", out);
    }
    try (Tokenizer counter = Tokenizers.of(tokenizer)) {
      Report report = evaluate(chosen, counter);
      PrintWriter printer = spec.commandLine().getOut();
      printer.println(ReportTable.of(List.of(report)));
      String json = Json.line(report.json());
      if (out == null) {
        printer.println(json);
      } else {
        Files.writeString(out, json + "\n");
      }
      printer.flush();
    }
    return 0;
  }

  /** A split's name is a split, whatever lies in the working directory. */
  private boolean isFile(TaskCatalogue catalogue) {
    return tasks.endsWith(".jsonl")
        || (catalogue.split(environment, tasks).isEmpty() && Files.exists(Path.of(tasks)));
  }

  private Report evaluate(ScriptedPolicy chosen, Tokenizer counter) throws IOException {
    TaskCatalogue catalogue = Assembly.catalogue();
    TaskSplit split;
    if (isFile(catalogue)) {
      split = TaskFiles.read(Path.of(tasks));
      catalogue = TaskCatalogue.of(split); // whose name may be a built-in split's
    } else {
      split = Assembly.split(catalogue, Assembly.environment(environment).name(), tasks);
    }
    Environment family = Assembly.environment(split.environment());
    if (!chosen.supports(family.name())) {
      throw new UserError(
          "policy: \""
              + policy
              + "\" (expected: one that means something for "
              + family.name()
              + ")");
    }
    try (Workbench workbench = Workbench.over(catalogue)) {
      return new Evaluation(workbench.client(), counter)
          .run(family, chosen, tasks, workbench.tasks(split, seed, count), maxTokens);
    }
  }
}
