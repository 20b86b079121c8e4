package io.plumbline.graders.tasks.spreadsheet;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graders.tasks.TableReference;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskSplit;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Cleans every regular and stress document with nothing but its own words and those of the
 * constraints, and arrives at the gold: no reference cell comes from anywhere else.
 */
@Tag("once")
class GoldIsDeterminedTest {
  private static final Pattern COLUMNS = Pattern.compile("Return .* under these names: (.*)\\.");
  private static final Pattern NAMES = Pattern.compile("Rename .* another name \\((.*)\\); .*");
  private static final Pattern MONEY = Pattern.compile("Write (.*) and (.*) in plain digits .*");
  private static final Pattern AMOUNT = Pattern.compile("\\$?([0-9.,]+)( ?M|\\$K)?");
  private static final String REMARK = "; orig \\$[0-9.]+M$| \\(was [0-9.]+ M\\)$";

  @Test
  void theConstraintsLeadFromTheInputToTheGold() throws IOException {
    for (TaskSplit split : splits()) {
      for (long seed = 0; seed < 1_000; seed++) {
        Task task = split.task(seed);
        assertThat(cleaned(task.input(), task.constraints()))
            .as(task.id())
            .isEqualTo(parsed(task.reference().gold()));
      }
    }
  }

  @Test
  void keysNameEachGoldRowOnce() throws IOException {
    for (TaskSplit split : splits()) {
      for (long seed = 0; seed < 1_000; seed++) {
        Task task = split.task(seed);
        TableReference reference = (TableReference) task.reference();
        List<List<String>> rows = parsed(reference.gold());
        assertThat(rows.get(0)).isEqualTo(reference.requiredColumns());
        Set<List<String>> keys = new HashSet<>();
        for (List<String> row : rows.subList(1, rows.size())) {
          List<String> key = new ArrayList<>();
          for (String column : reference.keyColumns()) {
            key.add(row.get(rows.get(0).indexOf(column)));
          }
          assertThat(key).doesNotContain("");
          keys.add(key);
        }
        assertThat(keys).as(task.id()).hasSize(reference.expectedRows());
      }
    }
  }

  private static List<TaskSplit> splits() {
    List<TaskSplit> splits = new ArrayList<>(SpreadsheetSplits.all("some salt").subList(0, 6));
    for (boolean stress : List.of(false, true)) {
      splits.add(SpreadsheetSplits.practice(stress, 1, 1));
      splits.add(SpreadsheetSplits.practice(stress, 1, 6));
      splits.add(SpreadsheetSplits.practice(stress, 30, 60));
    }
    return splits;
  }

  private static List<List<String>> cleaned(String input, List<String> constraints)
      throws IOException {
    List<String> columns = List.of(said(constraints, COLUMNS).group(1).split(", ", -1));
    Matcher amounts = said(constraints, MONEY);
    Set<String> money = Set.of(amounts.group(1), amounts.group(2));
    Map<String, String> names = new HashMap<>();
    for (String name : said(constraints, NAMES).group(1).split(", ", -1)) {
      int is = name.indexOf(" is ");
      names.put(name.substring(0, is), name.substring(is + 4));
    }
    List<List<String>> lines = parsed(input);
    List<String> header =
        lines.get(0).stream().map(cell -> names.getOrDefault(cell, cell)).toList();
    Set<List<String>> rows = new LinkedHashSet<>();
    for (List<String> line : lines.subList(1, lines.size())) {
      if (isData(line, lines.get(0))) {
        rows.add(line);
      }
    }
    List<List<String>> table = new ArrayList<>();
    table.add(columns);
    for (List<String> row : rows) {
      List<String> cells = new ArrayList<>();
      for (String column : columns) {
        String cell = row.get(header.indexOf(column)).strip().replaceAll(REMARK, "");
        cells.add(money.contains(column) ? thousands(cell) : cell);
      }
      table.add(cells);
    }
    return table;
  }

  /** No blank line, separator, caption, repeated header or total. */
  private static boolean isData(List<String> line, List<String> header) {
    boolean blank = line.stream().allMatch(String::isBlank);
    boolean separator = line.size() == 1;
    boolean caption = line.get(0).startsWith("(");
    boolean total = line.get(0).equals("Total") || line.get(0).equals("Subtotal");
    return !blank && !separator && !caption && !total && !line.equals(header);
  }

  private static String thousands(String cell) {
    Matcher amount = AMOUNT.matcher(cell);
    assertThat(amount.matches()).as(cell).isTrue();
    BigDecimal number = new BigDecimal(amount.group(1).replace(",", ""));
    boolean millions = amount.group(2) != null && amount.group(2).endsWith("M");
    return (millions ? number.movePointRight(3) : number).toBigIntegerExact().toString();
  }

  private static Matcher said(List<String> constraints, Pattern pattern) {
    List<Matcher> matches =
        constraints.stream().map(pattern::matcher).filter(Matcher::matches).toList();
    assertThat(matches).hasSize(1);
    return matches.get(0);
  }

  private static List<List<String>> parsed(String csv) throws IOException {
    CSVFormat format = CSVFormat.DEFAULT.builder().setIgnoreEmptyLines(false).get();
    try (CSVParser parser = CSVParser.parse(csv, format)) {
      return parser.getRecords().stream().map(CSVRecord::toList).toList();
    }
  }
}
