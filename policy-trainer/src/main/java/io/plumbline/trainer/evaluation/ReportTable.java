package io.plumbline.trainer.evaluation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** Reports as text: one line for each policy and profile. */
public final class ReportTable {

  private ReportTable() {}

  /** A table of {@code reports}, which share their dimensions. Ends without a line break. */
  public static String of(Collection<Report> reports) {
    Set<String> dimensions = new LinkedHashSet<>();
    reports.forEach(
        report ->
            report
                .profiles()
                .values()
                .forEach(scores -> dimensions.addAll(scores.dimensions().keySet())));
    List<List<String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of("policy", "profile", "composite"));
    header.addAll(dimensions);
    header.addAll(List.of("terminated", "truncated", "rows_kept", "all_rows", "hacking-like"));
    rows.add(header);
    for (Report report : reports) {
      boolean first = true;
      for (Map.Entry<String, Report.Scores> entry : report.profiles().entrySet()) {
        rows.add(row(report, entry.getKey(), entry.getValue(), dimensions, first));
        first = false;
      }
    }
    return aligned(rows);
  }

  private static List<String> row(
      Report report, String profile, Report.Scores scores, Set<String> dimensions, boolean first) {
    List<String> row = new ArrayList<>();
    row.add(first ? name(report) : "");
    row.add(profile);
    row.add(number(scores.composite()));
    for (String dimension : dimensions) {
      Double value = scores.dimensions().get(dimension);
      row.add(value == null ? "-" : number(value));
    }
    row.add(first ? number(report.terminated()) : "");
    row.add(first ? number(report.truncated()) : "");
    row.add(first ? number(report.rowsKept()) : "");
    row.add(first ? number(report.allRowsKept()) : "");
    row.add(scores.hackingLike() + "/" + report.cases());
    return row;
  }

  private static String name(Report report) {
    return report.policy() + report.decoding().map(how -> " (" + how + ")").orElse("");
  }

  private static String number(OptionalDouble value) {
    return value.isPresent() ? number(value.getAsDouble()) : "-";
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3f", value);
  }

  private static String aligned(List<List<String>> rows) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String cell = row.get(i);
        String padding = " ".repeat(widths[i] - cell.length());
        line.append(i < 2 ? cell + padding : padding + cell).append("  ");
      }
      lines.add(line.toString().stripTrailing());
    }
    return String.join("\n", lines);
  }
}
