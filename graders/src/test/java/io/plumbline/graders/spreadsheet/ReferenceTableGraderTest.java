package io.plumbline.graders.spreadsheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.plumbline.graders.Grade;
import io.plumbline.graders.Grader;
import io.plumbline.graders.Profile;
import io.plumbline.graders.RewardRule;
import io.plumbline.graders.tasks.TableReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class ReferenceTableGraderTest {

  static Stream<JsonNode> vectors() throws IOException {
    return Tables.resource("reference.jsonl");
  }

  private static Grader grader(JsonNode vector) {
    TableReference reference =
        new TableReference(
            "",
            vector.path("expected_row_count").asInt(TableReference.DEFAULT_ROWS),
            Tables.strings(vector, "required_columns", TableReference.DEFAULT_COLUMNS),
            TableReference.DEFAULT_KEY,
            TableReference.DEFAULT_MONEY,
            vector.path("forbidden_pattern").asString(TableReference.MILLIONS));
    return new SpreadsheetClean().grader(Tables.task(reference, ""), Profile.REFERENCE);
  }

  private static void agrees(JsonNode vector) {
    String output = vector.get("output").stringValue();
    Grader grader = grader(vector);
    Grade grade = grader.grade(output);
    Map<String, Double> scores = new LinkedHashMap<>();
    vector.get("scores").properties().forEach(e -> scores.put(e.getKey(), e.getValue().asDouble()));
    assertThat(Tables.scores(grade)).as(vector.toString()).isEqualTo(scores);
    assertThat(Tables.flags(grade))
        .as(vector.toString())
        .isEqualTo(Tables.strings(vector, "flags", List.of()));
    assertThat(grade.reward(RewardRule.REFERENCE))
        .as(vector.toString())
        .hasValue(vector.get("composite").asDouble());
    boolean deducted = scores.values().stream().anyMatch(score -> score < 1);
    assertThat(grader.evidence(output).isEmpty()).as(vector.toString()).isEqualTo(!deducted);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void gradesByTheRulesOfCollabEval(JsonNode vector) {
    agrees(vector);
  }

  @ParameterizedTest
  @CsvSource({"parity_vectors.jsonl, 900", "published_35_cases.jsonl, 12"})
  void agreesWithCollabEvalInEveryField(String file, int cases) throws IOException {
    Path path = Tables.shared(file);
    assumeTrue(Files.exists(path), () -> "skipped: " + path + " is not there");
    List<JsonNode> vectors =
        Tables.lines(Files.readString(path))
            .filter(v -> v.get("task_type").stringValue().equals("spreadsheet_clean"))
            .toList();
    assertThat(vectors).hasSize(cases);
    vectors.forEach(ReferenceTableGraderTest::agrees);
  }

  @Test
  void saysWhatIsWrongInWords() {
    Grader grader =
        new SpreadsheetClean().grader(Tables.task(Tables.kiosk(""), ""), Profile.REFERENCE);
    assertThat(grader.evidence("Month,Sales,Costs,Staff\na,1.2 M,1,1\nb,1,1,1\n"))
        .containsExactly(
            "the output has 2 rows, expected at least 4",
            "character 31 starts a match of the forbidden pattern",
            "header Remarks is missing");
    assertThat(grader.evidence("Month,Sales"))
        .containsExactly("the output has 1 records, expected at least 2");
    assertThat(grader.evidence("a,b\nc\rd"))
        .containsExactly(
            "record 2 is not CSV: text after a carriage return, or a cell over 131072 characters");
  }

  @Test
  void aPatternThatRe2CannotReadIsRefusedByName() {
    TableReference reference =
        new TableReference("", 1, List.of(), List.of(), List.of(), "(?<=x)M(");
    assertThatThrownBy(
            () -> new SpreadsheetClean().grader(Tables.task(reference, ""), Profile.REFERENCE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("forbidden_pattern: \"(?<=x)M(\" (expected: RE2 syntax");
    String tooLong = "(".repeat(61);
    assertThatThrownBy(() -> ForbiddenPattern.of(tooLong))
        .hasMessageStartingWith("forbidden_pattern: \"" + "(".repeat(60) + "…\" (expected: ");
  }
}
