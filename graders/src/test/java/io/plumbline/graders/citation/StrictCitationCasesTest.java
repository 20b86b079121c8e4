package io.plumbline.graders.citation;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graders.Grade;
import io.plumbline.graders.Grader;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.files.TaskFile;
import io.plumbline.graders.tasks.files.TaskFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Outputs of the briefs in {@link Briefs} that differ from a gold by a mark, a word or a sentence.
 * What they earn was reckoned from the rules with regular expressions, not by the grader.
 */
class StrictCitationCasesTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  static Stream<JsonNode> cases() throws IOException {
    return lines("strict.jsonl").stream().map(MAPPER::readTree);
  }

  private static List<String> lines(String file) throws IOException {
    try (InputStream in = StrictCitationCasesTest.class.getResourceAsStream(file)) {
      byte[] bytes = Objects.requireNonNull(in).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    }
  }

  /** Others grade the cases too, and read the briefs from there. */
  @Test
  void theBriefsAsDataAreTheseBriefs() throws IOException, TaskFileException {
    List<String> briefs = lines("briefs.jsonl");
    Task ferry = TaskFile.task(briefs.get(0), "briefs.jsonl", "t", 0);
    Task weir = TaskFile.task(briefs.get(1), "briefs.jsonl", "t", 1);
    assertThat(ferry.contentHash())
        .isEqualTo(Briefs.task(Briefs.REFERENCE, Briefs.INPUT, Briefs.SOURCES).contentHash());
    assertThat(weir.contentHash()).isEqualTo(Briefs.WEIR.contentHash());
    assertThat(briefs).hasSize(2);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradesByItsFormulas(JsonNode line) {
    Grader grader = Briefs.strict(line.path("brief").stringValue(""));
    String output = line.get("output").stringValue();
    Grade grade = grader.grade(output);
    List<String> evidence = grader.evidence(output);
    List<Double> expected = new ArrayList<>();
    line.get("scores").forEach(score -> expected.add(score.doubleValue()));
    assertThat(List.copyOf(Briefs.scores(grade).values()))
        .as("%s %s", line.get("why"), evidence)
        .usingComparatorForType((a, b) -> Math.abs(a - b) < 1e-9 ? 0 : 1, Double.class)
        .isEqualTo(expected);
    assertThat(Briefs.composite(grade))
        .as("%s", line.get("why"))
        .isEqualTo(line.get("composite").doubleValue());
    boolean perfect = expected.stream().allMatch(score -> score == 1);
    assertThat(evidence.isEmpty()).as("%s %s", line.get("why"), evidence).isEqualTo(perfect);
  }
}
