package io.plumbline.cli;

import io.plumbline.graders.statistics.Interval;
import io.plumbline.trainer.environments.Environments;
import io.plumbline.trainer.evaluation.Evaluated;
import io.plumbline.trainer.evaluation.Report;
import io.plumbline.trainer.evaluation.ReportTable;
import io.plumbline.trainer.model.PolicyModel;
import io.plumbline.trainer.policies.Embedded;
import io.plumbline.trainer.policies.PolicyStack;
import io.plumbline.trainer.runs.BaselineStop;
import io.plumbline.trainer.runs.Manifest;
import io.plumbline.trainer.runs.RunConfig;
import io.plumbline.trainer.runs.RunConfigFile;
import io.plumbline.trainer.runs.RunFolder;
import io.plumbline.trainer.runs.TrainingSession;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A run in its folder, from the first evaluation to the report: what demo and train share. */
final class Training {
  static final String CONFIG = "config.properties";
  private static final String MANIFEST = "manifest.json";
  private static final String BEFORE = "before.json";

  private final RunConfig config;
  private final PolicyStack start;
  private final RunFolder folder;
  private final PrintWriter out;

  /**
   * @param start what is trained from; stays open
   * @param folder is there; empty, or that of a run to go on with
   * @param out takes the progress and the results
   */
  Training(RunConfig config, PolicyStack start, Path folder, PrintWriter out) {
    this.config = config;
    this.start = start;
    this.folder = new RunFolder(folder);
    this.out = out;
  }

  /** Begins the run, or goes on with it, and prints what came of it. */
  void run(Workbench workbench, BooleanSupplier stop) throws IOException, InterruptedException {
    describe(workbench.environments());
    BaselineStop baseline = baseline();
    TrainingSession.Result result;
    try (PolicyModel reference = LoadedPolicy.model(start)) {
      result =
          new TrainingSession(
                  config, reference, start.tokenizer(), folder, baseline, stop, Progress.to(out))
              .run(workbench.environments(), workbench.references());
    } catch (IllegalArgumentException e) { // such as a budget beyond the model's positions
      throw new UserError(e);
    }
    print(result);
  }

  /** What the run is made of; the settings last, since they make the folder one to go on with. */
  private void describe(Environments environments) throws IOException {
    Map<String, Object> manifest =
        Manifest.of(Version.current(), Version.revision(), config, start, environments.listing());
    Path saved = folder.path().resolve(MANIFEST);
    if (Files.exists(saved)) {
      Manifest.checkUnchanged(Files.readString(saved), manifest);
      return;
    }
    start.parts().with(folder.path().toRealPath().resolve("adapter")).write(folder.path());
    folder.writeText(CONFIG, RunConfigFile.text(config));
    folder.write(MANIFEST, manifest);
  }

  /** The run's own first evaluation or, of the policy that Plumbline brings, the recorded one. */
  private BaselineStop baseline() throws IOException {
    Path own = folder.path().resolve(BEFORE);
    Optional<String> recorded =
        Files.exists(own)
            ? Optional.of(Files.readString(own))
            : start.parts().isEmbeddedPolicy() ? Embedded.figures() : Optional.empty();
    return recorded
        .map(before -> BaselineStop.recorded(before, config))
        .orElseGet(() -> BaselineStop.none(config));
  }

  private void print(TrainingSession.Result result) {
    for (String tables : List.of("regular", "stress")) {
      List<Report> reports = new ArrayList<>();
      List<String> differences = new ArrayList<>();
      for (String name : List.of(tables, tables + "_greedy")) {
        Report before = report(result.before(), name).named("before");
        reports.add(before);
        reports.add(report(result.after(), name).named("after"));
        Interval interval = result.intervals().get(name);
        if (interval != null) {
          differences.add(difference(before.decoding().orElse(name), interval));
        }
      }
      Report first = reports.get(0);
      out.println();
      out.printf(
          "%s, %d tables of %s, %d tokens%n",
          tables, first.cases(), first.tasks(), first.maxTokens());
      out.println(ReportTable.of(reports));
      out.println(
          "=> "
              + config.profile()
              + " data_preservation, paired difference with its 95 % interval: "
              + String.join("; ", differences)
              + ".");
    }
    out.println();
    out.println("report: " + folder.path().resolve("report.html"));
    out.println("adapter: " + folder.adapter());
    out.flush();
  }

  private static Report report(Map<String, Evaluated> evaluations, String name) {
    Evaluated found = evaluations.get(name);
    if (found == null) {
      throw new IllegalStateException("evaluation " + name + " is missing");
    }
    return found.report();
  }

  private static String difference(String decoding, Interval interval) {
    return String.format(
        Locale.ROOT,
        "%s %+.3f [%+.3f, %+.3f]",
        decoding,
        interval.estimate(),
        interval.low(),
        interval.high());
  }
}
