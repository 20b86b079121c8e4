package io.plumbline.graders.spreadsheet;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graders.Grade;
import io.plumbline.graders.Profile;
import io.plumbline.graders.tasks.TableReference;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.graders.tasks.TaskSplit;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.QuoteMode;
import org.junit.jupiter.api.Test;

/** What strict makes of dates, numbers, currencies and quoted cells. */
class StrictFormatsTest {
  private static final String GOLD =
      """
      Sent,Van,Back,Price,Litres,Currency,Note
      2024-03-04,Van 1,2024-03-05,1234.50,12,EUR,"left, ""as agreed""
      Total none"
      2024-04-03,Van 2,,-58.40,0.75,CAD,
      """;

  private static final String INPUT =
      """
      Sent,Van,Back,Price,Litres,Note
      04/03/2024,Van 1,5 Mar 2024,"€ 1.234,50","12 l","left, ""as agreed""
      Total none"
      03/04/2024,Van 2,,"($ 58,40)","0,750 l",
      """;

  private static final TableReference REFERENCE =
      new TableReference(
          GOLD,
          2,
          List.of("Sent", "Van", "Back", "Price", "Litres", "Currency", "Note"),
          List.of("Sent", "Van"),
          List.of("Price", "Litres"),
          "[$€]");

  private static Map<String, Double> scores(String from, String to) {
    String output = GOLD.replace(from, to);
    assertThat(output).isNotEqualTo(GOLD);
    return Tables.scores(grade(output));
  }

  private static Grade grade(String output) {
    return new SpreadsheetClean()
        .grader(Tables.task(REFERENCE, INPUT), Profile.STRICT)
        .grade(output);
  }

  @Test
  void everyCellOfTheGoldIsGraded() {
    assertThat(SpreadsheetClean.undetermined(Tables.task(REFERENCE, INPUT))).isEmpty();
    assertThat(Tables.scores(grade(GOLD)).values()).containsOnly(1.0);
  }

  @Test
  void aDateLeftInTheInputsStyleIsWrong() {
    for (String day : List.of("5 Mar 2024", "05/03/2024", "2024-3-5", "2024/03/05", "20240305")) {
      assertThat(scores("2024-03-05", day)).as(day).containsEntry("cell_fidelity", 5 / 6.0);
    }
  }

  @Test
  void aKeyThatIsADateMatchesInTheGoldsFormOnly() {
    for (String day : List.of("04/03/2024", "4 Mar 2024", "2024-04-03")) {
      assertThat(scores("2024-03-04,", day + ",")).as(day).containsEntry("data_preservation", 0.25);
      assertThat(Tables.flags(grade(GOLD.replace("2024-03-04,", day + ","))))
          .containsExactly("fabricated_rows");
    }
  }

  @Test
  void anAmountIsAPlainNumberOfTheRightValue() {
    for (String amount : List.of("1234.5", "1234.500", "01234.50")) {
      assertThat(scores("1234.50", amount).values()).as(amount).containsOnly(1.0);
    }
    for (String amount :
        List.of(
            "\"1234,50\"",
            "\"1.234,50\"",
            "\"1,234.50\"",
            "1 234.50",
            "1\u202f234.50",
            "1\u2019234.50",
            "1234.50 €",
            "EUR 1234.50",
            "1.23450",
            "-1234.50")) {
      assertThat(scores("1234.50", amount)).as(amount).containsEntry("unit_consistency", 0.75);
    }
    for (String amount : List.of("58.40", "(58.40)", "58.40-", "\u221258.40")) {
      assertThat(scores("-58.40", amount)).as(amount).containsEntry("unit_consistency", 0.75);
    }
    assertThat(scores("0.75", "750")).containsEntry("unit_consistency", 0.75);
  }

  @Test
  void aDecimalCommaLeftBareTearsTheRow() {
    // The header and one row of two belong; the torn row is the two lines that it spans.
    assertThat(scores("1234.50", "1234,50"))
        .containsEntry("format_validity", 0.5)
        .containsEntry("unit_consistency", 0.5);
  }

  @Test
  void aCurrencyIsItsCodeAndTheRightOne() {
    for (String currency : List.of("€", "eur", "USD", "")) {
      assertThat(scores(",EUR,", "," + currency + ","))
          .as(currency)
          .containsEntry("cell_fidelity", 5 / 6.0);
    }
  }

  @Test
  void aQuotedCellKeepsItsCommasQuotesAndLineBreaks() {
    assertThat(scores("\nTotal none\"", "\"")).containsEntry("cell_fidelity", 5 / 6.0);
    assertThat(scores("agreed\"\"\n", "agreed\"\" ")).containsEntry("cell_fidelity", 5 / 6.0);
    assertThat(scores("left, ", "left ")).containsEntry("cell_fidelity", 5 / 6.0);
    assertThat(scores("\"\"as agreed\"\"", "as agreed")).containsEntry("cell_fidelity", 5 / 6.0);
    // Unquoted, its second line is a line of its own and no row.
    assertThat(scores("\"left, \"\"as agreed\"\"\nTotal none\"", "left\nTotal none"))
        .containsEntry("format_validity", 0.75)
        .containsEntry("cell_fidelity", 5 / 6.0);
  }

  @Test
  void quotingLineEndsAndOrderOfRowsAreNeutralInEveryGeneratedTable() throws IOException {
    TaskSplit split = TaskCatalogue.bundled("").split("spreadsheet_clean", "formats_train").get();
    for (long seed = 0; seed < 200; seed++) {
      Task task = split.task(seed);
      List<List<String>> rows = new ArrayList<>();
      for (CSVRecord row : CSVFormat.DEFAULT.parse(new StringReader(task.reference().gold()))) {
        rows.add(row.toList());
      }
      Collections.reverse(rows.subList(1, rows.size()));
      CSVFormat quoted = CSVFormat.DEFAULT.builder().setQuoteMode(QuoteMode.ALL).get();
      StringBuilder output = new StringBuilder();
      for (List<String> row : rows) {
        output.append(quoted.format(row.toArray())).append('\n');
      }
      Grade grade =
          new SpreadsheetClean()
              .grader(task, Profile.STRICT)
              .grade(output.toString().replace("\n", "\r\n"));
      assertThat(Tables.scores(grade).values()).as(task.id()).containsOnly(1.0);
      assertThat(grade.flags()).isEmpty();
    }
  }
}
