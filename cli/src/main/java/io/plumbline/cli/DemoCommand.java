package io.plumbline.cli;

import io.plumbline.cli.evaluation.Evaluation;
import io.plumbline.cli.evaluation.Findings;
import io.plumbline.cli.evaluation.Report;
import io.plumbline.cli.evaluation.ReportTable;
import io.plumbline.cli.policies.ScriptedPolicy;
import io.plumbline.cli.tokens.Tokenizer;
import io.plumbline.graders.Environment;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.graders.tasks.TaskSplit;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "demo",
    description =
        "Starts a server, runs the scripted policies against every environment over gRPC and"
            + " prints what each earns.")
final class DemoCommand implements Callable<Integer> {
  private static final int TASKS = 40;
  private static final int AMPLE_TOKENS = 2048;

  /** Budgets under which the perfect policy is tried on long tables. */
  private static final List<Integer> BUDGETS = List.of(384, 512, 640, 768, 1024);

  @Spec private CommandSpec spec;

  @Option(
      names = "--tasks",
      paramLabel = "FILE",
      description = "task file to run as well, such as collab-eval's; may be repeated")
  private List<Path> taskFiles = List.of();

  @Override
  public Integer call() throws IOException {
    TaskCatalogue catalogue = Assembly.catalogue();
    List<TaskSplit> splits = new ArrayList<>();
    splits.add(Assembly.split(catalogue, "spreadsheet_clean", "heldout"));
    TaskSplit stress = Assembly.split(catalogue, "spreadsheet_clean", "stress_heldout");
    splits.add(stress);
    splits.add(Assembly.split(catalogue, "doc_revision", "train"));
    splits.add(Assembly.split(catalogue, "citation_ground", "train"));
    for (Path file : taskFiles) {
      TaskSplit split = TaskFiles.read(file);
      catalogue = TaskFiles.with(catalogue, file, split);
      splits.add(split);
    }
    PrintWriter out = spec.commandLine().getOut();
    try (Workbench workbench = Workbench.over(catalogue);
        Tokenizer tokenizer = Tokenizers.of(null)) {
      out.println("plumbline: serving on 127.0.0.1:" + workbench.port());
      out.println("plumbline: tokens are counted by " + tokenizer.describe());
      Evaluation evaluation = new Evaluation(workbench.client(), tokenizer);
      for (TaskSplit split : splits) {
        show(out, evaluation, split, workbench.tasks(split, 0, TASKS));
      }
      List<Report> sweep = new ArrayList<>();
      for (int budget : BUDGETS) {
        sweep.add(
            evaluation.run(
                Assembly.environment(stress.environment()),
                ScriptedPolicy.GOLD,
                stress.name(),
                workbench.tasks(stress, 0, TASKS),
                budget));
      }
      out.println();
      out.println(Findings.reachability(sweep));
      out.flush();
    }
    return 0;
  }

  private static void show(
      PrintWriter out, Evaluation evaluation, TaskSplit split, List<Task> tasks) {
    Environment environment = Assembly.environment(split.environment());
    List<Report> reports = new ArrayList<>();
    for (ScriptedPolicy policy : ScriptedPolicy.values()) {
      if (policy.supports(environment.name())) {
        reports.add(evaluation.run(environment, policy, split.name(), tasks, AMPLE_TOKENS));
      }
    }
    out.println();
    out.printf(
        "%s, %d tasks of %s, %d tokens%n",
        environment.name(), tasks.size(), split.name(), AMPLE_TOKENS);
    out.println(ReportTable.of(reports));
    out.println(Findings.exploits(reports));
    out.flush();
  }
}
