package io.plumbline.cli;

import io.plumbline.env.v1.Task;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.graders.tasks.TaskSplit;
import io.plumbline.trainer.budgets.TokenCounter;
import io.plumbline.trainer.evaluation.Evaluation;
import io.plumbline.trainer.evaluation.Findings;
import io.plumbline.trainer.evaluation.Report;
import io.plumbline.trainer.evaluation.ReportTable;
import io.plumbline.trainer.policies.Behaviour;
import io.plumbline.trainer.policies.PolicyStack;
import io.plumbline.trainer.policies.ScriptedPolicy;
import io.plumbline.trainer.runs.RunConfig;
import io.plumbline.trainer.runs.RunConfigFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "demo",
    description = {
      "Starts a server, runs the scripted policies against every environment over gRPC and"
          + " prints what each earns.",
      "Then evaluates the embedded policy, which loses rows of long tables, trains it on rewards"
          + " alone, evaluates it again and writes a report."
    })
final class DemoCommand implements Callable<Integer> {
  private static final int TASKS = 40;
  private static final int AMPLE_TOKENS = 2048;

  /** Budgets under which the perfect policy is tried on long tables. */
  private static final List<Integer> BUDGETS = List.of(384, 512, 640, 768, 1024);

  private final RunConfigFile settings;
  private final String policy;

  @Spec private CommandSpec spec;

  @Option(
      names = "--tasks",
      paramLabel = "FILE",
      description = "task file to run as well, such as collab-eval's; may be repeated")
  private List<Path> taskFiles = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "where the learning half leaves its files; without it a new temporary folder")
  private @Nullable Path folder;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "of the learning half (default: ${DEFAULT-VALUE})")
  private long seed;

  DemoCommand() {
    this(RunConfigFile.demo(), PolicyStack.EMBEDDED);
  }

  /**
   * @param settings of the learning half
   * @param policy that it starts from
   */
  DemoCommand(RunConfigFile settings, String policy) {
    this.settings = settings;
    this.policy = policy;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Requirements.atLeast("seed", seed, 0);
    if (folder != null) {
      Requirements.emptyFolder("out", folder, "");
    }
    showScripted();
    Path learning = folder == null ? Files.createTempDirectory("plumbline-demo") : folder;
    PrintWriter err = spec.commandLine().getErr();
    return StopSignal.heed(
        stop -> learn(learning, stop), () -> Progress.to(err).accept("plumbline: stopped"));
  }

  /** Trains the embedded policy, within this process. */
  private void learn(Path learning, BooleanSupplier stop) throws IOException, InterruptedException {
    RunConfig config = settings.with("seed", Long.toString(seed), "--seed").config();
    PrintWriter out = spec.commandLine().getOut();
    out.println();
    out.printf("%s policy, %d updates on rewards alone%n", policy, config.updates());
    out.flush();
    try (PolicyStack start = PolicyStack.open(policy);
        Workbench workbench = Workbench.inProcess(Assembly.catalogue())) {
      new Training(config, start, learning, out).run(workbench, stop);
    }
  }

  private void showScripted() throws IOException, InterruptedException {
    TaskCatalogue catalogue = Assembly.catalogue();
    List<TaskSplit> splits = new ArrayList<>();
    splits.add(Assembly.split(catalogue, "spreadsheet_clean", "heldout"));
    TaskSplit stress = Assembly.split(catalogue, "spreadsheet_clean", "stress_heldout");
    splits.add(stress);
    splits.add(Assembly.split(catalogue, "doc_revision", "generated_heldout"));
    splits.add(Assembly.split(catalogue, "citation_ground", "generated_heldout"));
    for (Path file : taskFiles) {
      TaskSplit split = TaskFiles.read(file);
      catalogue = TaskFiles.with(catalogue, file, split);
      splits.add(split);
    }
    PrintWriter out = spec.commandLine().getOut();
    try (Workbench workbench = Workbench.over(catalogue);
        TokenCounter counter = Tokenizers.of(null)) {
      out.println("plumbline: serving on 127.0.0.1:" + workbench.port());
      out.println("plumbline: tokens are counted by " + counter.describe());
      for (TaskSplit split : splits) {
        show(out, workbench, split, counter);
      }
      List<Report> sweep = new ArrayList<>();
      List<Task> tasks = workbench.tasks(stress.environment(), stress.name(), 0, TASKS);
      for (int budget : BUDGETS) {
        sweep.add(evaluate(workbench, Behaviour.GOLD, counter, stress, tasks, budget));
      }
      out.println();
      out.println(Findings.reachability(sweep));
      out.flush();
    }
  }

  private static void show(
      PrintWriter out, Workbench workbench, TaskSplit split, TokenCounter counter)
      throws InterruptedException {
    List<Task> tasks = workbench.tasks(split.environment(), split.name(), 0, TASKS);
    List<Report> reports = new ArrayList<>();
    for (Behaviour behaviour : Behaviour.values()) {
      if (behaviour.supports(split.environment())) {
        reports.add(evaluate(workbench, behaviour, counter, split, tasks, AMPLE_TOKENS));
      }
    }
    out.println();
    out.printf(
        "%s, %d tasks of %s, %d tokens%n",
        split.environment(), tasks.size(), split.name(), AMPLE_TOKENS);
    out.println(ReportTable.of(reports));
    out.println(Findings.exploits(reports));
    out.flush();
  }

  private static Report evaluate(
      Workbench workbench,
      Behaviour behaviour,
      TokenCounter counter,
      TaskSplit split,
      List<Task> tasks,
      int maxTokens)
      throws InterruptedException {
    ScriptedPolicy policy = new ScriptedPolicy(behaviour, workbench.references(), counter);
    return new Evaluation(workbench.environments(), workbench.references())
        .run(policy, split.name(), tasks, maxTokens)
        .report();
  }
}
