package io.plumbline.graders.tasks.spreadsheet;

import io.plumbline.graders.tasks.GeneratedSplit;
import io.plumbline.graders.tasks.SplitMix64;
import io.plumbline.graders.tasks.TaskDraft;
import io.plumbline.graders.tasks.TaskSplit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The generated splits of {@code spreadsheet_clean}. */
public final class SpreadsheetSplits {
  static final String ENVIRONMENT = "spreadsheet_clean";

  static final String NO_DATA =
      "Drop lines that hold no data: blank lines, separators, a caption line under the header,"
          + " repeated headers, and rows whose first cell says Subtotal or Total.";
  static final String DATA =
      "Keep every other row once, in the order of the input, whatever its cells say; a row that"
          + " is repeated exactly counts once.";
  static final String TRIM = "Trim spaces around cells and leave blank cells blank.";
  static final String CSV_ALONE = "Answer with the CSV alone, without commentary or code fences.";

  /** More than any split that is graded has. */
  private static final int MOST_PRACTICE_ROWS = 60;

  private SpreadsheetSplits() {}

  /**
   * {@code train}, {@code validation} and {@code heldout} of regular tables (6 to 18 rows with
   * noise that belongs out), then the same of stress tables (15 to 25 rows, every one real): {@code
   * stress_train} and so on. Train and validation are open. Of all documents that can be drawn, 8
   * in 20 belong to each train split and 1 in 20 to each other one, by their hash.
   *
   * <p>Then {@code formats_train} and so on: tables of 5 to 14 rows that write dates, numbers and
   * currencies as some country does and whose text has commas, quotation marks and line breaks. No
   * document of theirs has a header of the others, so that they share all of them out anew: 18 in
   * 20, 1 and 1.
   *
   * @param heldOutSalt keys the random numbers of the held-out splits; may be empty
   */
  public static List<TaskSplit> all(String heldOutSalt) {
    return List.of(
        split("train", true, "", SpreadsheetSplits::regular, 0, 8),
        split("validation", true, "", SpreadsheetSplits::regular, 8, 1),
        split("heldout", false, heldOutSalt, SpreadsheetSplits::regular, 9, 1),
        split("stress_train", true, "", SpreadsheetSplits::stress, 10, 8),
        split("stress_validation", true, "", SpreadsheetSplits::stress, 18, 1),
        split("stress_heldout", false, heldOutSalt, SpreadsheetSplits::stress, 19, 1),
        split("formats_train", true, "", SpreadsheetSplits::formats, 0, 18),
        split("formats_validation", true, "", SpreadsheetSplits::formats, 18, 1),
        split("formats_heldout", false, heldOutSalt, SpreadsheetSplits::formats, 19, 1));
  }

  /**
   * Tables of other sizes to practise on: {@code practice_1_6} is like {@code train} and {@code
   * stress_practice_1_6} like {@code stress_train}, but with 1 to 6 rows. They share these splits'
   * documents (by hash, as above), so none of theirs is in a validation or held-out split.
   *
   * @param leastRows 1 to {@code mostRows}
   * @param mostRows at most 60
   * @throws IllegalArgumentException if either is out of range
   */
  public static TaskSplit practice(boolean stress, int leastRows, int mostRows) {
    if (mostRows < 1 || mostRows > MOST_PRACTICE_ROWS) {
      throw new IllegalArgumentException(
          "most_rows: " + mostRows + " (expected: 1 to " + MOST_PRACTICE_ROWS + ")");
    }
    if (leastRows < 1 || leastRows > mostRows) {
      throw new IllegalArgumentException(
          "least_rows: " + leastRows + " (expected: 1 to " + mostRows + ")");
    }
    String rows = leastRows + "_" + mostRows;
    return stress
        ? split(
            "stress_practice_" + rows,
            true,
            "",
            random -> Draft.stress(random, leastRows, mostRows),
            10,
            8)
        : split(
            "practice_" + rows,
            true,
            "",
            random -> Draft.regular(random, leastRows, mostRows),
            0,
            8);
  }

  private static TaskSplit split(
      String name,
      boolean open,
      String salt,
      Function<SplitMix64, ? extends TaskDraft> draw,
      int bucket,
      int width) {
    return new GeneratedSplit(ENVIRONMENT, name, open, salt, draw, bucket, width);
  }

  private static Draft regular(SplitMix64 random) {
    return Draft.regular(random, 6, 18);
  }

  private static Draft stress(SplitMix64 random) {
    return Draft.stress(random, 15, 25);
  }

  private static FormatsDraft formats(SplitMix64 random) {
    return FormatsDraft.draw(random, 5, 14);
  }

  /**
   * The rules of cleaning in words, a sentence or two each: all that decides a gold cell.
   *
   * @param columns the headers of the clean table
   * @param money those of them that hold amounts
   * @param otherNames headers that stand for one of them, {@code Rev is Revenue, Cost is OpEx}
   */
  public static List<String> constraints(
      List<String> columns, List<String> money, String otherNames) {
    List<String> constraints = new ArrayList<>();
    constraints.add(columns(columns));
    constraints.add(names(otherNames));
    constraints.add(NO_DATA);
    constraints.add(DATA);
    if (!money.isEmpty()) {
      constraints.add(
          "Write "
              + String.join(" and ", money)
              + " in plain digits as thousands: 1.878 M, $1.878M, 1878$K and 1,878 are all 1878.");
    }
    constraints.add(
        "Remove remarks about an original amount from text cells, such as \"; orig $1.878M\" or"
            + " \"(was 1.878 M)\"; change nothing else in them.");
    constraints.add(TRIM);
    constraints.add(CSV_ALONE);
    return constraints;
  }

  static String columns(List<String> columns) {
    return "Return one CSV table with exactly these columns, in this order and under these names: "
        + String.join(", ", columns)
        + ".";
  }

  static String names(String otherNames) {
    return "Rename a header that stands under another name ("
        + otherNames
        + "); drop any other column, and fields beyond the last column.";
  }
}
