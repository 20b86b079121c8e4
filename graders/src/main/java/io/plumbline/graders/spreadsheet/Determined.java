package io.plumbline.graders.spreadsheet;

import io.plumbline.graders.csv.CsvScanner;
import io.plumbline.graders.pytext.PyText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which gold cells a task's input determines. Only they are graded: what cannot be known is
 * nobody's fault.
 *
 * <p>A cell of the gold row with key k is determined if, in some record of the input whose trimmed
 * key cells are k, as they stand or with their days read,
 *
 * <ul>
 *   <li>a money cell: some cell holds that value in some unit ({@code 1.878 M}, {@code 1878$K},
 *       {@code 1,878}, {@code 1878000}), or is that number as some country writes it ({@code
 *       1.878,50 €}). Whether {@code 1.878} may be 1878 takes another number of the record with a
 *       comma that is plainly a decimal one;
 *   <li>other text: some cell contains it, neither starting nor ending within a word, or is the day
 *       that it names ({@code 3 Mar 2024}, {@code 03/04/2024} either way round) or contains the
 *       sign of the currency whose code it is;
 *   <li>a blank: the column's cell is missing, blank, a placeholder ({@code TBD}, {@code n/a},
 *       {@code -}) or a note on money in millions.
 * </ul>
 *
 * <p>The input's columns are found by its header, the first record that has every key column's
 * name; without one they stand where the gold has them. Where there is no input, all is determined.
 */
final class Determined {
  private static final Set<String> PLACEHOLDERS =
      Set.of("n/a", "na", "nan", "nil", "none", "null", "tbd", "tba", "unknown", "pending");

  private final boolean everything;
  private final GoldColumns columns;

  /** Where the input has each gold column; -1 where it lacks it. */
  private final int[] positions;

  private final Map<List<String>, List<List<String>>> records = new HashMap<>();

  Determined(String input, GoldColumns columns) {
    this.columns = columns;
    List<List<String>> all = read(input);
    everything = all.isEmpty();
    positions = new int[columns.width()];
    Arrays.setAll(positions, c -> c);
    for (List<String> record : all) {
      List<String> names = record.stream().map(Names::normal).toList();
      boolean header = true;
      for (int key : columns.keys()) {
        header &= names.contains(columns.normalName(key));
      }
      if (header) {
        Arrays.setAll(positions, c -> names.indexOf(columns.normalName(c)));
        break;
      }
    }
    for (List<String> record : all) {
      List<String> key = new ArrayList<>();
      for (int column : columns.keys()) {
        if (positions[column] < record.size()) {
          key.add(record.get(positions[column]));
        }
      }
      // A record that ends within its key is kept, too: no gold row has so short a key.
      for (List<String> reading : new HashSet<>(List.of(key, days(key, false), days(key, true)))) {
        records.computeIfAbsent(reading, k -> new ArrayList<>()).add(record);
      }
    }
  }

  private static List<List<String>> read(String input) {
    List<List<String>> all = new ArrayList<>();
    CsvScanner scanner = CsvScanner.lenient(input, 0, input.length());
    while (scanner.nextRecord()) {
      if (!scanner.isBlank()) {
        all.add(GoldTable.trimmedCells(scanner));
      }
    }
    return all;
  }

  /**
   * Whether the input determines a gold cell.
   *
   * @param key the row's key cells
   * @param cell the gold cell, trimmed
   * @param amount its canonical number where it is a plain one of a money column, else empty
   */
  boolean isDetermined(List<String> key, int column, String cell, String amount) {
    if (everything) {
      return true;
    }
    for (List<String> record : records.getOrDefault(key, List.of())) {
      boolean determined;
      if (cell.isEmpty()) {
        determined = allowsBlank(record, column);
      } else if (amount.isEmpty()) {
        determined = record.stream().anyMatch(text -> says(text, cell));
      } else {
        boolean commas = hasDecimalComma(record);
        determined =
            record.stream()
                .anyMatch(text -> Amounts.holds(text, amount) || isNumber(text, amount, commas));
      }
      if (determined) {
        return true;
      }
    }
    return false;
  }

  private boolean allowsBlank(List<String> record, int column) {
    int position = positions[column];
    if (position < 0 || position >= record.size()) {
      return true;
    }
    String text = record.get(position);
    boolean silent = text.codePoints().noneMatch(PyText::isWord);
    return silent
        || PLACEHOLDERS.contains(PyText.lower(text))
        || (!columns.isMoney(column) && Amounts.millions(text, 0, text.length()) > 0);
  }

  /** A key with each cell that names a day as {@code yyyy-mm-dd}. */
  private static List<String> days(List<String> key, boolean monthFirst) {
    return key.stream()
        .map(
            cell -> {
              String day = Readings.day(cell, monthFirst);
              return day.isEmpty() ? cell : day;
            })
        .toList();
  }

  private static boolean hasDecimalComma(List<String> record) {
    return record.stream()
        .anyMatch(
            text -> WrittenNumber.of(text).filter(WrittenNumber::hasDecimalComma).isPresent());
  }

  private static boolean isNumber(String text, String amount, boolean commas) {
    return WrittenNumber.of(text).filter(n -> n.value(commas).equals(amount)).isPresent();
  }

  private static boolean says(String text, String cell) {
    String sign = Readings.sign(cell);
    return containsWords(text, cell)
        || Readings.isDay(text, cell)
        || (!sign.isEmpty() && containsWords(text, sign));
  }

  private static boolean containsWords(String text, String words) {
    for (int at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
      int end = at + words.length();
      boolean startsWithin =
          at > 0 && isWordEdge(text.codePointBefore(at)) && isWordEdge(text.codePointAt(at));
      boolean endsWithin =
          end < text.length()
              && isWordEdge(text.codePointBefore(end))
              && isWordEdge(text.codePointAt(end));
      if (!startsWithin && !endsWithin) {
        return true;
      }
    }
    return false;
  }

  private static boolean isWordEdge(int codePoint) {
    return PyText.isWord(codePoint);
  }
}
