package io.plumbline.trainer.report;

import io.plumbline.graders.csv.CsvScanner;
import io.plumbline.trainer.report.TableDiff.Kind;
import io.plumbline.trainer.report.TableDiff.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Samples as tables: what the policy wrote for a task, before and after, against its reference. */
final class SampleTables {
  /** A longer table is folded. */
  private static final int UNFOLDED = 12;

  /** A policy that never ends may write any number of rows; their pairing is quadratic. */
  private static final int MAX_ROWS = 400;

  private static final int MAX_CELLS = 40;

  private final Markup html;

  SampleTables(Markup html) {
    this.html = html;
  }

  void write(List<Sample> samples) {
    Map<String, List<Sample>> byTask = new LinkedHashMap<>();
    for (Sample sample : samples) {
      byTask.computeIfAbsent(sample.task(), task -> new ArrayList<>()).add(sample);
    }
    byTask.forEach(this::task);
  }

  private void task(String task, List<Sample> samples) {
    html.open("section").element("h3", task);
    folded("Its input", samples.get(0).input());
    html.open("div", "class", "pair");
    phase("Before training", samples.stream().filter(sample -> !sample.after()).toList());
    phase("After training", samples.stream().filter(Sample::after).toList());
    html.close().close().line();
  }

  private void phase(String title, List<Sample> samples) {
    html.open("div").element("h4", title);
    if (samples.isEmpty()) {
      html.element("p", "No sample.", "class", "quiet");
    }
    samples.forEach(this::sample);
    html.close();
  }

  private void sample(Sample sample) {
    List<List<String>> output = rows(sample.output());
    List<Row> rows = diff(sample);
    if (sample.truncated()) {
      html.element("p", "Cut off by the token budget.", "class", "warning");
    }
    if (output.size() > MAX_ROWS) {
      String most = "The first " + MAX_ROWS + " of " + output.size() + " rows.";
      html.element("p", most, "class", "warning");
    }
    if (rows.isEmpty()) {
      html.element("p", "It wrote nothing.", "class", "quiet");
      return;
    }
    String[] unfolded = rows.size() <= UNFOLDED ? new String[] {"open", "open"} : new String[0];
    html.open("details", unfolded);
    html.element(
        "summary", sample.reference().isPresent() ? counts(rows) : "No reference to compare with");
    table(sample, rows);
    html.close();
    folded("As it was written", sample.output());
  }

  /** The first row of a reference is its header, which is no row of data. */
  private static String counts(List<Row> rows) {
    Map<Kind, Integer> counts = new LinkedHashMap<>();
    boolean header = true;
    int expected = 0;
    for (Row row : rows) {
      if (row.kind() == Kind.INVENTED) {
        counts.merge(row.kind(), 1, Integer::sum);
      } else if (header) {
        header = false;
      } else {
        expected++;
        counts.merge(row.kind(), 1, Integer::sum);
      }
    }
    List<String> words = new ArrayList<>();
    int missing = counts.getOrDefault(Kind.MISSING, 0);
    words.add((expected - missing) + " of " + expected + " rows kept");
    for (Kind kind : List.of(Kind.CHANGED, Kind.MOVED, Kind.MISSING, Kind.INVENTED)) {
      if (counts.containsKey(kind)) {
        words.add(counts.get(kind) + " " + word(kind));
      }
    }
    return String.join(", ", words);
  }

  private void table(Sample sample, List<Row> rows) {
    String caption = sample.task() + (sample.after() ? " after training" : " before training");
    html.open("div", "class", "scroll", "role", "region", "tabindex", "0", "aria-label", caption);
    html.open("table", "class", "diff").element("caption", caption, "class", "hidden");
    html.open("tbody");
    for (Row row : rows) {
      boolean header = row.equals(rows.get(0)) && row.kind() == Kind.SAME;
      html.open("tr", "class", row.kind().name().toLowerCase(Locale.ROOT));
      html.open("td", "class", "sign").element("span", sign(row.kind()), "aria-hidden", "true");
      html.element("span", word(row.kind()), "class", "hidden").close();
      for (int i = 0; i < Math.max(row.reference().size(), row.output().size()); i++) {
        if (header) {
          html.open("th", "scope", "col");
        } else {
          html.open("td");
        }
        cell(row, i);
        html.close();
      }
      html.close().line();
    }
    html.close().close().close();
  }

  private void cell(Row row, int at) {
    String gold = at < row.reference().size() ? row.reference().get(at) : "";
    String written = at < row.output().size() ? row.output().get(at) : "";
    if (gold.equals(written)) {
      html.text(gold);
      return;
    }
    if (!gold.isEmpty()) {
      html.element("del", gold);
    }
    if (!gold.isEmpty() && !written.isEmpty()) {
      html.text(" ");
    }
    if (!written.isEmpty()) {
      html.element("ins", written);
    }
  }

  private static String sign(Kind kind) {
    return switch (kind) {
      case SAME -> "";
      case CHANGED -> "≠";
      case MOVED -> "↕";
      case MISSING -> "−";
      case INVENTED -> "+";
    };
  }

  private static String word(Kind kind) {
    return switch (kind) {
      case SAME -> "kept";
      case CHANGED -> "changed";
      case MOVED -> "moved";
      case MISSING -> "missing";
      case INVENTED -> "invented";
    };
  }

  private void folded(String summary, String text) {
    html.open("details").element("summary", summary);
    html.element("pre", text, "class", "scroll", "tabindex", "0").close();
  }

  /** Rows of what was written beside those of its reference, or of themselves without one. */
  static List<Row> diff(Sample sample) {
    List<List<String>> output = rows(sample.output());
    Optional<List<List<String>>> reference = sample.reference().map(SampleTables::rows);
    return TableDiff.of(first(reference.orElse(output)), first(output));
  }

  private static List<List<String>> first(List<List<String>> rows) {
    return rows.subList(0, Math.min(rows.size(), MAX_ROWS));
  }

  /** The records that hold something; white space around a cell is none of it. */
  private static List<List<String>> rows(String csv) {
    List<List<String>> rows = new ArrayList<>();
    CsvScanner scanner = CsvScanner.lenient(csv, 0, csv.length());
    while (scanner.nextRecord()) {
      if (scanner.isBlank()) {
        continue;
      }
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < Math.min(scanner.cellCount(), MAX_CELLS); i++) {
        cells.add(scanner.cell(i).strip());
      }
      if (scanner.cellCount() > MAX_CELLS) {
        cells.add("and " + (scanner.cellCount() - MAX_CELLS) + " more cells");
      }
      rows.add(cells);
    }
    return rows;
  }
}
