package io.plumbline.cli;

import io.plumbline.env.v1.Task;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.graders.tasks.TaskSplit;
import io.plumbline.trainer.budgets.TokenCounter;
import io.plumbline.trainer.evaluation.Evaluated;
import io.plumbline.trainer.evaluation.Evaluation;
import io.plumbline.trainer.evaluation.Report;
import io.plumbline.trainer.evaluation.ReportTable;
import io.plumbline.trainer.policies.Behaviour;
import io.plumbline.trainer.policies.LoadedPolicy;
import io.plumbline.trainer.policies.Policy;
import io.plumbline.trainer.policies.PolicyStack;
import io.plumbline.trainer.policies.ScriptedPolicy;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "eval",
    description = {
      "Evaluates a policy over tasks through the contract: a table, and JSON.",
      "A learned policy is evaluated sampled, at temperature 1, and greedily; its JSON has the"
          + " greedy evaluation in the field greedy of the sampled one."
    })
final class EvalCommand implements Callable<Integer> {
  /** The server's own limit. */
  private static final int MAX_TOKENS = 1 << 20;

  private static final double TEMPERATURE = 1;

  @Spec private CommandSpec spec;

  @Option(
      names = "--policy",
      required = true,
      paramLabel = "NAME|DIR",
      description =
          "scripted: gold, copy, naive, dropper, duplicator or hider; learned: embedded,"
              + " embedded-base or the folder of a run, of a model or of an adapter")
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
      description =
          "first task of a split, and what a learned policy samples by (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--count",
      defaultValue = "40",
      description = "tasks of a split (default: ${DEFAULT-VALUE})")
  private int count;

  @Option(
      names = "--tokenizer",
      paramLabel = "DIR",
      description =
          "folder with a tokenizer.json, for scripted policies; without it a built-in estimate"
              + " counts tokens")
  private @Nullable Path tokenizer;

  @Mixin private final ServerOptions server = new ServerOptions();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "where the JSON goes; without it, it is the last line printed")
  private @Nullable Path out;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Requirements.within("max-tokens", maxTokens, 1, MAX_TOKENS);
    Requirements.atLeast("seed", seed, 0);
    Requirements.atLeast("count", count, 1);
    if (out != null) {
      Requirements.writable("out", out);
    }
    Optional<Behaviour> scripted = Behaviour.named(policy);
    if (scripted.isEmpty()) {
      requireLearned();
    }
    return StopSignal.heed(stop -> evaluate(scripted, stop), () -> {});
  }

  private void requireLearned() {
    if (tokenizer != null) {
      throw new UserError(
          "tokenizer: " + tokenizer + " (expected: none, since " + policy + " counts by its own)");
    }
    boolean known = policy.equals(PolicyStack.EMBEDDED) || policy.equals(PolicyStack.EMBEDDED_BASE);
    if (!known && !exists(policy)) {
      throw new UserError(
          "policy: \""
              + policy
              + "\" (expected: one of "
              + Behaviour.names()
              + ", embedded, embedded-base, or a folder)");
    }
  }

  private static boolean exists(String path) {
    try {
      return Files.exists(Path.of(path));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private void evaluate(Optional<Behaviour> scripted, BooleanSupplier stop)
      throws IOException, InterruptedException {
    TaskCatalogue catalogue = Assembly.catalogue();
    String family = environment;
    String split = tasks;
    if (isFile(catalogue)) {
      TaskSplit file = TaskFiles.read(Path.of(tasks));
      catalogue = TaskCatalogue.of(file); // whose name may be a built-in split's
      family = file.environment();
      split = file.name();
    }
    try (Workbench workbench = workbench(catalogue, stop)) {
      List<Task> chosen = workbench.tasks(family, split, seed, count);
      if (chosen.isEmpty()) {
        throw new UserError("tasks: \"" + tasks + "\" has none (expected: at least one)");
      }
      if (scripted.isPresent()) {
        try (TokenCounter counter = Tokenizers.of(tokenizer)) {
          Policy policy = new ScriptedPolicy(scripted.get(), workbench.references(), counter);
          Evaluated evaluated = evaluated(workbench, policy, chosen);
          print(List.of(evaluated.report()), evaluated.json());
        }
      } else {
        try (PolicyStack stack = PolicyStack.open(policy);
            LoadedPolicy loaded = new LoadedPolicy(stack, Requirements.threads(0), stop)) {
          Evaluated sampled = evaluated(workbench, loaded.at(TEMPERATURE, seed), chosen);
          Evaluated greedy = evaluated(workbench, loaded.at(0, seed), chosen);
          Map<String, Object> json = sampled.json();
          json.put("greedy", greedy.json());
          print(List.of(sampled.report(), greedy.report()), json);
        }
      }
    }
  }

  /** A split's name is a split, whatever lies in the working directory. */
  private boolean isFile(TaskCatalogue catalogue) {
    boolean file =
        tasks.endsWith(".jsonl")
            || (server.address().isEmpty()
                && catalogue.split(environment, tasks).isEmpty()
                && Files.exists(Path.of(tasks)));
    if (file && server.address().isPresent()) {
      throw new UserError(
          "tasks: \""
              + tasks
              + "\" (expected: a split of the server at "
              + server.address().get()
              + ")");
    }
    return file;
  }

  private Workbench workbench(TaskCatalogue catalogue, BooleanSupplier stop)
      throws IOException, InterruptedException {
    return server.workbench(catalogue, Progress.heeding(spec.commandLine().getErr(), stop));
  }

  private Evaluated evaluated(Workbench workbench, Policy policy, List<Task> chosen)
      throws InterruptedException {
    requireSupport(policy, chosen.get(0).getEnvironment());
    try {
      return new Evaluation(workbench.environments(), workbench.references())
          .run(policy, tasks, chosen, maxTokens);
    } catch (IllegalArgumentException e) { // a reference or a position that is not there
      throw new UserError(e);
    }
  }

  private static void requireSupport(Policy policy, String family) {
    if (!policy.supports(family)) {
      throw new UserError(
          "policy: \""
              + policy.label()
              + "\" (expected: one that means something for "
              + family
              + ")");
    }
  }

  private void print(List<Report> reports, Map<String, Object> json) throws IOException {
    PrintWriter printer = spec.commandLine().getOut();
    printer.println(ReportTable.of(reports));
    if (out == null) {
      printer.println(Json.line(json));
    } else {
      Files.writeString(out, Json.line(json) + "\n");
    }
    printer.flush();
  }
}
