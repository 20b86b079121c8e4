package io.plumbline.cli;

import io.plumbline.graders.statistics.Interval;
import io.plumbline.trainer.evaluation.Evaluated;
import io.plumbline.trainer.evaluation.Report;
import io.plumbline.trainer.evaluation.ReportTable;
import io.plumbline.trainer.policies.PolicyStack;
import io.plumbline.trainer.runs.RunConfig;
import io.plumbline.trainer.runs.RunSetup;
import io.plumbline.trainer.runs.TrainingSession;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** A run in its folder, from the first evaluation to the report: what demo and train share. */
final class Training {
  private final RunConfig config;
  private final RunSetup setup;
  private final PrintWriter out;

  /**
   * @param start what is trained from; stays open
   * @param folder is there; empty, or that of a run to go on with
   * @param out takes the progress and the results
   */
  Training(RunConfig config, PolicyStack start, Path folder, PrintWriter out) {
    this.config = config;
    this.setup = new RunSetup(config, start, folder);
    this.out = out;
  }

  /** Begins the run, or goes on with it, and prints what came of it. */
  void run(Workbench workbench, BooleanSupplier stop) throws IOException, InterruptedException {
    setup.describe(Version.build(), workbench.environments().listing());
    TrainingSession.Result result;
    try {
      result = setup.run(workbench.environments(), workbench.references(), stop, Progress.to(out));
    } catch (IllegalArgumentException e) { // such as a budget beyond the model's positions
      throw new UserError(e);
    }
    print(result);
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
    out.println("report: " + setup.folder().path().resolve("report.html"));
    out.println("adapter: " + setup.folder().adapter());
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
