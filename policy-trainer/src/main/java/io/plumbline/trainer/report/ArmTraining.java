package io.plumbline.trainer.report;

import io.plumbline.graders.gates.PromotionGate;
import io.plumbline.trainer.report.Chart.Point;
import io.plumbline.trainer.report.Chart.Series;
import io.plumbline.trainer.report.ExperimentFiles.ArmFiles;
import io.plumbline.trainer.report.ExperimentFiles.SeedFiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/** How the arms learnt: curves, stop hazards, losses, costs, exploits. */
final class ArmTraining {
  /** Lines of one chart, as many as there are markers. */
  private static final int LINES = 6;

  /** A tenth of a run's updates tells where it began and where it ended, 10 at the most. */
  private static final int EDGE = 10;

  private final ExperimentFiles files;

  ArmTraining(ExperimentFiles files) {
    this.files = files;
  }

  /** Held-out stress tables by update, sampled; the mean of an arm's runs. */
  List<Block> curves() throws RunReportException {
    List<Series> lines = new ArrayList<>();
    for (ArmFiles arm : files.trained()) {
      List<List<Point>> each = new ArrayList<>();
      for (SeedFiles seed : arm.seeds()) {
        each.add(Plots.heldOut(seed.run(), "stress"));
      }
      lines.add(new Series(arm.title(), mean(each)));
    }
    return charts(
        "Held-out strict data_preservation of stress tables while training",
        "update",
        true,
        lines,
        "before.json and field eval of metrics.jsonl in each run's folder");
  }

  /** The probability of ending at each row boundary of a stress table that has more rows. */
  List<Block> hazards() throws RunReportException {
    List<Series> lines = new ArrayList<>();
    for (ArmFiles arm : files.arms()) {
      List<List<Point>> each = new ArrayList<>();
      for (SeedFiles seed : arm.seeds()) {
        String file = seed.path() + ": ";
        String evaluation = ArmResults.evaluation(seed, files.ample()).toString();
        each.add(Plots.hazard(Optional.of(Fields.parse(evaluation, file))));
      }
      lines.add(new Series(arm.title(), mean(each)));
    }
    return charts(
        "Probability of ending before the table's end, by rows written",
        "rows already written",
        false,
        lines,
        "field stop_hazard of evaluation-" + files.ample() + ".json in each run's folder");
  }

  private static List<Block> charts(
      String title, String along, boolean share, List<Series> lines, String source) {
    List<Block> charts = new ArrayList<>();
    List<Series> drawn = lines.stream().filter(line -> !line.drawn().isEmpty()).toList();
    for (int from = 0; from < drawn.size(); from += LINES) {
      List<Series> some = drawn.subList(from, Math.min(drawn.size(), from + LINES));
      charts.add(new Block.Curves(new Chart(title, along, share, some), source));
    }
    return charts;
  }

  /** At each x that every run has. */
  private static List<Point> mean(List<List<Point>> runs) {
    SortedMap<Integer, List<Double>> byX = new TreeMap<>();
    for (List<Point> run : runs) {
      run.forEach(point -> byX.computeIfAbsent(point.x(), x -> new ArrayList<>()).add(point.y()));
    }
    List<Point> points = new ArrayList<>();
    byX.forEach(
        (x, values) -> {
          if (values.size() == runs.size()) {
            points.add(new Point(x, values.stream().mapToDouble(y -> y).average().orElseThrow()));
          }
        });
    return points;
  }

  /** Of each run, what it minimised or was paid, at both of its ends. */
  Block.Grid objectives() throws RunReportException {
    List<List<String>> rows = new ArrayList<>();
    for (ArmFiles arm : files.trained()) {
      for (SeedFiles seed : arm.seeds()) {
        String figure = has(seed, "loss") ? "loss" : "reward";
        rows.add(
            List.of(
                arm.title() + ", " + seed.path(),
                figure,
                Numbers.shown(edge(seed, true, figure)),
                Numbers.shown(edge(seed, false, figure)),
                Numbers.shown(
                    ArmResults.evaluation(seed, files.ample())
                        .at("/stress/strict/data_preservation")
                        .asDouble(Double.NaN)),
                Numbers.shown(
                    ArmResults.evaluation(seed, files.ample())
                        .at("/regular/strict/composite")
                        .asDouble(Double.NaN))));
      }
    }
    return new Block.Grid(
        "What a run minimised or was paid, and what became of it",
        List.of(
            "run",
            "figure",
            "at first",
            "at last",
            "stress, strict data_preservation",
            "regular, strict composite"),
        rows,
        false,
        "metrics.jsonl (means of the first and the last tenth of the updates, at most 10) and"
            + " evaluation-"
            + files.ample()
            + ".json in each run's folder");
  }

