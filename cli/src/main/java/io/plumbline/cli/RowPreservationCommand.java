package io.plumbline.cli;

import io.plumbline.graders.preflight.PreflightReport;
import io.plumbline.trainer.experiment.Experiment;
import io.plumbline.trainer.experiment.ExperimentConfig;
import io.plumbline.trainer.experiment.ExperimentFile;
import io.plumbline.trainer.policies.PolicyStack;
import io.plumbline.trainer.report.ExperimentReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "row-preservation",
    description = {
      "Does reinforcement learning repair a policy that leaves rows out, beside SFT, DPO and controls,"
          + " under a token budget that truncates and one that does not: runs every arm, judges it and"
          + " writes a report.",
      "Ctrl-C, or a kill, keeps what is finished and every run's last update; the same command goes on"
          + " from there."
    })
final class RowPreservationCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "the experiment's folder: a run's folder for each arm and seed, gates.json, preflight.json,"
              + " replay.json, report.html, report.md; goes on with what is there")
  private @Nullable Path out;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "arms, data, budgets and seeds in place of those that --print-config shows")
  private @Nullable Path configFile;

  @Option(
      names = "--quick",
      description = "fewer and shorter arms, as the file says: ten to twelve minutes")
  private boolean quick;

  @Option(
      names = "--policy",
      paramLabel = "NAME|DIR",
      defaultValue = PolicyStack.EMBEDDED,
      description = "what every arm starts from (default: ${DEFAULT-VALUE})")
  private String policy;

  @Option(
      names = "--threads",
      defaultValue = "0",
      description = "of each run; 0 is one per core; with 1 the same bytes again")
  private int threads;

  @Option(
      names = "--tasks",
      paramLabel = "DIR",
      defaultValue = "../shared/collab-eval/tasks",
      description =
          "where collab-eval's task files lie, for the replay of its figures; without them it is left"
              + " out (default: ${DEFAULT-VALUE})")
  private Path tasks;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "where the report goes as well, as row-preservation.html and .md")
  private @Nullable Path report;

  @Option(
      names = "--print-config",
      description = "prints the experiment as it is declared, and ends")
  private boolean printConfig;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (printConfig) {
      spec.commandLine().getOut().print(ExperimentFile.bundledText());
      spec.commandLine().getOut().flush();
      return ExitCodes.OK;
    }
    if (out == null) {
      throw new ParameterException(spec.commandLine(), "Missing required option: '--out=DIR'");
    }
    ExperimentConfig config = config();
    Path folder = folder(out);
    return StopSignal.heed(
        stop -> run(config, folder, stop),
        () ->
            Progress.to(spec.commandLine().getErr())
                .accept("plumbline: stopped; the same command goes on from here"));
  }

  private ExperimentConfig config() throws IOException {
    int each = Requirements.threads(threads);
    try {
      return configFile == null
          ? ExperimentFile.bundled(quick, each)
          : ExperimentFile.read(configFile, quick, each);
    } catch (IllegalArgumentException e) {
      throw new UserError(e);
    }
  }

  /** A new folder, an empty one, or an experiment's. */
  private static Path folder(Path out) throws IOException {
    if (!Files.exists(out.resolve("experiment.json"))) {
      Requirements.emptyFolder("out", out, ", or one of an experiment to go on with");
    }
    return out;
  }

  private void run(ExperimentConfig config, Path folder, BooleanSupplier stop)
      throws IOException, InterruptedException {
    PrintWriter writer = spec.commandLine().getOut();
    Optional<Map<String, Object>> replay = Optional.empty();
    if (ReplayCommand.isPossible(tasks)) {
      replay = Optional.of(ReplayCommand.of(tasks));
    } else {
      writer.println("plumbline: no replay: collab-eval's task files are not in " + tasks);
    }
    try (PolicyStack start = PolicyStack.open(policy);
        Workbench workbench = Workbench.inProcess(Assembly.catalogue())) {
      Path page =
          new Experiment(config, start, folder, Version.build(), stop, Progress.to(writer))
              .run(
                  workbench.environments(),
                  workbench.references(),
                  RowPreservationCommand::preflight,
                  replay);
      if (report != null) {
        page = ExperimentReport.write(folder, report, "row-preservation");
      }
      writer.println("report: " + page);
      writer.flush();
    } catch (IllegalArgumentException e) { // such as a budget beyond the model's positions
      throw new UserError(e);
    }
  }

  private static PreflightReport preflight(Path run) throws IOException, InterruptedException {
    Preflight preflight = new Preflight();
    preflight.settings(Optional.of(run), Optional.empty(), Optional.empty());
    return preflight.report();
  }
}
