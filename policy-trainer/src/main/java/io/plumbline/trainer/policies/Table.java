package io.plumbline.trainer.policies;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/** A CSV table as rows of cells, the header first. */
record Table(List<List<String>> rows) {
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setRecordSeparator("\n").get();

  static Table parse(String csv) {
    try (var parser = FORMAT.parse(new StringReader(csv))) {
      return new Table(parser.stream().map(CSVRecord::toList).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a string does not fail
    }
  }

  List<String> header() {
    return rows.isEmpty() ? List.of() : rows.get(0);
  }

  /** Each record as CSV, with its line end. */
  List<String> lines() {
    return rows.stream().map(row -> FORMAT.format(row.toArray()) + "\n").toList();
  }

  /** The table as CSV with each data row changed. */
  String map(UnaryOperator<List<String>> change) {
    List<List<String>> changed = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      changed.add(i == 0 ? rows.get(0) : change.apply(rows.get(i)));
    }
    return String.join("", new Table(changed).lines());
  }

  /** {@code row} with {@code text} put behind one cell's own. */
  static List<String> appended(List<String> row, int column, String text) {
    List<String> changed = new ArrayList<>(row);
    String cell = row.get(column);
    changed.set(column, cell.isEmpty() ? text : cell + "; " + text);
    return changed;
  }
}
