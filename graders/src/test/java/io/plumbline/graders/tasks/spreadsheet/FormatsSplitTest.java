package io.plumbline.graders.tasks.spreadsheet;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graders.tasks.Difficulty;
import io.plumbline.graders.tasks.TableReference;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskSplit;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class FormatsSplitTest {
  private static final TaskSplit TRAIN = SpreadsheetSplits.all("").get(6);

  @Test
  void tablesHaveFiveToFourteenRowsAndTheGoldHasThemToo() throws IOException {
    Set<Integer> sizes = new HashSet<>();
    for (long seed = 0; seed < 300; seed++) {
      Task task = TRAIN.task(seed);
      int rows = ((TableReference) task.reference()).expectedRows();
      assertThat(cells(task.reference().gold())).hasSize(rows + 1);
      sizes.add(rows);
    }
    assertThat(sizes).hasSize(10).allMatch(rows -> rows >= 5 && rows <= 14);
  }

  @Test
  void everyTableHasADateToReadAndCellsWithLineBreaksAndQuotes() throws IOException {
    for (long seed = 0; seed < 1_000; seed++) {
      Task task = TRAIN.task(seed);
      assertThat(task.input()).as(task.id()).containsPattern("[0-9]/[0-9]{1,2}/[0-9]{4}");
      List<List<String>> gold = cells(task.reference().gold());
      assertThat(gold.get(1)).anyMatch(cell -> cell.contains("\n"));
      assertThat(gold.get(2)).anyMatch(cell -> cell.contains("\"") && cell.contains(","));
    }
  }

  @Test
  void noGoldHasACurrencysSignOrADateInAnyOtherStyle() throws IOException {
    Pattern sign = Pattern.compile(FormatsDraft.SIGNS);
    for (long seed = 0; seed < 1_000; seed++) {
      Task task = TRAIN.task(seed);
      assertThat(sign.matcher(task.reference().gold()).find()).as(task.id()).isFalse();
      List<List<String>> gold = cells(task.reference().gold());
      for (List<String> row : gold.subList(1, gold.size())) {
        for (String column : days(task)) {
          assertThat(row.get(gold.get(0).indexOf(column))).matches("(\\d{4}-\\d\\d-\\d\\d)?");
        }
      }
    }
  }

  @Test
  void everyConventionComesUpInAFairShareOfTablesAndEveryDifficulty() {
    Map<String, Integer> traits = new TreeMap<>();
    Map<Difficulty, Integer> difficulties = new TreeMap<>();
    int count = 2_000;
    for (long seed = 0; seed < count; seed++) {
      Task task = TRAIN.task(seed);
      task.traits().forEach(trait -> traits.merge(trait, 1, Integer::sum));
      difficulties.merge(task.difficulty(), 1, Integer::sum);
    }
    assertThat(traits)
        .containsOnlyKeys(
            "day_first_dates",
            "month_first_dates",
            "date_order_by_place",
            "decimal_commas",
            "decimal_points",
            "decimal_mark_by_place",
            "mixed_decimal_marks",
            "one_currency",
            "currency_by_row",
            "renamed_header",
            "extra_column",
            "malformed_row_width",
            "extra_whitespace",
            "total_rows",
            "duplicated_rows",
            "mid_table_separator",
            "repeated_header",
            "blank_rows",
            "annotation_row");
    assertThat(traits.values()).allMatch(times -> times > count / 10);
    assertThat(difficulties.values()).hasSize(3).allMatch(times -> times > count / 6);
  }

  @Test
  void tenThousandTasksAreManyKindsOfTables() throws IOException {
    Set<String> inputs = new HashSet<>();
    Set<List<String>> wants = new HashSet<>();
    Set<String> headers = new HashSet<>();
    Set<String> texts = new HashSet<>();
    Set<String> skeletons = new HashSet<>();
    Set<String> words = new HashSet<>();
    Map<Integer, Integer> lengths = new HashMap<>();
    for (long seed = 0; seed < 10_000; seed++) {
      Task task = TRAIN.task(seed);
      inputs.add(task.input());
      wants.add(task.constraints());
      List<List<String>> table = cells(task.input());
      headers.add(String.join(",", table.get(0)));
      for (List<String> row : table) {
        for (String cell : row) {
          skeletons.add(cell.replaceAll("\\p{L}+", "a").replaceAll("[0-9]", "0"));
        }
        texts.add(row.get(row.size() - 1));
      }
      for (String word : task.input().split("[^\\p{L}]+", -1)) {
        words.add(word);
      }
      lengths.merge(task.input().length() / 200, 1, Integer::sum);
    }
    assertThat(inputs.size()).as("documents").isEqualTo(10_000);
    assertThat(wants.size()).as("sets of constraints").isGreaterThan(6_000);
    assertThat(headers.size()).as("headers").isGreaterThan(700);
    assertThat(texts.size()).as("last cells").isGreaterThan(40_000);
    assertThat(skeletons.size()).as("cells but for words and digits").isGreaterThan(6_000);
    assertThat(words.size()).as("words").isGreaterThan(600);
    assertThat(lengths.size()).as("lengths by 200 characters").isGreaterThan(8);
  }

  private static List<String> days(Task task) {
    return FormatsDomains.ALL.stream()
        .filter(domain -> domain.intent().equals(task.intent()))
        .findFirst()
        .orElseThrow()
        .headers(Column.Day.class);
  }

  private static List<List<String>> cells(String csv) throws IOException {
    CSVFormat format = CSVFormat.DEFAULT.builder().setIgnoreEmptyLines(false).get();
    try (CSVParser parser = CSVParser.parse(csv, format)) {
      return parser.getRecords().stream().map(CSVRecord::toList).toList();
    }
  }
}
