package io.plumbline.trainer.experiment;

import io.plumbline.env.v1.Task;
import io.plumbline.graders.Profile;
import io.plumbline.graders.gates.EvaluationException;
import io.plumbline.graders.preflight.PreflightReport;
import io.plumbline.trainer.budgets.LexiconCounter;
import io.plumbline.trainer.checkpoint.CheckpointException;
import io.plumbline.trainer.environments.Environments;
import io.plumbline.trainer.evaluation.Evaluated;
import io.plumbline.trainer.evaluation.Report;
import io.plumbline.trainer.policies.Behaviour;
import io.plumbline.trainer.policies.DrawnOnce;
import io.plumbline.trainer.policies.LoadedPolicy;
import io.plumbline.trainer.policies.Policy;
import io.plumbline.trainer.policies.PolicyStack;
import io.plumbline.trainer.policies.References;
import io.plumbline.trainer.policies.ScriptedPolicy;
import io.plumbline.trainer.report.ExperimentReport;
import io.plumbline.trainer.runs.Evaluations;
import io.plumbline.trainer.runs.FolderLock;
import io.plumbline.trainer.runs.RunConfig;
import io.plumbline.trainer.runs.RunConfigFile;
import io.plumbline.trainer.runs.RunFolder;
import io.plumbline.trainer.runs.RunSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * An experiment in its folder, from the first run to the report. What is finished is not done
 * again: a process that was killed is followed by one that goes on, with one thread to the same
 * bytes.
 */
public final class Experiment {
  private final ExperimentConfig config;
  private final PolicyStack start;
  private final ExperimentFolder folder;
  private final RunSetup.Build build;
  private final BooleanSupplier stop;
  private final Consumer<String> progress;
  private final TimeLeft left;

  /** Looks for the fifteen failures in a run's folder. */
  @FunctionalInterface
  public interface Preflights {
    /** What it finds. */
    PreflightReport of(Path run) throws IOException, InterruptedException;
  }

  /**
   * Reads and writes nothing yet.
   *
   * @param start what every arm starts from, with a lexicon's tokenizer; stays open
   * @param folder is there; empty, or that of an experiment to go on with
   * @param stop asked between native calls; once true, {@link #run} throws {@link
   *     java.util.concurrent.CancellationException} and what was saved stands
   * @param progress takes a line for each update and each step
   */
  public Experiment(
      ExperimentConfig config,
      PolicyStack start,
      Path folder,
      RunSetup.Build build,
      BooleanSupplier stop,
      Consumer<String> progress) {
    this.config = config;
    this.start = start;
    this.folder = new ExperimentFolder(folder);
    this.build = build;
    this.stop = stop;
    this.progress = progress;
    double work = TimeLeft.evaluation(config.tasks());
    double all = 0;
    for (Arm arm : config.arms()) {
      double each = work + (arm.trained() ? TimeLeft.training(arm.config(0)) : 0);
      all += each * arm.seeds().size();
    }
    left = new TimeLeft(all);
  }

  /**
   * Takes the experiment to its end.
   *
   * @param environments where tasks come from and attempts are graded; stay open
   * @param references of their tasks: rows are counted with them
   * @param replay of collab-eval's figures, where their tasks are at hand
   * @return the report's page
   * @throws CheckpointException if the folder is another experiment's, damaged, or in use
   * @throws io.plumbline.trainer.runs.RunStoppedException if the starting policy is not what was
   *     recorded, or a run's start-up self-test fails
   */
  public Path run(
      Environments environments,
      References references,
      Preflights preflights,
      Optional<Map<String, Object>> replay)
      throws IOException, InterruptedException {
    folder.claim(config, build, start, isFinished());
    FolderLock lock = FolderLock.take(folder.path()).orElseThrow(this::inUse);
    try (lock) {
      runAll(environments, references);
      judge(preflights);
      if (replay.isPresent()) {
        folder.write("replay.json", replay.get());
      }
      return ExperimentReport.write(folder.path());
    }
  }

  private CheckpointException inUse() {
    return new CheckpointException(
        "experiment: " + folder.path() + " is in use (expected: one that nobody else runs)");
  }

  private void runAll(Environments environments, References references)
      throws IOException, InterruptedException {
    evaluateGold(environments, references);
    for (Arm arm : config.arms()) {
      for (long seed : arm.seeds()) {
        train(arm, seed, environments, references);
        evaluate(arm, seed, environments, references);
        foretell(arm, seed, environments, references);
      }
    }
  }

  private void judge(Preflights preflights) throws IOException, InterruptedException {
    try {
      folder.write("gates.json", Judgement.of(config, folder));
    } catch (EvaluationException e) {
      throw new CheckpointException(String.valueOf(e.getMessage()), e);
    }
    folder.write("preflight.json", preflight(preflights));
  }

  /** Whether every run is trained and evaluated; a run's loss on gold is what it writes last. */
  private boolean isFinished() {
    return config.arms().stream()
        .allMatch(
            arm ->
                arm.seeds().stream()
                    .map(seed -> folder.run(arm, seed).resolve(ExperimentFolder.GOLD_LOSS))
                    .allMatch(Files::exists));
  }

