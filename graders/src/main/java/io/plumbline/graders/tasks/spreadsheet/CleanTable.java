package io.plumbline.graders.tasks.spreadsheet;

import io.plumbline.graders.tasks.SplitMix64;
import io.plumbline.graders.tasks.spreadsheet.Column.Choice;
import io.plumbline.graders.tasks.spreadsheet.Column.Count;
import io.plumbline.graders.tasks.spreadsheet.Column.KeyPart;
import io.plumbline.graders.tasks.spreadsheet.Column.Money;
import io.plumbline.graders.tasks.spreadsheet.Column.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * A table as it should be.
 *
 * @param rows one list of cells each, in the domain's column order
 */
record CleanTable(Domain domain, List<List<String>> rows) {
  private static final int BLANK_NOTES_PERCENT = 15;

  /** What became of a note's topic; with the topics of all domains 1,120 phrases, undated. */
  private static final List<String> OUTCOMES =
      List.of(
          "finished early",
          "put off to spring",
          "still under review",
          "agreed with the board",
          "handed to another contractor",
          "running late",
          "closed without findings",
          "extended by a year",
          "brought in-house",
          "on hold",
          "reopened after complaints",
          "paid in two parts",
          "shared with the sister office",
          "waiting for parts",
          "down to the last details",
          "billed twice and corrected");

  /** Draws a table whose first row has a note; a share of the others has none. */
  static CleanTable draw(SplitMix64 random, Domain domain, int count) {
    List<List<String>> keys = domain.keys().draw(random, count);
    int[] level = new int[domain.columns().size()];
    List<List<String>> rows = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      List<String> cells = new ArrayList<>(level.length);
      for (int j = 0; j < level.length; j++) {
        Column column = domain.columns().get(j);
        if (column instanceof KeyPart) {
          cells.add(keys.get(i).get(j));
        } else if (column instanceof Money money) {
          level[j] = next(random, domain, i, level[j], money.low(), money.high());
          cells.add(Integer.toString(level[j]));
        } else if (column instanceof Count number) {
          level[j] = next(random, domain, i, level[j], number.low(), number.high());
          cells.add(Integer.toString(level[j]));
        } else if (column instanceof Choice choice) {
          cells.add(random.pick(choice.values()));
        } else if (column instanceof Text text) {
          boolean blank = random.chance(BLANK_NOTES_PERCENT) && i > 0;
          cells.add(blank ? "" : phrase(random, text.topics()));
        }
      }
      rows.add(cells);
    }
    return new CleanTable(domain, rows);
  }

  /** The table as CSV, each line ended by a line feed. */
  String csv() {
    StringBuilder csv = new StringBuilder();
    try (CSVPrinter printer =
        new CSVPrinter(csv, CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get())) {
      printer.printRecord(domain.headers());
      printer.printRecords(rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringBuilder has none
    }
    return csv.toString();
  }

  static String phrase(SplitMix64 random, List<String> topics) {
    String phrase = random.pick(topics) + " " + random.pick(OUTCOMES);
    int form = random.below(10);
    if (form < 3) {
      return random.pick(Keys.MONTHS) + " " + random.between(2015, 2025) + " " + phrase;
    }
    return form == 3 ? phrase + " (file " + random.between(11, 989) + ")" : phrase;
  }

  private static int next(
      SplitMix64 random, Domain domain, int row, int before, int low, int high) {
    if (row == 0 || !domain.trend()) {
      return random.between(low, high);
    }
    int step = Math.max(1, before / 12);
    int after = before + random.between(-step, step + step / 2);
    // Turned back at the limits: tables that sit at one would look alike.
    return after > high ? 2 * high - after : after < low ? 2 * low - after : after;
  }
}
