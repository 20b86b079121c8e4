package io.plumbline.graders.spreadsheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.graders.Grade;
import io.plumbline.graders.Grader;
import io.plumbline.graders.Profile;
import io.plumbline.graders.RewardRule;
import io.plumbline.graders.tasks.RevisionReference;
import io.plumbline.graders.tasks.TableReference;
import io.plumbline.graders.tasks.Task;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class StrictTableGraderTest {

  static Stream<JsonNode> vectors() throws IOException {
    return Tables.resource("strict.jsonl");
  }

  private static Task task(JsonNode vector) {
    TableReference kiosk = Tables.kiosk(vector.path("gold").asString(Tables.GOLD));
    TableReference reference =
        new TableReference(
            kiosk.gold(),
            4,
            Tables.strings(vector, "required_columns", kiosk.requiredColumns()),
            Tables.strings(vector, "key_columns", kiosk.keyColumns()),
            Tables.strings(vector, "money_columns", kiosk.moneyColumns()),
            TableReference.MILLIONS);
    return Tables.task(reference, vector.path("input").asString(""));
  }

  private static double fraction(String text) {
    int bar = text.indexOf('/');
    return bar < 0
        ? Double.parseDouble(text)
        : Double.parseDouble(text.substring(0, bar)) / Double.parseDouble(text.substring(bar + 1));
  }

  /** Expected scores are fractions worked out by hand from the formulas. */
  @ParameterizedTest
  @MethodSource("vectors")
  void gradesByItsFormulas(JsonNode vector) {
    Grader grader = new SpreadsheetClean().grader(task(vector), Profile.STRICT);
    String output = vector.get("output").stringValue();
    Grade grade = grader.grade(output);
    Map<String, Double> scores = Tables.scores(grade);
    assertThat(scores).hasSize(5);
    vector
        .get("scores")
        .properties()
        .forEach(
            e ->
                assertThat(scores.get(e.getKey()))
                    .as(e.getKey())
                    .isEqualTo(fraction(e.getValue().stringValue()), within(1e-12)));
    assertThat(Tables.flags(grade)).isEqualTo(Tables.strings(vector, "flags", List.of()));
    assertThat(grade.reward(RewardRule.PESSIMISTIC)).hasValue(vector.get("composite").asDouble());
    boolean deducted =
        !grade.flags().isEmpty() || scores.values().stream().anyMatch(score -> score < 1);
    assertThat(grader.evidence(output).isEmpty()).isEqualTo(!deducted);
  }

  private static List<String> evidence(String output) {
    Task task = Tables.task(Tables.kiosk(Tables.GOLD), "");
    return new SpreadsheetClean().grader(task, Profile.STRICT).evidence(output);
  }

  @Test
  void saysInWordsWhatEachDeductionStandsOn() {
    String output =
        """
        Here it is:
        Month,Sales,Costs,Staff
        Jan 2031,1.2,800,12
        Feb 2031,1350,910,13
        Feb 2031,1350,910,12
        Apr 2031,950,700,13,"closed; orig $0.95M",
        May 2031,1,1,1
        Total 3.1 mn
        """;
    assertThat(evidence(output))
        .containsExactly(
            "row \"May 2031\" is not in the reference",
            "line \"Total 3.1 mn\" hides money in millions: \"Total 3.1 mn\"",
            "cell Sales of row 1 (Jan 2031) reads \"1.2\"",
            "cell Remarks of row 1 (Jan 2031) is missing",
            "row 2 (Feb 2031) appears 2 times",
            "cell Staff of row 2 (Feb 2031) reads \"13\"",
            "cell Remarks of row 2 (Feb 2031) is missing",
            "row 3 is missing",
            "cell Remarks of row 4 (Apr 2031) is missing",
            "row 4 (Apr 2031) hides money in millions: \"closed; orig $0.95M\"",
            "header Remarks is missing",
            "3 of 8 lines are not part of the table");
  }

  static Stream<JsonNode> deductions() throws IOException {
    return Tables.resource("evidence.jsonl");
  }

  @ParameterizedTest
  @MethodSource("deductions")
  void saysInWordsWhatItTakesOff(JsonNode deduction) {
    Grader grader = new SpreadsheetClean().grader(task(deduction), Profile.STRICT);
    assertThat(grader.evidence(deduction.get("output").stringValue()))
        .isEqualTo(Tables.strings(deduction, "evidence", List.of()));
  }

  @Test
  void saysWhichHeaderNoLineHas() {
    assertThat(evidence("a,b\n1,2\n")).containsExactly("no line is a header with Month");
  }

  @Test
  void listsAHundredDeductionsAndCountsTheRest() {
    StringBuilder output = new StringBuilder(Tables.GOLD);
    for (int i = 0; i < 150; i++) {
      output.append("Month ").append(i).append(",1,1,1,\n");
    }
    assertThat(evidence(output.toString())).hasSize(101).last().isEqualTo("and 50 more");
  }

  @Test
  void tellsHowManyRowsAnOutputKeeps() {
    Task task = Tables.task(Tables.kiosk(Tables.GOLD), "");
    assertThat(SpreadsheetClean.rowsKept(task, Tables.GOLD)).isEqualTo(new RowsKept(4, 4));
    assertThat(SpreadsheetClean.rowsKept(task, "Month\nJan 2031\nJan 2031\nJun 2031\n"))
        .isEqualTo(new RowsKept(1, 4));
    assertThat(SpreadsheetClean.rowsKept(task, "no table")).isEqualTo(new RowsKept(0, 4));
  }

  private static void refuses(TableReference reference, String message) {
    assertThatThrownBy(
            () -> new SpreadsheetClean().grader(Tables.task(reference, ""), Profile.STRICT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void aGoldThatIsNoTableIsRefusedByName() {
    refuses(Tables.kiosk(""), "gold: 0 records (expected: a header and at least one row)");
    refuses(Tables.kiosk("Month\n\n"), "gold: 1 records (expected: a header and at least one row)");
    refuses(Tables.kiosk("Month,Sales\nJan,1\nFeb\n"), "gold: row 2 has 1 cells (expected: 2)");
    refuses(
        Tables.kiosk("Period,Sales\nJan,1\n"),
        "key_columns: Month (expected: headers of gold, [Period, Sales])");
    refuses(
        Tables.kiosk("Month,Sales,sales\nJan,1,2\n"),
        "gold: header sales appears twice (expected: distinct names)");
    refuses(
        new TableReference("a,b\n1,2", 1, List.of(), List.of(), List.of(), ""),
        "key_columns: none (expected: at least 1)");
  }

  @Test
  void anotherEnvironmentsTaskIsRefused() {
    Task own = Tables.task(Tables.kiosk(Tables.GOLD), "");
    Task other =
        new Task(
            "doc_revision/test/0",
            "doc_revision",
            own.split(),
            own.seed(),
            own.difficulty(),
            own.intent(),
            own.constraints(),
            own.input(),
            own.sources(),
            new RevisionReference(""),
            own.traits());
    for (Profile profile : Profile.values()) {
      assertThatThrownBy(() -> new SpreadsheetClean().grader(other, profile))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("environment: doc_revision (expected: spreadsheet_clean)");
    }
  }

  @Test
  void rubricsWeighOneAndComeReferenceFirst() {
    SpreadsheetClean environment = new SpreadsheetClean();
    assertThat(environment.name()).isEqualTo("spreadsheet_clean");
    assertThat(environment.rubrics())
        .extracting(rubric -> rubric.profile())
        .containsExactly(Profile.REFERENCE, Profile.STRICT);
    environment
        .rubrics()
        .forEach(
            rubric ->
                assertThat(rubric.dimensions().stream().mapToDouble(d -> d.weight()).sum())
                    .isEqualTo(1, within(1e-12)));
  }
}
