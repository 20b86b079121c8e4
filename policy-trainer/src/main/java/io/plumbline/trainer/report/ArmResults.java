package io.plumbline.trainer.report;

import io.plumbline.graders.statistics.Bootstrap;
import io.plumbline.graders.statistics.Interval;
import io.plumbline.trainer.report.ExperimentFiles.ArmFiles;
import io.plumbline.trainer.report.ExperimentFiles.SeedFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.JsonNode;

/** What arms scored: means over runs and cases, with their intervals. */
final class ArmResults {
  private static final int RESAMPLES = 2000;
  private static final String PERFECT = "gold, the perfect policy";

  /** What is taken of a case. */
  private record Measure(String title, ToDoubleFunction<JsonNode> of) {}

  private static final Measure STRICT_ROWS =
      grade("strict data_preservation", "/strict/data_preservation");

  private static final List<Measure> MEASURES =
      List.of(
          new Measure("terminated", each -> each.path("truncated").asBoolean() ? 0 : 1),
          new Measure("truncated", each -> each.path("truncated").asBoolean() ? 1 : 0),
          new Measure("rows kept", ArmResults::rowsKept),
          new Measure("tables with every row", each -> rowsKept(each) == 1 ? 1 : 0),
          STRICT_ROWS,
          grade("strict composite", "/strict/composite"),
          grade("reference data_preservation", "/reference/data_preservation"),
          grade("reference composite", "/reference/composite"));

  private final ExperimentFiles files;

  ArmResults(ExperimentFiles files) {
    this.files = files;
  }

  private static Measure grade(String title, String path) {
    return new Measure(title, each -> each.at(path).asDouble(Double.NaN));
  }

  private static double rowsKept(JsonNode each) {
    return each.path("rows_matched").asDouble(Double.NaN)
        / each.path("rows_expected").asDouble(Double.NaN);
  }

  /** Every measure of every arm on one kind of tasks under one budget. */
  Block.Grid table(String title, String tasks, int budget, boolean folded) {
    List<String> header = new ArrayList<>(List.of("arm (runs)"));
    MEASURES.forEach(measure -> header.add(measure.title()));
    List<List<String>> rows = new ArrayList<>();
    SeedFiles perfect = perfect();
    rows.add(row(PERFECT, List.of(perfect), tasks, budget));
    for (ArmFiles arm : files.arms()) {
      rows.add(row(arm.title() + " (" + arm.seeds().size() + ")", arm.seeds(), tasks, budget));
    }
    String from =
        "field "
            + tasks
            + ".per_case of evaluation-"
            + budget
            + ".json in gold and in each run's folder";
    return new Block.Grid(
        title + "; " + evaluation(perfect, budget).path(tasks).path("per_case").size() + " tables",
        header,
        rows,
        folded,
        from);
  }

  /** What all arms kept of stress tables, sampled, under both budgets. */
  Block.Arms figure(String file) {
    List<Block.Arms.Row> rows = new ArrayList<>();
    rows.add(kept(PERFECT, List.of(perfect())));
    files.arms().forEach(arm -> rows.add(kept(arm.title(), arm.seeds())));
    return new Block.Arms(
        "Strict data_preservation of held-out stress tables",
        files.tight(),
        files.ample(),
        rows,
        file,
        "field stress.per_case of evaluation-"
            + files.tight()
            + ".json and evaluation-"
            + files.ample()
            + ".json in gold and in each run's folder; lines are 95 % intervals");
  }

  private Block.Arms.Row kept(String name, List<SeedFiles> runs) {
    return new Block.Arms.Row(
        name,
        mean(runs, "stress", files.tight(), STRICT_ROWS),
        mean(runs, "stress", files.ample(), STRICT_ROWS));
  }

  private SeedFiles perfect() {
    return new SeedFiles("gold", files.start().seeds().get(0).run(), files.gold(), new double[0]);
  }