  /** What the two profiles say of the same answers, and what was flagged while training. */
  Block.Grid exploits() throws RunReportException {
    List<List<String>> rows = new ArrayList<>();
    for (ArmFiles arm : files.trained()) {
      for (SeedFiles seed : arm.seeds()) {
        var stress = ArmResults.evaluation(seed, files.ample()).path("stress");
        rows.add(
            List.of(
                arm.title() + ", " + seed.path(),
                Numbers.shown(stress.at("/reference/composite").asDouble(Double.NaN)),
                Numbers.shown(stress.at("/strict/composite").asDouble(Double.NaN)),
                stress.at("/reward_hacking_like/reference").asInt()
                    + " and "
                    + stress.at("/reward_hacking_like/strict").asInt(),
                flags(seed, true),
                flags(seed, false)));
      }
    }
    return new Block.Grid(
        "Exploits: stress tables within " + files.ample() + " tokens, and flags of training",
        List.of(
            "run",
            "reference composite",
            "strict composite",
            "hacking-like cases, reference and strict",
            "flagged at first",
            "flagged at last"),
        rows,
        false,
        "evaluation-"
            + files.ample()
            + ".json and field flags of metrics.jsonl in each run's folder");
  }

  private static String flags(SeedFiles seed, boolean first) throws RunReportException {
    Map<String, Double> sums = new LinkedHashMap<>();
    List<Fields> edge = edge(seed, first);
    for (Fields line : edge) {
      Optional<Fields> flags = line.object("flags");
      if (flags.isPresent()) {
        for (String flag : flags.get().names()) {
          sums.merge(flag, flags.get().number(flag).orElse(0), Double::sum);
        }
      }
    }
    List<String> shown = new ArrayList<>();
    sums.forEach((flag, sum) -> shown.add(flag + " " + Numbers.percent(sum / edge.size())));
    return shown.isEmpty() ? Numbers.NONE : String.join(", ", shown);
  }

  /** Minutes and tokens of a run, and when its curve first stood at the gate's threshold. */
  Block.Grid costs() throws RunReportException {
    List<List<String>> rows = new ArrayList<>();
    for (ArmFiles arm : files.trained()) {
      for (SeedFiles seed : arm.seeds()) {
        rows.add(
            List.of(
                arm.title() + ", " + seed.path(),
                count(seed.run().updates().size()),
                minutes(seconds(seed, Integer.MAX_VALUE)),
                count(tokens(seed, "sampled", Integer.MAX_VALUE)),
                count(tokens(seed, "trained", Integer.MAX_VALUE)),
                gate(seed)));
      }
    }
    return new Block.Grid(
        "Costs",
        List.of(
            "run",
            "updates",
            "minutes",
            "tokens sampled",
            "tokens learnt from",
            "update at which stress data_preservation first was "
                + PromotionGate.STRESS
                + " (minutes, tokens learnt from)"),
        rows,
        false,
        "fields seconds, tokens and eval of metrics.jsonl in each run's folder; evaluations between"
            + " updates are counted, those before and after the run are not");
  }

  private static String gate(SeedFiles seed) throws RunReportException {
    for (Point point : Plots.heldOut(seed.run(), "stress")) {
      if (point.y() >= PromotionGate.STRESS) {
        return point.x()
            + " ("
            + minutes(seconds(seed, point.x()))
            + ", "
            + count(tokens(seed, "trained", point.x()))
            + ")";
      }
    }
    return Numbers.NONE;
  }

  private static String minutes(double seconds) {
    return Numbers.shown(seconds / 60);
  }

  /**
   * Up to an update, which is counted; a process that went on with a run counts from its own start.
   */
  private static double seconds(SeedFiles seed, int last) throws RunReportException {
    double sum = 0;
    double before = 0;
    for (Map.Entry<Integer, Fields> update : seed.run().updates().entrySet()) {
      double at = update.getValue().number("seconds").orElse(before);
      sum += update.getKey() > last ? 0 : at >= before ? at - before : at;
      before = at;
    }
    return sum;
  }

  /** Up to an update, which is counted. */
  private static double tokens(SeedFiles seed, String kind, int last) throws RunReportException {
    double sum = 0;
    for (Map.Entry<Integer, Fields> update : seed.run().updates().entrySet()) {
      sum +=
          update.getKey() <= last ? update.getValue().number(List.of("tokens", kind)).orElse(0) : 0;
    }
    return sum;
  }

  private static String count(double number) {
    return Numbers.count(OptionalDouble.of(number));
  }

  private static boolean has(SeedFiles seed, String figure) throws RunReportException {
    return edge(seed, true, figure).isPresent();
  }

  /** The mean of a figure at one of a run's ends; empty if it has none. */
  static OptionalDouble edge(SeedFiles seed, boolean first, String figure)
      throws RunReportException {
    List<Double> values = new ArrayList<>();
    for (Fields line : edge(seed, first)) {
      line.number(figure).ifPresent(values::add);
    }
    return values.stream().mapToDouble(value -> value).average();
  }

  private static List<Fields> edge(SeedFiles seed, boolean first) {
    List<Fields> lines = List.copyOf(seed.run().updates().values());
    int size = Math.min(lines.size(), Math.min(EDGE, Math.max(1, lines.size() / 10)));
    return first ? lines.subList(0, size) : lines.subList(lines.size() - size, lines.size());
  }
}
