package io.plumbline.graders.tasks;

import java.util.List;

/**
 * The reference of a {@code spreadsheet_clean} task.
 *
 * @param gold the clean table as CSV with a header; empty where only {@code reference} grades
 * @param expectedRows data rows that a clean table has, at least 0
 * @param requiredColumns headers that it has
 * @param keyColumns headers whose cells together name a row
 * @param moneyColumns headers whose cells are plain numbers, compared by value: collab-eval's
 *     amounts in thousands, or whatever the task says
 * @param forbiddenPattern regular expression (RE2 syntax) that the output may not contain
 */
public record TableReference(
    String gold,
    int expectedRows,
    List<String> requiredColumns,
    List<String> keyColumns,
    List<String> moneyColumns,
    String forbiddenPattern)
    implements Reference {

  /** Money in millions, as collab-eval forbids it. */
  public static final String MILLIONS = "\\$M|\\bM\\b";

  /** collab-eval's columns: what a task has that names none. */
  public static final List<String> DEFAULT_COLUMNS =
      List.of("Quarter", "Revenue", "OpEx", "Headcount", "Notes");

  /** The key of collab-eval's tables. */
  public static final List<String> DEFAULT_KEY = List.of("Quarter");

  /** The amounts of collab-eval's tables. */
  public static final List<String> DEFAULT_MONEY = List.of("Revenue", "OpEx");

  /** The row count of a task that names none. */
  public static final int DEFAULT_ROWS = 12;

  public TableReference {
    if (expectedRows < 0) {
      throw new IllegalArgumentException(
          "expected_row_count: " + expectedRows + " (expected: at least 0)");
    }
    requiredColumns = List.copyOf(requiredColumns);
    keyColumns = List.copyOf(keyColumns);
    moneyColumns = List.copyOf(moneyColumns);
  }

  @Override
  public List<String> content() {
    return new Content()
        .add(gold)
        .add(Integer.toString(expectedRows))
        .add(requiredColumns)
        .add(keyColumns)
        .add(moneyColumns)
        .add(forbiddenPattern)
        .texts();
  }
}
