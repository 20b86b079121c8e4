package io.plumbline.graders.spreadsheet;

import io.plumbline.graders.Environment;
import io.plumbline.graders.Grader;
import io.plumbline.graders.Profile;
import io.plumbline.graders.Rubric;
import io.plumbline.graders.tasks.TableReference;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.graders.tasks.TaskSplit;
import java.util.List;

/**
 * {@code spreadsheet_clean}: a messy table in, a clean CSV table out.
 *
 * <p>Profile {@code reference} grades as collab-eval does. Its formulas, weights in parentheses:
 *
 * <ul>
 *   <li>data_preservation (0.35): 1 if non-blank records − 1 ≥ expected rows, else 0. Records are
 *       what Python's {@code csv.reader(io.StringIO(text.strip()))} yields.
 *   <li>format_validity (0.25): 1 if that raises nothing and yields at least 2 records; else every
 *       dimension is 0 and {@code csv_not_parseable} caps the composite at 0.2.
 *   <li>unit_consistency (0.25): 0 if the output contains a match of the forbidden pattern, else 1.
 *   <li>completeness (0.15): share of the required headers in the first record, trimmed, ignoring
 *       case, to 3 places.
 * </ul>
 *
 * <p>Profile {@code strict} compares with the gold table. Its header is the first line with the
 * name of every key column; a column's cells stand under its very name or, where that is absent,
 * under the first that is the same but for case; records at least as wide as it are rows, as are
 * narrower ones whose key the gold has, and ones at least half as wide as the gold with an amount
 * behind their first cell, what looks so above the header is a row of no key; rows match by their
 * trimmed key cells. Of several rows with one key the worst counts, in each dimension by itself, so
 * that order changes nothing and hedging earns nothing. Where the gold itself repeats a key, a row
 * earns all of one of these rows, each once, or nothing. Cells that the task's input does not
 * determine are left out. A row that is missing has no right cell, so that leaving a row out never
 * pays better than getting it wrong. Nothing is rounded.
 *
 * <ul>
 *   <li>data_preservation (0.35): {@code matched / reference rows × matched / output rows}.
 *   <li>cell_fidelity (0.20): equal ÷ compared cells of the gold, neither key nor money.
 *   <li>unit_consistency (0.20): {@code max(0, right − hidden) / money cells} of the gold. right:
 *       plain numbers of the gold's value; hidden: mentions of money in millions ({@code $1.8M},
 *       {@code 2 million}, {@code $1.8m}) outside money columns that the gold's same cell does not
 *       keep.
 *   <li>format_validity (0.15): lines of the table with the header's width ÷ non-blank lines.
 *   <li>completeness (0.10): {@code found / max(required, found + strange)}. found: required
 *       headers present with their exact names; strange: columns that the gold lacks.
 *   <li>flags: {@code no_table} (0.2), {@code duplicated_rows} (0.5), {@code fabricated_rows}
 *       (0.5).
 * </ul>
 */
public final class SpreadsheetClean implements Environment {

  @Override
  public String name() {
    return "spreadsheet_clean";
  }

  @Override
  public String description() {
    return "Clean a messy table: keep every real row, drop what is no row, write amounts as plain"
        + " numbers, in thousands or as the task says, and dates as YYYY-MM-DD where it says"
        + " so. The action is the clean table as CSV with a header.";
  }

  @Override
  public List<Rubric> rubrics() {
    return List.of(Rubrics.Reference.RUBRIC, Rubrics.Strict.RUBRIC);
  }

  @Override
  public List<TaskSplit> splits(String heldOutSalt) {
    return TaskCatalogue.bundled(heldOutSalt).splits(name());
  }

  @Override
  public Grader grader(Task task, Profile profile) {
    return switch (profile) {
      case REFERENCE -> new ReferenceTableGrader(reference(task));
      case STRICT -> strict(task);
    };
  }

  /**
   * How many of the reference's rows {@code output} keeps, as {@code strict} counts them.
   *
   * @throws IllegalArgumentException as {@link #grader} does for {@code strict}
   */
  public static RowsKept rowsKept(Task task, String output) {
    return strict(task).rowsKept(output);
  }

  /**
   * The cells of the gold that the task's input does not determine and {@code strict} leaves out,
   * in words: {@code cell Notes of row Q1 2021}. A sound task has none.
   *
   * @throws IllegalArgumentException as {@link #grader} does for {@code strict}
   */
  static List<String> undetermined(Task task) {
    return strict(task).undetermined();
  }

  private static StrictTableGrader strict(Task task) {
    return new StrictTableGrader(reference(task), task.input());
  }

  private static TableReference reference(Task task) {
    if (task.reference() instanceof TableReference table) {
      return table;
    }
    throw new IllegalArgumentException(
        "environment: " + task.environment() + " (expected: spreadsheet_clean)");
  }
}
