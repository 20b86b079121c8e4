package io.plumbline.benchmarks.graders;

import io.plumbline.graders.tasks.Difficulty;
import io.plumbline.graders.tasks.Reference;
import io.plumbline.graders.tasks.TableReference;
import io.plumbline.graders.tasks.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** A table of about 1.3 KB in 26 rows, and an output that took some liberties with it. */
final class SampleTable {
  private static final String HEADER = "Quarter,Revenue,OpEx,Headcount,Notes\n";
  private static final String[] NOTES = {
    "moved into the harbour office", "two kiosks opened", "", "\"rain, then sun\"", "audit closed",
  };

  private SampleTable() {}

  /** What a perfect policy answers. */
  static String gold() {
    return HEADER + String.join("\n", rows()) + "\n";
  }

  /** Rows shuffled and padded, one dropped, one doubled, amounts in millions, prose around it. */
  static String edited() {
    List<String> rows = rows();
    Collections.shuffle(rows, new Random(1));
    rows.set(0, rows.get(1));
    for (int i = 0; i < rows.size(); i += 3) {
      rows.set(i, rows.get(i).replace(",", " , ").replaceFirst(", (\\d)(\\d+)", ", $1.$2 M"));
    }
    return "Here is the table:\n\n"
        + HEADER
        + String.join("\n", rows)
        + "\n\nNothing was dropped.\n";
  }

  private static List<String> rows() {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 26; i++) {
      rows.add(
          String.format(
              Locale.ROOT,
              "Q%d %d,%d,%d,%d,%s",
              i % 4 + 1,
              2030 + i / 4,
              1200 + 97 * i,
              800 + 61 * i,
              12 + i,
              i % 3 == 0 ? "Jan 2030 to date" + " x".repeat(i % 5) + " " + i : NOTES[i % 5]));
    }
    return rows;
  }

  static Task tableTask() {
    TableReference reference =
        new TableReference(
            gold(),
            26,
            TableReference.DEFAULT_COLUMNS,
            TableReference.DEFAULT_KEY,
            TableReference.DEFAULT_MONEY,
            TableReference.MILLIONS);
    return task("spreadsheet_clean", "", reference);
  }

  static Task task(String environment, String input, Reference reference) {
    return new Task(
        environment + "/benchmark/0",
        environment,
        "benchmark",
        0,
        Difficulty.MEDIUM,
        "",
        List.of(),
        input,
        List.of(),
        reference,
        List.of());
  }
}
