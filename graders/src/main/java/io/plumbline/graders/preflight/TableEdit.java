package io.plumbline.graders.preflight;

import io.plumbline.graders.csv.CsvScanner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a gold table does to the rows of its input. Rows are paired by their first cell, trimmed, as
 * often as both have it; blank rows and the header are none.
 *
 * @param rows of the input
 * @param deleted rows that the gold lacks
 * @param converted rows that it has with other cells
 */
record TableEdit(int rows, int deleted, int converted) {

  static TableEdit of(String input, String gold) {
    Map<String, List<List<String>>> left = new HashMap<>(); // looked up, never walked
    for (List<String> row : rows(gold)) {
      left.computeIfAbsent(row.get(0), key -> new ArrayList<>()).add(row);
    }
    List<List<String>> all = rows(input);
    int deleted = 0;
    int converted = 0;
    for (List<String> row : all) {
      List<List<String>> same = left.get(row.get(0));
      if (same == null || same.isEmpty()) {
        deleted++;
      } else if (!same.remove(row)) {
        same.remove(0);
        converted++;
      }
    }
    return new TableEdit(all.size(), deleted, converted);
  }

  private static List<List<String>> rows(String csv) {
    CsvScanner scanner = CsvScanner.lenient(csv, 0, csv.length());
    List<List<String>> rows = new ArrayList<>();
    boolean header = true;
    while (scanner.nextRecord()) {
      if (scanner.isBlank()) {
        continue;
      }
      if (!header) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < scanner.cellCount(); i++) {
          cells.add(scanner.cell(i).strip());
        }
        rows.add(cells);
      }
      header = false;
    }
    return rows;
  }
}
