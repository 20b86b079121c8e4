package io.plumbline.graders.lines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.plumbline.graders.Profile;
import io.plumbline.graders.citation.CitationGround;
import io.plumbline.graders.revision.DocRevision;
import io.plumbline.graders.spreadsheet.SpreadsheetClean;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GradeLinesTest {
  private static final JsonMapper JSON = new JsonMapper();

  private final GradeLines reference = lines(Profile.REFERENCE);

  private static GradeLines lines(Profile profile) {
    return new GradeLines(
        profile, List.of(new SpreadsheetClean(), new DocRevision(), new CitationGround()));
  }

  static List<String> vectors() throws IOException {
    return resource("/io/plumbline/graders/revision/vectors.jsonl").lines().toList();
  }

  static List<String> citations() throws IOException {
    return resource("/io/plumbline/graders/citation/vectors.jsonl").lines().toList();
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource({"vectors", "citations"})
  void gradesAsTheRulesInPythonDo(String line) {
    assertGradedAsItSays(line, 1);
  }

  @ParameterizedTest
  @CsvSource({"parity_vectors.jsonl, 1800", "published_35_cases.jsonl, 35"})
  void agreesWithCollabEvalInEveryField(String name, int count) throws IOException {
    Path file = Path.of(System.getProperty("plumbline.root", "."), "../shared/collab-eval", name);
    assumeTrue(Files.exists(file), "collab-eval's vectors are not beside this checkout");
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(count);
    for (int i = 0; i < count; i++) {
      assertGradedAsItSays(lines.get(i), i + 1);
    }
  }

  private void assertGradedAsItSays(String line, int number) {
    JsonNode vector = JSON.readTree(line);
    GradeLines.Result result = reference.grade(line, number);
    assertThat(result.ok()).as(result.json()).isTrue();
    JsonNode answer = JSON.readTree(result.json());
    for (String field : List.of("id", "scores", "flags", "composite")) {
      assertThat(answer.get(field)).as("%s of %s", field, vector).isEqualTo(vector.get(field));
    }
  }

  static List<JsonNode> answers() throws IOException {
    return resource("answers.jsonl").lines().map(JSON::readTree).toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answers")
  void answersEachLineAsItsExampleShows(JsonNode example) {
    GradeLines lines = lines(Profile.named(example.get("profile").stringValue()).orElseThrow());
    GradeLines.Result result = lines.grade(example.get("line").stringValue(), 7);
    assertThat(result.json()).isEqualTo(example.get("answer").stringValue());
    assertThat(result.ok()).isEqualTo(!result.json().contains("\"error\""));
  }

  @Test
  void anOutputIsRefusedFromOneByteOverTheLimit() {
    String head = "{\"id\":1,\"task_type\":\"citation_ground\",\"output\":\"";
    int limit = GradeLines.MAX_OUTPUT_BYTES;
    for (String letter : List.of("x", "é", "€", "\ud83d\ude00", "\ud800", "€\ude00")) {
      // A lone surrogate counts for 3 bytes, as the euro sign has.
      String counted = letter.replaceAll("\\p{Cs}", "€");
      int size = counted.getBytes(StandardCharsets.UTF_8).length;
      String fits = letter.repeat(limit / size) + "x".repeat(limit % size);
      assertThat(reference.grade(head + fits + "\"}", 1).ok()).isTrue();
      assertThat(reference.grade(head + fits + "x\"}", 1).json())
          .isEqualTo("{\"id\":1,\"error\":\"output: 1048577 bytes (expected: at most 1048576)\"}");
    }
  }

  @Test
  void bytesAreReadAsUtf8() {
    String line = "{\"id\":\"é\",\"task_type\":\"citation_ground\",\"output\":\"\"}";
    assertThat(reference.grade(line.getBytes(StandardCharsets.UTF_8), 1))
        .isEqualTo(reference.grade(line, 1));
    assertThat(reference.grade(line.getBytes(StandardCharsets.ISO_8859_1), 3).json())
        .isEqualTo("{\"id\":null,\"error\":\"line 3: not UTF-8 (expected: a JSON object)\"}");
  }

  @Test
  void anIdMayBeALoneSurrogateAndComesBackEscaped() {
    String line =
        "{\"id\":\"\ud800 \ud83d\ude00\",\"task_type\":\"citation_ground\",\"output\":\"\"}";
    assertThat(reference.grade(line, 1).json())
        .startsWith("{\"id\":\"\\uD800 \\uD83D\\uDE00\",")
        .matches("\\p{ASCII}*");
  }

  @Test
  void aCutInALongValueDoesNotSplitAPair() {
    String value = "x".repeat(59) + "\ud83d\ude00".repeat(20);
    String line = "{\"id\":1,\"task_type\":\"" + value + "\",\"output\":\"\"}";
    assertThat(reference.grade(line, 1).json()).contains("x".repeat(59) + "\\u2026 (expected");
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = GradeLinesTest.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
