package io.plumbline.graders.tasks.spreadsheet;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graders.tasks.TableReference;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskSplit;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
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
 * Cleans every document of the formats splits with nothing but its own words and those of the
 * constraints, and arrives at the gold.
 */
@Tag("once")
class FormatsGoldIsDeterminedTest {
  private static final Pattern COLUMNS = Pattern.compile("Return .* under these names: (.*)\\.");
  private static final Pattern NAMES = Pattern.compile("Rename .* another name \\((.*)\\); .*");
  private static final Pattern DATES =
      Pattern.compile(
          "Write (.*) as YYYY-MM-DD\\. In a date with slashes (where (.*) is (.*) the month comes"
              + " first, .*; elsewhere the day comes first|the month comes first|the day comes"
              + " first), .*\\. In a date with points the day always comes first\\.");
  private static final Pattern NUMBERS =
      Pattern.compile(
          "Write (.*) as plain numbers: .* unit\\. (Where (.*) is (.*), a comma comes before .*;"
              + " elsewhere a point comes before .*|In this table a (comma|point) comes before"
              + " .*|A point or comma with one or two digits behind it, .*)");
  private static final Pattern FILL =
      Pattern.compile("Fill (.*) with the three-letter .*: (.*)\\.");
  private static final Pattern MINUS = Pattern.compile("[-\u2212(].*|.*[0-9]-");

  /** The digits of a cell and what is between them. */
  private static final Pattern DIGITS = Pattern.compile("[0-9](?:.*[0-9])?");

  private static final Map<Pattern, String> DAYS =
      Map.of(
          Pattern.compile("\\d+ [A-Z][a-z]{2} \\d{4}"), "d MMM uuuu",
          Pattern.compile("\\d+-[A-Z][a-z]{2}-\\d{4}"), "dd-MMM-uuuu",
          Pattern.compile("\\d+ [A-Z][a-z]{3,} \\d{4}"), "d MMMM uuuu",
          Pattern.compile("[A-Z][a-z]+ \\d+, \\d{4}"), "MMMM d, uuuu",
          Pattern.compile("\\d+\\.\\d+\\.\\d{4}"), "dd.MM.uuuu",
          Pattern.compile("\\d{4}-\\d\\d-\\d\\d"), "uuuu-MM-dd");

  @Test
  void theConstraintsLeadFromTheInputToTheGold() throws IOException {
    for (TaskSplit split : splits()) {
      for (long seed = 0; seed < seeds(split); seed++) {
        Task task = split.task(seed);
        List<List<String>> gold = parsed(task.reference().gold());
        TableReference reference = (TableReference) task.reference();
        for (List<String> row : gold.subList(1, gold.size())) {
          for (String column : reference.moneyColumns()) {
            int place = gold.get(0).indexOf(column);
            assertThat(row.get(place)).matches("-?[1-9]?[0-9]*(\\.[0-9]{2,3})?");
            row.set(place, plain(new BigDecimal(row.get(place))));
          }
        }
        assertThat(new Cleaner(task).cleaned()).as(task.id()).isEqualTo(gold);
      }
    }
  }

  @Test
  void keysNameEachGoldRowOnceAndAreAsTheGoldWritesThem() throws IOException {
    for (TaskSplit split : splits()) {
      for (long seed = 0; seed < seeds(split); seed++) {
        Task task = split.task(seed);
        TableReference reference = (TableReference) task.reference();
        List<List<String>> rows = parsed(reference.gold());
        assertThat(rows.get(0)).isEqualTo(reference.requiredColumns());
        Set<List<String>> keys = new HashSet<>();
        for (List<String> row : rows.subList(1, rows.size())) {
          keys.add(row.subList(0, reference.keyColumns().size()));
        }
        assertThat(rows.get(0).subList(0, reference.keyColumns().size()))
            .isEqualTo(reference.keyColumns());
        assertThat(keys).as(task.id()).hasSize(reference.expectedRows());
      }
    }
  }

  /** A small split draws 20 tables for one: fewer do where all are drawn alike. */
  private static int seeds(TaskSplit split) {
    return split.name().equals("formats_train") ? 2_000 : 100;
  }

  private static List<TaskSplit> splits() {
    return SpreadsheetSplits.all("some salt").subList(6, 9);
  }

  /** Cleans one document by what its constraints say. */
  private static final class Cleaner {
    private final List<List<String>> lines;
    private final List<String> columns;
    private final List<String> header;
    private final Matcher dates;
    private final Matcher numbers;
    private final List<String> dateColumns;
    private final List<String> numberColumns;
    private final List<String> constraints;

    Cleaner(Task task) throws IOException {
      constraints = task.constraints();
      lines = parsed(task.input());
      columns = List.of(said(COLUMNS).group(1).split(", ", -1));
      Map<String, String> names = new HashMap<>();
      for (String name : said(NAMES).group(1).split(", ", -1)) {
        int is = name.indexOf(" is ");
        names.put(name.substring(0, is), name.substring(is + 4));
      }
      header = lines.get(0).stream().map(cell -> names.getOrDefault(cell, cell)).toList();
      dates = said(DATES);
      numbers = said(NUMBERS);
      dateColumns = listed(dates.group(1));
      numberColumns = listed(numbers.group(1));
    }

