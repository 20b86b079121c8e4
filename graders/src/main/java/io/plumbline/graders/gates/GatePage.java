package io.plumbline.graders.gates;

import java.util.ArrayList;
import java.util.List;

/** Gate reports for readers, as text or as Markdown. */
public final class GatePage {
  private static final List<String> HEADER =
      List.of("", "tasks", "profile", "condition", "asked", "measured", "95 %", "in words");

  private GatePage() {}

  /** A report as aligned text; ends with a line break. */
  public static String text(GateReport report) {
    StringBuilder page = new StringBuilder();
    page.append(report.name()).append(": ").append(report.decision()).append('\n');
    List<List<String>> rows = rows(report.conditions());
    int[] widths = new int[HEADER.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      page.append(line.toString().stripTrailing()).append('\n');
    }
    behind(report).forEach(line -> page.append("=> ").append(line).append('\n'));
    return page.toString();
  }

  /** A report as a Markdown section; ends with a line break. */
  public static String markdown(GateReport report) {
    StringBuilder page = new StringBuilder();
    page.append("## ").append(report.name()).append(": ").append(report.decision());
    page.append("\n\n");
    boolean first = true;
    for (List<String> row : rows(report.conditions())) {
      page.append("| ").append(String.join(" | ", row)).append(" |\n");
      if (first) {
        page.append("|---".repeat(HEADER.size())).append("|\n");
        first = false;
      }
    }
    page.append('\n');
    behind(report).forEach(line -> page.append("- ").append(line).append('\n'));
    return page.toString();
  }

  private static List<List<String>> rows(List<Condition> conditions) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADER);
    for (Condition condition : conditions) {
      rows.add(
          List.of(
              condition.passed() ? "pass" : "FAIL",
              condition.tasks(),
              condition.profile().label(),
              condition.name(),
              condition.bound().sign() + " " + Words.number(condition.threshold()),
              condition.measured().isPresent()
                  ? Words.number(condition.measured().getAsDouble())
                  : "-",
              Words.interval(condition.interval()),
              condition.explanation()));
    }
    return rows;
  }

  private static List<String> behind(GateReport report) {
    List<String> lines = new ArrayList<>();
    lines.add("verdict " + report.verdict().explanation());
    if (report.reachability().isEmpty()) {
      lines.add("whether a perfect policy would pass this gate was not checked");
    } else {
      Reachability reachability = report.reachability().get();
      if (reachability.isReachable()) {
        lines.add(
            "a perfect policy passes every condition within "
                + reachability.maxTokens()
                + " tokens, counted by "
                + reachability.tokenizer());
      }
      reachability.unreachable().forEach(each -> lines.add(reachability.explain(each)));
    }
    return lines;
  }
}
