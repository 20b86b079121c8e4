package io.plumbline.cli;

import io.plumbline.env.v1.Task;
import io.plumbline.graders.gates.Candidacy;
import io.plumbline.graders.gates.EvaluationFile;
import io.plumbline.graders.gates.Measured;
import io.plumbline.graders.preflight.Checked;
import io.plumbline.graders.preflight.DataChecks;
import io.plumbline.graders.preflight.Pace;
import io.plumbline.graders.preflight.PreflightReport;
import io.plumbline.graders.preflight.ReportChecks;
import io.plumbline.graders.preflight.RunChecks;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.trainer.budgets.LexiconCounter;
import io.plumbline.trainer.budgets.TokenCounter;
import io.plumbline.trainer.policies.Embedded;
import io.plumbline.trainer.preflight.ConfigChecks;
import io.plumbline.trainer.preflight.WeightChecks;
import io.plumbline.trainer.runs.RunConfig;
import io.plumbline.trainer.runs.RunSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Brings what was named on the command line to the checks that look at it. */
final class Preflight {
  private final List<Checked> checks = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  PreflightReport report() {
    return new PreflightReport(checks);
  }

  /** What could not be looked at, and why. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  void data(Path file) throws IOException {
    checks.addAll(DataChecks.of(file));
  }

  void model(Path folder) throws IOException {
    checks.add(RunChecks.model(folder));
    if (Files.exists(folder.resolve("adapter_model.safetensors"))) {
      checks.add(WeightChecks.adapter(folder));
    } else {
      checks.add(WeightChecks.shards(folder));
    }
  }

  /** A run's folder, and settings: those named, or else the run's own. */
  void settings(Optional<Path> run, Optional<Path> named, Optional<Duration> limit)
      throws IOException, InterruptedException {
    if (run.isPresent()) {
      run(run.get());
    }
    Optional<Path> file =
        named.or(() -> run.map(of -> of.resolve(RunSetup.CONFIG)).filter(Files::exists));
    Optional<RunConfig> config = Optional.empty();
    boolean findings = false; // what cannot be served cannot be evaluated either
    if (file.isPresent()) {
      ConfigChecks.Result result = ConfigChecks.of(file.get(), Assembly.catalogue());
      checks.add(result.check());
      config = result.config();
      findings = !result.check().findings().isEmpty();
    }
    if (named.isPresent() && config.isPresent() && !findings) {
      reach(config.get());
    }
    if (run.isPresent() && config.isPresent()) {
      pace(run.get(), config.get(), named.isPresent(), limit);
    }
  }

  private void run(Path run) throws IOException, InterruptedException {
    checks.addAll(RunChecks.of(run));
    Path adapter = run.resolve("adapter");
    if (Files.exists(adapter.resolve("adapter_model.safetensors"))) {
      checks.add(WeightChecks.adapter(adapter));
    }
    Path before = run.resolve("before.json");
    Path after = run.resolve("after.json");
    if (Files.exists(before)) {
      evaluations(before, Files.exists(after) ? Optional.of(after) : Optional.empty());
    }
  }

  /** How far the run's settings, or those of one to come, take at the run's pace. */
  private void pace(Path run, RunConfig config, boolean toCome, Optional<Duration> limit)
      throws IOException {
    Optional<Pace> pace =
        Files.exists(run.resolve("metrics.jsonl")) ? Pace.of(run) : Optional.empty();
    if (pace.isPresent()) {
      int done = toCome ? 0 : pace.get().updates();
      Pace.Plan plan =
          new Pace.Plan(
              Math.max(0, config.updates() - done),
              config.prompts() * config.groupSize(),
              config.maxTokens());
      limit.ifPresent(most -> checks.add(pace.get().limit(plan, most)));
      checks.add(pace.get().estimate(plan));
    }
  }

  /** Gold of the embedded policy's tokenizer, on the stress tasks that settings will evaluate. */
  private void reach(RunConfig config) throws IOException, InterruptedException {
    TaskCatalogue catalogue = Assembly.catalogue();
    try (Workbench workbench = Workbench.inProcess(catalogue);
        TokenCounter counter = new LexiconCounter(Embedded.tokenizer())) {
      String split = config.evaluationLongSplit();
      List<Task> tasks = workbench.tasks(config.environment(), split, 0, config.evaluationTasks());
      checks.add(
          ReportChecks.reach(
              GoldEvaluations.of(workbench, counter, tasks, split, config.evaluationMaxTokens())));
    }
  }

  /** A base and perhaps what came of it, sampled. */
  void evaluations(Path base, Optional<Path> candidate) throws IOException, InterruptedException {
    Measured from = Measured.of(EvaluationFile.read(base), Optional.empty(), false);
    if (candidate.isPresent()) {
      Measured to = Measured.of(EvaluationFile.read(candidate.get()), Optional.empty(), false);
      checks.addAll(ReportChecks.moved(new Candidacy(candidate.get().toString(), "", from, to)));
    }
    try {
      checks.addAll(ReportChecks.reach(from, GoldEvaluations.like(from)));
    } catch (GoldEvaluations.NotPossible e) {
      notes.add("gold was not evaluated beside " + base + ": " + e.getMessage());
    }
  }
}