  private static List<String> row(String name, List<SeedFiles> runs, String tasks, int budget) {
    List<String> row = new ArrayList<>(List.of(name));
    for (Measure measure : MEASURES) {
      row.add(shown(mean(runs, tasks, budget, measure)));
    }
    return row;
  }

  private static Interval mean(List<SeedFiles> runs, String tasks, int budget, Measure measure) {
    return Bootstrap.crossedMean(
        ExperimentFiles.values(runs, run -> evaluation(run, budget), tasks, measure.of()),
        RESAMPLES,
        1);
  }

  /** Strict data_preservation. */
  static Interval preserved(ArmFiles arm, String tasks, int budget) {
    return mean(arm.seeds(), tasks, budget, STRICT_ROWS);
  }

  /** What each arm changed, in pairs of the same table and the same seed. */
  Block.Grid changes(int budget) {
    List<String> kinds = List.of("stress", "stress_greedy", "regular", "regular_greedy");
    List<String> header = new ArrayList<>(List.of("arm (runs)"));
    kinds.forEach(kind -> header.add(kind.replace("_", ", ")));
    List<List<String>> rows = new ArrayList<>();
    for (ArmFiles arm : files.trained()) {
      List<String> row = new ArrayList<>(List.of(arm.title() + " (" + arm.seeds().size() + ")"));
      for (String kind : kinds) {
        row.add(signed(change(arm, kind, budget)));
      }
      rows.add(row);
    }
    return new Block.Grid(
        "Change of strict data_preservation from the starting policy, within " + budget + " tokens",
        header,
        rows,
        false,
        "evaluation-"
            + budget
            + ".json of each run and of "
            + files.start().name()
            + " with the same seed, table by table");
  }

  /** Whether who foretells gold better writes better tables. */
  Block.Grid losses() {
    List<List<String>> rows = new ArrayList<>();
    for (ArmFiles arm : files.arms()) {
      double[][] losses = arm.seeds().stream().map(SeedFiles::goldLoss).toArray(double[][]::new);
      rows.add(
          List.of(
              arm.title() + " (" + arm.seeds().size() + ")",
              shown(Bootstrap.crossedMean(losses, RESAMPLES, 1)),
              shown(preserved(arm, "stress", files.ample())),
              shown(preserved(arm, "stress_greedy", files.ample()))));
    }
    return new Block.Grid(
        "Loss against quality",
        List.of(
            "arm (runs)",
            "nats per token of stress gold, given word by word",
            "stress, strict data_preservation, sampled",
            "the same, greedy"),
        rows,
        false,
        "gold-loss.json and evaluation-" + files.ample() + ".json in each run's folder");
  }

  private Interval change(ArmFiles arm, String tasks, int budget) {
    double[][] after = of(arm.seeds(), tasks, budget);
    double[][] before = of(arm.seeds().stream().map(files::startOf).toList(), tasks, budget);
    for (int run = 0; run < after.length; run++) {
      for (int i = 0; i < after[run].length; i++) {
        after[run][i] -= before[run][i];
      }
    }
    return Bootstrap.crossedMean(after, RESAMPLES, 1);
  }

  private static double[][] of(List<SeedFiles> runs, String tasks, int budget) {
    return ExperimentFiles.values(runs, run -> evaluation(run, budget), tasks, STRICT_ROWS.of());
  }

  /** What a run scored under a budget. */
  static JsonNode evaluation(SeedFiles run, int budget) {
    JsonNode found = run.evaluations().get(budget);
    if (found == null) {
      throw new IllegalArgumentException(run.path() + ": no evaluation within " + budget);
    }
    return found;
  }

  /** {@code 0.954 (0.930 to 0.972)}. */
  static String shown(Interval interval) {
    return Numbers.shown(interval.estimate())
        + " ("
        + Numbers.shown(interval.low())
        + " to\u00a0"
        + Numbers.shown(interval.high())
        + ")";
  }

  private static String signed(Interval interval) {
    return Numbers.signed(interval.estimate())
        + " ("
        + Numbers.signed(interval.low())
        + " to\u00a0"
        + Numbers.signed(interval.high())
        + ")";
  }
}