  /** What could be reached at all, before anything is trained. */
  private void evaluateGold(Environments environments, References references)
      throws IOException, InterruptedException {
    Path gold = Files.createDirectories(folder.path().resolve(ExperimentFolder.GOLD));
    RunConfig any = config.baseline().config(config.baseline().seeds().get(0));
    Policy policy =
        new ScriptedPolicy(Behaviour.GOLD, references, new LexiconCounter(start.lexicon()));
    for (int budget : config.budgets()) {
      if (!Files.exists(gold.resolve(ExperimentFolder.evaluation(budget)))) {
        write(gold, budget, evaluations(any, budget, environments, references), policy, policy);
      }
    }
  }

  private void train(Arm arm, long seed, Environments environments, References references)
      throws IOException, InterruptedException {
    if (!arm.trained()) {
      return;
    }
    RunConfig settings = arm.config(seed);
    Path run = Files.createDirectories(folder.run(arm, seed));
    if (Files.exists(run.resolve("report.html"))) { // a run writes it last
      left.skip(TimeLeft.training(settings));
      return;
    }
    String name = ExperimentFolder.name(arm, seed);
    progress.accept(name + ": " + arm.title() + "; " + left);
    if (RunSetup.isRun(run)) {
      RunConfigFile.difference(settings, RunSetup.settings(run).config())
          .ifPresent(
              difference -> {
                throw new CheckpointException(name + "/" + RunSetup.CONFIG + ": " + difference);
              });
    }
    long started = System.nanoTime();
    RunSetup setup = new RunSetup(settings, start, run);
    setup.describe(build, environments.listing());
    setup.run(environments, references, stop, line -> progress.accept(name + ": " + line));
    finished(name + "/train", TimeLeft.training(settings), started);
  }

  /** The trained policy under every budget, or the starting one as this seed samples from it. */
  private void evaluate(Arm arm, long seed, Environments environments, References references)
      throws IOException, InterruptedException {
    Path run = Files.createDirectories(folder.run(arm, seed));
    double work = TimeLeft.evaluation(config.tasks());
    List<Integer> missing =
        config.budgets().stream()
            .filter(each -> !Files.exists(run.resolve(ExperimentFolder.evaluation(each))))
            .toList();
    if (missing.isEmpty()) {
      left.skip(work);
      return;
    }
    RunConfig settings = arm.config(seed);
    String step = ExperimentFolder.name(arm, seed) + "/evaluation";
    progress.accept(step + ": " + config.tasks() + " tables of either kind; " + left);
    long started = System.nanoTime();
    try (PolicyStack stack = policy(arm, run);
        LoadedPolicy loaded = new LoadedPolicy(stack, settings.threads(), stop)) {
      int most = config.ampleBudget();
      // As the run's own evaluations draw.
      Policy sampled = new DrawnOnce(loaded.at(settings.temperature(), seed + 1), most);
      Policy greedy = new DrawnOnce(loaded.at(0, seed + 1), most);
      for (int budget : missing) {
        write(
            run, budget, evaluations(settings, budget, environments, references), sampled, greedy);
      }
    }
    finished(step, work, started);
  }

  /** How well a policy foretells the gold of an open split of long tables. */
  private void foretell(Arm arm, long seed, Environments environments, References references)
      throws IOException, InterruptedException {
    Path run = folder.run(arm, seed);
    if (Files.exists(run.resolve(ExperimentFolder.GOLD_LOSS))) {
      return;
    }
    RunConfig settings = arm.config(seed);
    List<Task> tasks =
        environments.tasks(
            settings.environment(), settings.sampleSplit(), 0, settings.evaluationTasks());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("tasks", settings.sampleSplit());
    try (PolicyStack stack = policy(arm, run)) {
      json.put("nats_per_token", GoldLoss.of(stack, tasks, references, stop));
    }
    new RunFolder(run).write(ExperimentFolder.GOLD_LOSS, json);
  }

  private PolicyStack policy(Arm arm, Path run) {
    return arm.trained()
        ? PolicyStack.open(arm.name(), run)
        : PolicyStack.open(start.name(), start.parts());
  }

  private Evaluations evaluations(
      RunConfig settings, int budget, Environments environments, References references)
      throws InterruptedException {
    return new Evaluations(config.evaluation(settings, budget), environments, references);
  }

  private void write(Path run, int budget, Evaluations evaluations, Policy sampled, Policy greedy)
      throws IOException, InterruptedException {
    Map<String, Evaluated> all = evaluations.of(sampled, greedy);
    new RunFolder(run).write(ExperimentFolder.evaluation(budget), evaluations.json(all));
    Report stress = Objects.requireNonNull(all.get("stress"), "stress").report();
    Map<String, Double> strict =
        Objects.requireNonNull(stress.profiles().get(Profile.STRICT.label()), "strict")
            .dimensions();
    progress.accept(
        String.format(
            Locale.ROOT,
            "%s within %d tokens: stress data_preservation %.3f, truncated %.3f",
            folder.path().relativize(run),
            budget,
            strict.getOrDefault("data_preservation", Double.NaN),
            stress.truncated()));
  }

  private void finished(String step, double work, long started) throws IOException {
    double seconds = (System.nanoTime() - started) / 1e9;
    folder.appendStep(step, seconds);
    left.did(work, seconds);
  }

  private Object preflight(Preflights preflights) throws IOException, InterruptedException {
    Map<String, Object> all = new LinkedHashMap<>();
    for (Arm arm : config.arms()) {
      for (long seed : arm.trained() ? arm.seeds() : List.<Long>of()) {
        all.put(ExperimentFolder.name(arm, seed), preflights.of(folder.run(arm, seed)).json());
      }
    }
    return folder.withoutItsPath(all);
  }
}
