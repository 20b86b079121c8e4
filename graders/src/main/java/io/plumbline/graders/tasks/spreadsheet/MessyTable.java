package io.plumbline.graders.tasks.spreadsheet;

import io.plumbline.graders.tasks.spreadsheet.Column.Money;
import java.util.ArrayList;
import java.util.List;

/** A table on its way to becoming a messy document: first its cells change, then its lines. */
final class MessyTable {
  private final CleanTable clean;

  /** As shown; starts as the clean header. */
  final List<String> header;

  /** As shown, in the order of the clean rows; each can be changed. */
  final List<List<String>> rows = new ArrayList<>();

  /** Where {@link #header} has a column that the clean table lacks, or -1. */
  int extraColumn = -1;

  MessyTable(CleanTable clean) {
    this.clean = clean;
    header = new ArrayList<>(clean.domain().headers());
    clean.rows().forEach(row -> rows.add(new ArrayList<>(row)));
  }

  Domain domain() {
    return clean.domain();
  }

  /** The plain thousands of a money cell. */
  int amount(int row, int column) {
    return Integer.parseInt(clean.rows().get(row).get(column));
  }

  /** Header and rows as lines of CSV. */
  List<String> lines() {
    List<String> lines = new ArrayList<>(rows.size() + 8);
    lines.add(line(header));
    rows.forEach(row -> lines.add(line(row)));
    return lines;
  }

  /** A row as a line of CSV. */
  String rowLine(int row) {
    return line(rows.get(row));
  }

  /** A line with one cell for each column shown; {@code cells} are in the domain's order. */
  String fullLine(List<String> cells, String extra) {
    List<String> shown = new ArrayList<>(cells);
    if (extraColumn >= 0) {
      shown.add(extraColumn, extra);
    }
    return line(shown);
  }

  /** A row of sums over the first {@code count} rows, named {@code label}. */
  String sums(String label, int count) {
    List<String> cells = new ArrayList<>();
    for (int column = 0; column < domain().columns().size(); column++) {
      if (column == 0) {
        cells.add(label);
      } else if (domain().columns().get(column) instanceof Money) {
        int sum = 0;
        for (int row = 0; row < count; row++) {
          sum += amount(row, column);
        }
        cells.add(Integer.toString(sum));
      } else {
        cells.add("");
      }
    }
    return fullLine(cells, "");
  }

  /**
   * Quotes only what has to be quoted. Commons CSV would also quote a cell that starts or ends with
   * a space, and stray spaces are meant to look stray.
   */
  private static String line(List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i);
      if (i > 0) {
        line.append(',');
      }
      if (cell.indexOf(',') >= 0 || cell.indexOf('"') >= 0 || cell.indexOf('\n') >= 0) {
        line.append('"').append(cell.replace("\"", "\"\"")).append('"');
      } else {
        line.append(cell);
      }
    }
    return line.toString();
  }
}
