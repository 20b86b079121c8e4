package io.plumbline.graders.spreadsheet;

import io.plumbline.graders.csv.CsvScanner;
import io.plumbline.graders.tasks.TableReference;
import java.util.ArrayList;
import java.util.List;

/**
 * A reference's gold as a table of trimmed cells: a header and at least one row of its width.
 *
 * @param header trimmed names
 * @param keyColumns where the key columns stand in the header, in the reference's order
 * @param rows trimmed cells, as many as the header has
 */
record GoldTable(List<String> header, List<Integer> keyColumns, List<List<String>> rows) {

  /**
   * Reads the gold of {@code reference}.
   *
   * @throws IllegalArgumentException if it is no such table; the message names the field
   */
  static GoldTable of(TableReference reference) {
    String gold = reference.gold();
    if (reference.keyColumns().isEmpty()) {
      throw new IllegalArgumentException("key_columns: none (expected: at least 1)");
    }
    List<List<String>> records = new ArrayList<>();
    CsvScanner scanner = CsvScanner.lenient(gold, 0, gold.length());
    while (scanner.nextRecord()) {
      if (!scanner.isBlank()) {
        records.add(trimmedCells(scanner));
      }
    }
    if (records.size() < 2) {
      throw new IllegalArgumentException(
          "gold: " + records.size() + " records (expected: a header and at least one row)");
    }
    List<String> header = records.get(0);
    List<List<String>> rows = records.subList(1, records.size());
    for (int i = 0; i < rows.size(); i++) {
      int width = rows.get(i).size();
      if (width != header.size()) {
        throw new IllegalArgumentException(
            "gold: row " + (i + 1) + " has " + width + " cells (expected: " + header.size() + ")");
      }
    }
    return new GoldTable(header, keyColumns(reference, header), rows);
  }

  /** The trimmed cells of the record at hand. */
  static List<String> trimmedCells(CsvScanner record) {
    List<String> cells = new ArrayList<>(record.cellCount());
    for (int i = 0; i < record.cellCount(); i++) {
      cells.add(Names.trim(record.cell(i)));
    }
    return cells;
  }

  private static List<Integer> keyColumns(TableReference reference, List<String> header) {
    List<String> normal = header.stream().map(Names::normal).toList();
    for (int c = 0; c < normal.size(); c++) {
      if (normal.indexOf(normal.get(c)) < c) {
        throw new IllegalArgumentException(
            "gold: header " + header.get(c) + " appears twice (expected: distinct names)");
      }
    }
    List<Integer> columns = new ArrayList<>();
    for (String name : reference.keyColumns()) {
      int column = normal.indexOf(Names.normal(name));
      if (column < 0) {
        throw new IllegalArgumentException(
            "key_columns: " + name + " (expected: headers of gold, " + header + ")");
      }
      columns.add(column);
    }
    return columns;
  }
}
