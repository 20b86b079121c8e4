package io.plumbline.trainer.report;

import io.plumbline.trainer.report.Chart.Point;
import io.plumbline.trainer.report.Chart.Series;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;

/** A run's charts. */
final class Plots {
  private static final String UPDATE = "update";

  private final RunFiles run;
  private final List<Chart> charts = new ArrayList<>();
  private final List<String> notLogged = new ArrayList<>();

  private Plots(RunFiles run) {
    this.run = run;
  }

  /** Charts of what was logged; without the rest, which {@link #notLogged} names. */
  static Plots of(RunFiles run) throws RunReportException {
    Plots plots = new Plots(run);
    plots.reward();
    plots.grades("Training grades, strict", "strict");
    plots.evaluations();
    plots.grades("Training grades, reference profile (audit)", "audit");
    plots.add("KL to the reference policy, per token", false, "KL", "kl_token");
    plots.add("KL to the reference policy, per sequence", false, "KL", "kl_sequence");
    plots.add("Entropy", false, "entropy", "entropy");
    plots.add("Completion length, tokens", false, "tokens", "completion_tokens");
    plots.add(
        "How completions end",
        true,
        plots.series("ended by the policy", "terminated"),
        plots.series("cut off by the budget", "truncated"));
    plots.stopHazard();
    if (!plots.names("flags").isEmpty()) {
      plots.grades("Exploits seen: share of completions with a flag", "flags");
    }
    plots.addIfLogged("Loss", "loss");
    plots.addIfLogged("Value loss", "value_loss");
    plots.addIfLogged("Explained variance of the returns", "explained_variance");
    plots.addIfLogged("Advantage spread before scaling", "advantage_spread");
    plots.addIfLogged("Padding in updates, share of places", "padding");
    plots.addIfLogged("Caches that answers in progress needed, share of places", "cache_live");
    plots.add("Share of clipped ratios", false, "clipped", "clip_share");
    plots.add("Gradient norm", false, "norm", "grad_norm");
    plots.add(
        "Tokens per second",
        false,
        plots.series("sampled", "tokens_per_second", "sampled"),
        plots.series("trained", "tokens_per_second", "trained"));
    plots.add("Memory, MiB", false, "memory", "memory_mib");
    return plots;
  }

  List<Chart> charts() {
    return charts;
  }

  /** Titles of the charts for which nothing was logged. */
  List<String> notLogged() {
    return notLogged;
  }

  private void reward() throws RunReportException {
    List<Series> lines = new ArrayList<>();
    lines.add(series("all", "reward"));
    for (String rows : names("reward_by_rows")) {
      lines.add(series(rows + " rows", "reward_by_rows", rows));
    }
    add(new Chart("Reward", UPDATE, false, lines));
  }

  private void grades(String title, String profile) throws RunReportException {
    List<Series> lines = new ArrayList<>();
    for (String dimension : names(profile)) {
      lines.add(series(dimension, profile, dimension));
    }
    add(new Chart(title, UPDATE, true, lines));
  }

  private void evaluations() throws RunReportException {
    List<Series> lines = new ArrayList<>();
    for (String tasks : List.of("stress", "stress_greedy", "regular", "regular_greedy")) {
      List<Point> points = heldOut(run, tasks);
      if (points.stream().anyMatch(point -> point.x() > 0)) {
        lines.add(new Series(tasks.replace("_", ", "), points));
      }
    }
    add(new Chart("Held-out strict data_preservation", UPDATE, true, lines));
  }

  /** Strict data_preservation by update, that of the starting policy first. */
  static List<Point> heldOut(RunFiles run, String tasks) throws RunReportException {
    List<Point> points = new ArrayList<>();
    if (run.before().isPresent()) {
      run.before()
          .get()
          .number(List.of(tasks, "strict", "data_preservation"))
          .ifPresent(value -> points.add(new Point(0, value)));
    }
    for (Map.Entry<Integer, Fields> update : run.updates().entrySet()) {
      OptionalDouble value =
          update.getValue().number(List.of("eval", tasks, "strict", "data_preservation"));
      // An evaluation says itself of which update it is; its line may be a later one's.
      OptionalDouble at = update.getValue().number(List.of("eval", "update"));
      if (value.isPresent()) {
        points.add(new Point((int) at.orElse(update.getKey()), value.getAsDouble()));
      }
    }
    return points;
  }

  /** From the evaluations before and after; without them, from the first and last of training. */
  private void stopHazard() throws RunReportException {
    List<Series> lines = new ArrayList<>();
    lines.add(new Series("before", hazard(run.before())));
    lines.add(new Series("after", hazard(run.after())));
    if (lines.stream().allMatch(series -> series.points().isEmpty())) {
      lines.clear();
      SortedMap<Integer, Fields> logged = run.updates();
      List<Series> all = new ArrayList<>();
      for (Map.Entry<Integer, Fields> update : logged.entrySet()) {
        List<Point> points = hazard(Optional.of(update.getValue()));
        if (!points.isEmpty()) {
          all.add(new Series("update " + update.getKey(), points));
        }
      }
      if (!all.isEmpty()) {
        lines.add(all.get(0));
      }
      if (all.size() > 1) {
        lines.add(all.get(all.size() - 1));
      }
    }
    add(new Chart("Probability of ending, by rows written", "rows already written", false, lines));
  }

  /** Of an update or of evaluations; there it is that of the stress tables, if there is one. */
  static List<Point> hazard(Optional<Fields> from) throws RunReportException {
    if (from.isEmpty()) {
      return List.of();
    }
    List<OptionalDouble> hazard = from.get().numbers("stop_hazard");
    for (String tasks : List.of("stress", "regular")) {
      Optional<Fields> evaluation = from.get().object(tasks);
      if (hazard.isEmpty() && evaluation.isPresent()) {
        hazard = evaluation.get().numbers("stop_hazard");
      }
    }
    List<Point> points = new ArrayList<>();
    for (int rows = 0; rows < hazard.size(); rows++) {
      if (hazard.get(rows).isPresent()) {
        points.add(new Point(rows, hazard.get(rows).getAsDouble()));
      }
    }
    return points;
  }

  /** Of what only some objectives have. */
  private void addIfLogged(String title, String field) throws RunReportException {
    Series series = series(title, field);
    if (!series.points().isEmpty()) {
      add(title, false, series);
    }
  }

  private void add(String title, boolean share, String line, String field)
      throws RunReportException {
    add(title, share, series(line, field));
  }

  private void add(String title, boolean share, Series... lines) {
    add(new Chart(title, UPDATE, share, List.of(lines)));
  }

  private void add(Chart chart) {
    List<Series> measured =
        chart.lines().stream().filter(series -> !series.points().isEmpty()).toList();
    if (measured.isEmpty()) {
      notLogged.add(chart.title());
    } else {
      charts.add(new Chart(chart.title(), chart.along(), chart.share(), measured));
    }
  }

  private Series series(String name, String... path) throws RunReportException {
    List<Point> points = new ArrayList<>();
    for (Map.Entry<Integer, Fields> update : run.updates().entrySet()) {
      OptionalDouble value = update.getValue().number(List.of(path));
      if (value.isPresent()) {
        points.add(new Point(update.getKey(), value.getAsDouble()));
      }
    }
    return new Series(name, points);
  }

  /** Names of the fields that an object of the updates ever had. */
  private Set<String> names(String object) throws RunReportException {
    Set<String> names = new LinkedHashSet<>();
    for (Fields update : run.updates().values()) {
      update.object(object).ifPresent(fields -> names.addAll(fields.names()));
    }
    return names;
  }
}
