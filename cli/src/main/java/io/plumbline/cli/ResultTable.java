package io.plumbline.cli;

import java.io.PrintWriter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A query's result in columns as wide as its first rows need, long values cut. */
final class ResultTable {
  private static final int SAMPLE = 200;
  private static final int WIDEST = 60;

  private final ResultSet result;
  private final int columns;

  ResultTable(ResultSet result) throws SQLException {
    this.result = result;
    this.columns = result.getMetaData().getColumnCount();
  }

  void print(PrintWriter out) throws SQLException {
    List<List<String>> sample = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int column = 1; column <= columns; column++) {
      names.add(result.getMetaData().getColumnLabel(column));
    }
    sample.add(names);
    boolean more = result.next();
    for (; more && sample.size() <= SAMPLE; more = result.next()) {
      sample.add(row());
    }
    int[] widths = new int[columns];
    for (List<String> row : sample) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    sample.forEach(row -> print(row, widths, out));
    for (; more; more = result.next()) {
      print(row(), widths, out);
    }
  }

  private List<String> row() throws SQLException {
    List<String> row = new ArrayList<>();
    for (int column = 1; column <= columns; column++) {
      String value = result.getString(column);
      row.add(value == null ? "" : cut(value));
    }
    return row;
  }

  /** On one line, whatever an output holds. */
  private static String cut(String value) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < value.length() && shown.length() < WIDEST; i++) {
      char c = value.charAt(i);
      shown.append(c == '\n' ? '⏎' : Character.isISOControl(c) ? '.' : c);
    }
    return value.length() > WIDEST ? shown.append('…').toString() : shown.toString();
  }

  private static void print(List<String> row, int[] widths, PrintWriter out) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(row.get(i)).append(" ".repeat(Math.max(0, widths[i] - row.get(i).length()) + 2));
    }
    out.print(line.toString().stripTrailing());
    out.print('\n');
  }
}