    List<List<String>> cleaned() {
      Set<List<String>> rows = new LinkedHashSet<>();
      for (List<String> line : lines.subList(1, lines.size())) {
        if (isData(line)) {
          rows.add(line);
        }
      }
      List<List<String>> table = new ArrayList<>();
      table.add(columns);
      for (List<String> row : rows) {
        List<String> cells = new ArrayList<>();
        for (String column : columns) {
          cells.add(cell(row, column));
        }
        table.add(cells);
      }
      return table;
    }

    private String cell(List<String> row, String column) {
      if (column.equals("Currency")) {
        return currency(row);
      }
      String cell = read(row, column);
      if (cell.isEmpty()) {
        return "";
      }
      return dateColumns.contains(column)
          ? day(cell, row)
          : numberColumns.contains(column) ? number(cell, row) : cell;
    }

    private String read(List<String> row, String column) {
      return row.get(header.indexOf(column)).strip();
    }

    private String day(String cell, List<String> row) {
      for (Map.Entry<Pattern, String> style : DAYS.entrySet()) {
        if (style.getKey().matcher(cell).matches()) {
          return LocalDate.parse(cell, DateTimeFormatter.ofPattern(style.getValue(), Locale.US))
              .toString();
        }
      }
      boolean monthFirst =
          dates.group(3) == null
              ? dates.group(2).startsWith("the month")
              : listed(dates.group(4)).contains(read(row, dates.group(3)));
      return LocalDate.parse(
              cell, DateTimeFormatter.ofPattern(monthFirst ? "M/d/uuuu" : "d/M/uuuu"))
          .toString();
    }

    private String number(String cell, List<String> row) {
      Matcher digits = DIGITS.matcher(cell);
      assertThat(digits.find()).as(cell).isTrue();
      String number = digits.group();
      String rule = numbers.group(2);
      String mark;
      if (rule.startsWith("A point or comma")) {
        mark = "[.,](?=[0-9]{1,2}$)";
      } else if (numbers.group(3) != null) {
        mark = listed(numbers.group(4)).contains(read(row, numbers.group(3))) ? "," : "\\.";
      } else {
        mark = numbers.group(5).equals("comma") ? "," : "\\.";
      }
      String[] parts = number.split(mark, -1);
      assertThat(parts).as(cell).hasSizeLessThan(3);
      assertThat(parts[0]).matches("[0-9]+|[0-9]{1,3}([.,' \u00a0\u202f\u2019][0-9]{3})+");
      String whole = parts[0].replaceAll("[^0-9]", "");
      BigDecimal value = new BigDecimal(parts.length == 1 ? whole : whole + "." + parts[1]);
      boolean negative = MINUS.matcher(cell).matches();
      assertThat(negative && !rule.contains("makes it negative")).as(cell).isFalse();
      return plain(negative ? value.negate() : value);
    }

    private String currency(List<String> row) {
      Set<String> found = new HashSet<>();
      for (String name : said(FILL).group(2).split(", ", -1)) {
        String sign = name.substring(0, name.indexOf(" is "));
        String code = name.substring(name.indexOf(" is ") + 4);
        for (int i = 0; i < header.size(); i++) {
          if (numberColumns.contains(header.get(i)) || header.get(i).equals("Currency")) {
            if (row.get(i).contains(sign) || row.get(i).contains(code)) {
              found.add(code);
            }
          }
        }
      }
      assertThat(found).hasSize(1);
      return found.iterator().next();
    }

    /** No blank line, separator, caption, repeated header or total. */
    private boolean isData(List<String> line) {
      boolean blank = line.stream().allMatch(String::isBlank);
      boolean separator = line.size() == 1;
      boolean caption = line.get(0).startsWith("(");
      boolean total = line.get(0).equals("Total") || line.get(0).equals("Subtotal");
      return !blank && !separator && !caption && !total && !line.equals(lines.get(0));
    }

    private Matcher said(Pattern pattern) {
      List<Matcher> matches =
          constraints.stream().map(pattern::matcher).filter(Matcher::matches).toList();
      assertThat(matches).hasSize(1);
      return matches.get(0);
    }
  }

  private static List<String> listed(String names) {
    return List.of(names.split(", | and | or ", -1));
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }

  private static List<List<String>> parsed(String csv) throws IOException {
    CSVFormat format = CSVFormat.DEFAULT.builder().setIgnoreEmptyLines(false).get();
    List<List<String>> rows = new ArrayList<>();
    try (CSVParser parser = CSVParser.parse(csv, format)) {
      for (CSVRecord row : parser) {
        rows.add(new ArrayList<>(row.toList()));
      }
    }
    return rows;
  }
}
