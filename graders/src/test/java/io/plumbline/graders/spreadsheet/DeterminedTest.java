package io.plumbline.graders.spreadsheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.plumbline.graders.Grade;
import io.plumbline.graders.Profile;
import io.plumbline.graders.tasks.TableReference;
import io.plumbline.graders.tasks.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class DeterminedTest {

  /** The second number is how many notes of these golds are nowhere in their inputs. */
  @ParameterizedTest
  @CsvSource({
    "spreadsheet_train_seed100.jsonl, 240, 168",
    "spreadsheet_heldout_seed200.jsonl, 80, 63",
    "stress_heldout_seed300.jsonl, 40, 0",
    "stress_train_seed400.jsonl, 80, 0"
  })
  void collabEvalsGoldsEarnOneAndTheirInventedNotesAreLeftOut(String file, int tasks, int invented)
      throws IOException {
    Path path = Tables.shared("tasks/" + file);
    assumeTrue(Files.exists(path), () -> "skipped: " + path + " is not there");
    int undetermined = 0;
    List<JsonNode> cases = Tables.lines(Files.readString(path)).toList();
    assertThat(cases).hasSize(tasks);
    for (JsonNode node : cases) {
      Task task = task(node);
      Grade grade =
          new SpreadsheetClean().grader(task, Profile.STRICT).grade(task.reference().gold());
      assertThat(Tables.scores(grade).values()).containsOnly(1.0);
      assertThat(grade.flags()).isEmpty();
      List<String> cells = SpreadsheetClean.undetermined(task);
      assertThat(cells).allSatisfy(cell -> assertThat(cell).startsWith("cell Notes of row Q"));
      undetermined += cells.size();
    }
    assertThat(undetermined).isEqualTo(invented);
  }

  private static Task task(JsonNode node) {
    JsonNode metadata = node.get("expected_metadata");
    TableReference reference =
        new TableReference(
            node.get("gold_or_reference_output").stringValue(),
            metadata.get("expected_row_count").intValue(),
            TableReference.DEFAULT_COLUMNS,
            TableReference.DEFAULT_KEY,
            TableReference.DEFAULT_MONEY,
            TableReference.MILLIONS);
    return Tables.task(reference, node.get("input").stringValue());
  }

  private static List<String> undetermined(String goldRow, String... input) {
    String gold = "Month,Sales,Costs,Staff,Remarks\n" + goldRow + "\n";
    return SpreadsheetClean.undetermined(Tables.task(Tables.kiosk(gold), String.join("\n", input)));
  }

  @Test
  void withoutAnInputEverythingIsDetermined() {
    assertThat(undetermined("Jan,1,2,3,x")).isEmpty();
    assertThat(undetermined("Jan,1,2,3,x", " ", "\t")).isEmpty();
  }

  @Test
  void amountsMayStandInAnyUnitAndAnyCell() {
    for (String amount :
        List.of(
            "1878",
            "1.878 M",
            "$1.878M",
            "1878$K",
            "\"1,878\"",
            "1878 k",
            "1878000",
            "1.8780 mn",
            "\"$1,878,000\"",
            "1.878 million",
            "1.878m",
            "01878.0",
            "orig $1.878M")) {
      assertThat(undetermined("Jan,1878,2,3,x", "Jan," + amount + ",2,3,x")).as(amount).isEmpty();
      assertThat(undetermined("Jan,1878,2,3,x", "Jan,,2,3,\"x; " + amount.replace("\"", "") + '"'))
          .as(amount)
          .isEmpty();
    }
    for (String amount : List.of("", "TBD", "1.88 M", "1.878", "18780", "1878000 K", "-1878")) {
      assertThat(undetermined("Jan,1878,2,3,x", "Jan," + amount + ",2,3,x"))
          .as(amount)
          .containsExactly("cell Sales of row Jan");
    }
  }

  @Test
  void textMayStandAmongOtherWordsButNotWithinOne() {
    assertThat(undetermined("Jan,1,2,3,new lease", "Jan,1,2,3,\"new lease, (updated)\"")).isEmpty();
    assertThat(undetermined("Jan,1,2,18,x", "Jan,1882,2,,x", "Jan,1,9,,y"))
        .containsExactly("cell Staff of row Jan");
    assertThat(undetermined("Jan,1,2,3,new lease", "Jan,1,2,3,renew leases"))
        .containsExactly("cell Remarks of row Jan");
    for (String within : List.of("renew", "news")) {
      assertThat(undetermined("Jan,1,2,3,new", "Jan,1,2,3," + within)).hasSize(1);
    }
    assertThat(undetermined("Jan,1,2,3,lease", "Jan,1,2,3,new lease")).isEmpty();
    assertThat(undetermined("Jan,1,2,3,(new)", "Jan,1,2,3,re(new)s")).isEmpty();
  }

  @Test
  void countsComeInNoUnit() {
    assertThat(undetermined("Jan,1,2,12,x", "Jan,1,2,12000,x"))
        .containsExactly("cell Staff of row Jan");
  }

  @Test
  void aBlankIsDeterminedWhereTheInputHasNothingToKeep() {
    String[] nothing = {"", " ", "-", "?", "n/a", "TBD", "Unknown", "orig $1.2M"};
    for (String cell : nothing) {
      assertThat(undetermined("Jan,1,2,3,", "Month,Sales,Costs,Staff,Remarks", "Jan,1,2,3," + cell))
          .as(cell)
          .isEmpty();
    }
    assertThat(undetermined("Jan,1,2,3,", "Jan,1,2,3")).isEmpty();
    assertThat(undetermined("Jan,1,2,3,", "Month,Sales,Costs,Staff", "Jan,1,2,3")).isEmpty();
    assertThat(undetermined("Jan,1,2,3,", "Jan,1,2,3,moved to the harbour"))
        .containsExactly("cell Remarks of row Jan");
    assertThat(undetermined("Jan,,2,3,x", "Jan,1.2 M,2,3,x"))
        .containsExactly("cell Sales of row Jan");
  }

  @Test
  void rowsAreSoughtWhereTheInputsHeaderHasTheKey() {
    assertThat(undetermined("Jan,1,2,3,x", "prose", "x,Staff,MONTH", "x,3,Jan"))
        .containsExactly("cell Sales of row Jan", "cell Costs of row Jan");
    assertThat(undetermined("Jan,1,2,3,x", "Feb,1,2,3,x")).hasSize(4);
  }

  @Test
  void aDayIsDeterminedInAnyStyleAndNamesRowsInAnyToo() {
    for (String day : List.of("4 Mar 2024", "\"March 4, 2024\"", "04/03/2024", "3/4/2024")) {
      assertThat(undetermined("Jan,1,2,2024-03-04,x", "Jan,1,2," + day + ",x")).as(day).isEmpty();
      assertThat(undetermined("2024-03-04,1,2,3,x", day + ",1,2,3,x")).as(day).isEmpty();
    }
    assertThat(undetermined("Jan,1,2,2024-03-04,x", "Jan,1,2,5 Mar 2024,x"))
        .containsExactly("cell Staff of row Jan");
    assertThat(undetermined("2024-03-04,1,2,3,x", "5 Mar 2024,1,2,3,x")).hasSize(4);
  }

  @Test
  void aCurrencyIsDeterminedByItsSign() {
    assertThat(undetermined("Jan,1,2,EUR,x", "Jan,1 €,2,,x")).isEmpty();
    assertThat(undetermined("Jan,1,2,CAD,x", "Jan,$ 1,2,,x")).isEmpty();
    assertThat(undetermined("Jan,1,2,DKK,x", "Jan,1,2 kr,,x")).isEmpty();
    for (String amount : List.of("1 $", "1", "1 ek")) {
      assertThat(undetermined("Jan,1,2,EUR,x", "Jan," + amount + ",2,,x"))
          .containsExactly("cell Staff of row Jan");
    }
  }

  @Test
  void aPointGroupsThousandsOnlyBesideAPlainDecimalComma() {
    assertThat(undetermined("Jan,1234.5,2,3,x", "Jan,\"1.234,50 €\",2,3,x")).isEmpty();
    assertThat(undetermined("Jan,-1234.5,2,3,x", "Jan,\"(1 234,5)\",2,3,x")).isEmpty();
    assertThat(undetermined("Jan,1878,58.4,3,x", "Jan,1.878,\"58,40\",3,x")).isEmpty();
    assertThat(undetermined("Jan,1.25,58.4,3,x", "Jan,\"1,250\",\"58,40\",3,x")).isEmpty();
    assertThat(undetermined("Jan,1878,58.4,3,x", "Jan,1.878,58.40,3,x"))
        .containsExactly("cell Sales of row Jan");
  }
}
