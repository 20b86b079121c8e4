package io.plumbline.trainer.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Tables of the evaluations before and after training. */
final class EvaluationTables {
  /** What was evaluated: tasks and decoding. */
  private record Evaluated(String name, String title) {}

  /**
   * @param count whether it counts cases
   */
  private record Measure(String title, boolean count, List<String> path) {}

  private static final List<Evaluated> EVALUATED =
      List.of(
          new Evaluated("stress", "Stress tables, sampled"),
          new Evaluated("stress_greedy", "Stress tables, greedy"),
          new Evaluated("regular", "Regular tables, sampled"),
          new Evaluated("regular_greedy", "Regular tables, greedy"));

  private static final List<Measure> FIRST =
      List.of(
          new Measure("strict composite", false, List.of("strict", "composite")),
          new Measure("reference composite", false, List.of("reference", "composite")),
          new Measure("strict data_preservation", false, List.of("strict", "data_preservation")),
          new Measure(
              "reference data_preservation", false, List.of("reference", "data_preservation")),
          new Measure("rows kept", false, List.of("rows_kept")),
          new Measure("tables with every row", false, List.of("all_rows_kept")),
          new Measure("terminated", false, List.of("terminated")),
          new Measure("truncated", false, List.of("truncated")));

  private final RunFiles run;
  private final Markup html;

  EvaluationTables(RunFiles run, Markup html) {
    this.run = run;
    this.html = html;
  }

  void write() throws RunReportException {
    html.open("div", "class", "grid tables");
    for (Evaluated evaluated : EVALUATED) {
      Optional<Fields> before = of(run.before(), evaluated);
      Optional<Fields> after = of(run.after(), evaluated);
      html.open("section").element("h3", evaluated.title());
      if (before.isEmpty() && after.isEmpty()) {
        html.element("p", "Not evaluated.", "class", "quiet");
      } else {
        conditions(before, after);
        table(evaluated, evaluated.title(), FIRST);
        html.open("details").element("summary", "Other dimensions and counts");
        table(evaluated, evaluated.title() + ": the rest", rest(before, after));
        html.close();
      }
      html.close().line();
    }
    html.close();
  }

  /** Under what the two were measured. It has to be the same. */
  private void conditions(Optional<Fields> before, Optional<Fields> after)
      throws RunReportException {
    String conditions = conditions(before.or(() -> after).orElseThrow());
    String conditionsAfter = conditions(after.or(() -> before).orElseThrow());
    if (conditions.equals(conditionsAfter)) {
      html.element("p", conditions, "class", "quiet");
    } else {
      html.element(
          "p",
          "Not measured alike. Before: " + conditions + " After: " + conditionsAfter,
          "class",
          "warning");
    }
  }

  private static String conditions(Fields evaluation) throws RunReportException {
    return Numbers.count(evaluation.number("cases"))
        + " cases of "
        + evaluation.text("tasks").orElse(Numbers.NONE)
        + "; at most "
        + Numbers.count(evaluation.number("max_tokens"))
        + " tokens, counted by "
        + evaluation.text("tokenizer").orElse(Numbers.NONE)
        + ".";
  }

  private void table(Evaluated evaluated, String caption, List<Measure> measures)
      throws RunReportException {
    html.open("table").element("caption", caption, "class", "hidden").open("thead").open("tr");
    for (String column : List.of("measure", "before", "after", "change")) {
      html.element("th", column, "scope", "col");
    }
    html.close().close().open("tbody");
    for (Measure measure : measures) {
      Comparison values = Comparison.of(run, evaluated.name(), measure.path());
      html.open("tr").element("th", measure.title(), "scope", "row");
      html.element("td", shown(values.before(), measure));
      html.element("td", shown(values.after(), measure));
      html.open("td").text(difference(values, measure));
      values.interval().ifPresent(of -> html.element("small", of.shown(), "class", "quiet"));
      html.close().close();
    }
    html.close().close();
  }

  private static String shown(OptionalDouble value, Measure measure) {
    return measure.count() ? Numbers.count(value) : Numbers.shown(value);
  }

  private static String difference(Comparison values, Measure measure) {
    OptionalDouble difference = values.difference();
    String sign = difference.orElse(0) > 0 ? "+" : "";
    return sign + shown(difference, measure);
  }

  /** What either evaluation holds beside the first rows. */
  private static List<Measure> rest(Optional<Fields> before, Optional<Fields> after)
      throws RunReportException {
    List<Measure> rest = new ArrayList<>();
    for (String profile : List.of("strict", "reference")) {
      for (String dimension : names(before, after, profile)) {
        rest.add(new Measure(profile + " " + dimension, false, List.of(profile, dimension)));
      }
    }
    for (String counted : List.of("reward_hacking_like", "ungraded")) {
      for (String profile : names(before, after, counted)) {
        String title = counted.replace('_', '-') + " cases, " + profile;
        rest.add(new Measure(title, true, List.of(counted, profile)));
      }
    }
    rest.removeIf(measure -> FIRST.stream().anyMatch(first -> first.path().equals(measure.path())));
    return rest;
  }

  private static Set<String> names(Optional<Fields> before, Optional<Fields> after, String object)
      throws RunReportException {
    Set<String> names = new LinkedHashSet<>();
    for (Optional<Fields> evaluation : List.of(before, after)) {
      if (evaluation.isPresent()) {
        evaluation.get().object(object).ifPresent(fields -> names.addAll(fields.names()));
      }
    }
    return names;
  }

  private static Optional<Fields> of(Optional<Fields> evaluations, Evaluated evaluated)
      throws RunReportException {
    return evaluations.isPresent() ? evaluations.get().object(evaluated.name()) : evaluations;
  }
}
