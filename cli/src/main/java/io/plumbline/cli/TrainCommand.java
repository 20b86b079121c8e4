package io.plumbline.cli;

import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.trainer.checkpoint.CheckpointException;
import io.plumbline.trainer.policies.PolicyFile;
import io.plumbline.trainer.policies.PolicyStack;
import io.plumbline.trainer.runs.RunConfig;
import io.plumbline.trainer.runs.RunConfigFile;
import io.plumbline.trainer.runs.RunFolder;
import io.plumbline.trainer.runs.RunSetup;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "train",
    description = {
      "Trains a policy on rewards from the environments: evaluates, updates an adapter, evaluates"
          + " again and writes a report.",
      "Ctrl-C keeps the last update, and --resume goes on from it."
    })
final class TrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "the run's folder: config.properties, manifest.json, metrics.jsonl, before.json,"
              + " after.json, report.html, the adapter and the state to resume from")
  private @Nullable Path out;

  @Option(
      names = "--policy",
      paramLabel = "NAME|DIR",
      description =
          "what to start from: embedded (the default), embedded-base, or the folder of a run, of a"
              + " model or of an adapter")
  private @Nullable String policy;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "settings that differ from the defaults, as --print-config shows them")
  private @Nullable Path configFile;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "one setting; may be repeated, and outranks --config")
  private List<String> settings = List.of();

  @Option(names = "--seed", description = "the setting seed")
  private @Nullable String seed;

  @Option(names = "--threads", description = "the setting threads; 0 is one per core")
  private @Nullable String threads;

  @Mixin private final ServerOptions server = new ServerOptions();

  @Option(
      names = "--resume",
      description =
          "goes on with the run in --out, under its own settings; others are refused by name")
  private boolean resume;

  @Option(names = "--print-config", description = "prints every setting with its default, and ends")
  private boolean printConfig;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter writer = spec.commandLine().getOut();
    if (printConfig) {
      writer.print(RunConfigFile.defaultsText());
      writer.flush();
      return ExitCodes.OK;
    }
    if (out == null) {
      throw new ParameterException(spec.commandLine(), "Missing required option: '--out=DIR'");
    }
    Path folder = out;
    return resume ? goOn(folder) : begin(folder);
  }

  private int begin(Path folder) throws IOException, InterruptedException {
    RunConfig config = config(RunConfigFile.defaults());
    try (PolicyStack start = PolicyStack.open(policy == null ? PolicyStack.EMBEDDED : policy)) {
      Requirements.emptyFolder("out", folder, "; --resume goes on with a run");
      return train(config, start, folder);
    }
  }

  private int goOn(Path folder) throws IOException, InterruptedException {
    Path file = folder.resolve(RunSetup.CONFIG);
    if (!Files.exists(file)) {
      throw new UserError(
          "resume: " + folder + " (expected: a run's folder, with a " + RunSetup.CONFIG + ")");
    }
    RunConfigFile saved = layered(RunConfigFile.defaults(), file);
    RunConfig config = checked(saved);
    Optional<String> difference = RunConfigFile.difference(config(saved), config);
    if (difference.isPresent()) {
      throw new UserError(difference.get().replaceFirst("\\)$", ", as " + file + " has it)"));
    }
    PolicyFile parts = RunSetup.startingPolicy(folder);
    if (policy != null) {
      try (PolicyStack asked = PolicyStack.open(policy)) {
        if (!asked.parts().equals(parts)) {
          throw new UserError(
              "policy: \"" + policy + "\" (expected: the one that the run began with, or none)");
        }
      }
    }
    try (PolicyStack start = PolicyStack.open(folder.toString(), parts)) {
      return train(config, start, folder);
    }
  }

  private int train(RunConfig config, PolicyStack start, Path folder)
      throws IOException, InterruptedException {
    return StopSignal.heed(stop -> train(config, start, folder, stop), () -> sayStopped(folder));
  }

  private void train(RunConfig config, PolicyStack start, Path folder, BooleanSupplier stop)
      throws IOException, InterruptedException {
    TaskCatalogue catalogue = Assembly.catalogue();
    try (Workbench workbench =
        server.workbench(catalogue, Progress.heeding(spec.commandLine().getErr(), stop))) {
      new Training(config, start, folder, spec.commandLine().getOut()).run(workbench, stop);
    }
  }

  private void sayStopped(Path folder) {
    String done;
    try {
      done = "stopped after update " + new RunFolder(folder).updatesSaved();
    } catch (CheckpointException e) {
      done = "stopped";
    }
    Progress.to(spec.commandLine().getErr()).accept("plumbline: " + done + "; --resume goes on");
    spec.commandLine().getOut().flush();
  }

  /** The settings asked for, laid over {@code below}. */
  private RunConfig config(RunConfigFile below) throws IOException {
    RunConfigFile file = configFile == null ? below : layered(below, configFile);
    try {
      for (String setting : settings) {
        int equals = setting.indexOf('=');
        if (equals < 0) {
          throw new UserError("--set: \"" + setting + "\" (expected: key=value)");
        }
        file = file.with(setting.substring(0, equals), setting.substring(equals + 1), "--set");
      }
      file = seed == null ? file : file.with("seed", seed, "--seed");
      file = threads == null ? file : file.with("threads", threads, "--threads");
    } catch (IllegalArgumentException e) {
      throw new UserError(e);
    }
    return checked(file);
  }

  private static RunConfigFile layered(RunConfigFile below, Path file) throws IOException {
    try {
      return below.with(file);
    } catch (IllegalArgumentException e) {
      throw new UserError(e);
    }
  }

  private static RunConfig checked(RunConfigFile file) {
    try {
      return file.config();
    } catch (IllegalArgumentException e) {
      throw new UserError(e);
    }
  }
}
