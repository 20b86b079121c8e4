package io.plumbline.benchmarks.graders;

import io.plumbline.graders.tasks.Difficulty;
import io.plumbline.graders.tasks.TableReference;
import io.plumbline.graders.tasks.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** A table of rows of about 50 characters, and an output that took some liberties with it. */
final class SampleTable {
  private static final String HEADER = "Quarter,Revenue,OpEx,Headcount,Notes\n";
  private static final String[] NOTES = {
    "moved into the harbour office", "two kiosks opened", "", "\"rain, then sun\"", "audit closed",
  };

  private final List<String> rows = new ArrayList<>();

  /** A table of about so many characters. */
  SampleTable(int chars) {
    for (int length = HEADER.length();
        length < chars;
        length += rows.get(rows.size() - 1).length() + 1) {
      rows.add(row(rows.size()));
    }
  }

  private static String row(int i) {
    return String.format(
        Locale.ROOT,
        "Q%d %d,%d,%d,%d,%s",
        i % 4 + 1,
        2030 + i / 4,
        1200 + 97 * i,
        800 + 61 * i,
        12 + i,
        i % 3 == 0 ? "Jan 2030 to date" + " x".repeat(i % 5) + " " + i : NOTES[i % 5]);
  }

  /** What a perfect policy answers. */
  String gold() {
    return HEADER + String.join("\n", rows) + "\n";
  }

  /**
   * Rows shuffled, one dropped, one doubled, a third of them padded and with amounts in millions,
   * prose around the table.
   */
  String edited() {
    List<String> edited = new ArrayList<>(rows);
    Collections.shuffle(edited, new Random(1));
    edited.set(0, edited.get(1));
    for (int i = 0; i < edited.size(); i += 3) {
      String padded = edited.get(i).replace(",", " , ");
      edited.set(i, padded.replaceFirst(", (\\d)(\\d+)", ", $1.$2 M"));
    }
    return "Here is the table:\n\n"
        + HEADER
        + String.join("\n", edited)
        + "\n\nNothing was dropped.\n";
  }

  /** Cleaning it; nothing is said of the input, so that every cell counts. */
  Task task() {
    TableReference reference =
        new TableReference(
            gold(),
            rows.size(),
            TableReference.DEFAULT_COLUMNS,
            TableReference.DEFAULT_KEY,
            TableReference.DEFAULT_MONEY,
            TableReference.MILLIONS);
    return new Task(
        "spreadsheet_clean/benchmark/0",
        "spreadsheet_clean",
        "benchmark",
        0,
        Difficulty.MEDIUM,
        "",
        List.of(),
        "",
        List.of(),
        reference,
        List.of());
  }

  /** The floor of table graders: every record of {@code text} as Commons CSV reads it. */
  static int commonsCsvParse(String text) {
    int cells = 0;
    try (CSVParser parser = CSVParser.parse(text, CSVFormat.DEFAULT)) {
      for (CSVRecord record : parser) {
        cells += record.size();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // it reads from memory
    }
    return cells;
  }
}
