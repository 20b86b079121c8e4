package io.plumbline.judges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.graders.DimensionGrade;
import io.plumbline.graders.DimensionStatus;
import io.plumbline.graders.Profile;
import io.plumbline.graders.citation.CitationGround;
import io.plumbline.graders.revision.DocRevision;
import io.plumbline.graders.tasks.CitationReference;
import io.plumbline.graders.tasks.Difficulty;
import io.plumbline.graders.tasks.Task;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeRubricTest {
  private static final String HEAD =
      "environment: doc_revision\ndimension: faithfulness\nversion: 1\nscale: 0 to 10\n";

  @Test
  void thereIsOneForEachDimensionThatTheReferenceProfileLeavesOpen() {
    Task citation =
        new Task(
            "citation_ground/s/1",
            "citation_ground",
            "s",
            1,
            Difficulty.EASY,
            "",
            List.of(),
            "",
            List.of(),
            new CitationReference("", 2, List.of()),
            List.of());
    List<DimensionGrade> revised =
        new DocRevision().grader(Samples.revision(), Profile.REFERENCE).grade("").dimensions();
    List<DimensionGrade> cited =
        new CitationGround().grader(citation, Profile.REFERENCE).grade("").dimensions();
    assertThat(JudgeRubric.bundled())
        .extracting(rubric -> rubric.environment() + " " + rubric.dimension())
        .containsExactlyElementsOf(
            Stream.concat(
                    open(revised).map(name -> "doc_revision " + name),
                    open(cited).map(name -> "citation_ground " + name))
                .toList());
  }

  private static Stream<String> open(List<DimensionGrade> dimensions) {
    return dimensions.stream()
        .filter(each -> each.status() == DimensionStatus.UNASSESSED)
        .map(each -> each.spec().name());
  }

  @Test
  void itsVersionChangesWithItsWords() {
    JudgeRubric one = JudgeRubric.parse("f", HEAD + "\nLook closely.\n");
    assertThat(one.version()).matches("1\\.[0-9a-f]{12}");
    assertThat(one.instruction()).isEqualTo("Look closely.");
    assertThat(JudgeRubric.parse("f", HEAD + "\n\nLook closely.")).isEqualTo(one);
    assertThat(JudgeRubric.parse("f", HEAD + "\nLook more closely.").version())
        .isNotEqualTo(one.version());
    assertThat(JudgeRubric.parse("f", HEAD.replace("10", "5") + "\nLook closely.").version())
        .isNotEqualTo(one.version());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "version: 1 | version 1 | f: no \":\" in a line before the blank one",
        "version: 1 | version: | f: version: missing (expected: a value)",
        "version: 1 | edition: 1 | f: version: missing (expected: a value)",
        "scale: 0 to 10 | scale 0 to 10 | f: no \":\" in a line before the blank one",
        "scale: 0 to 10 | scale: 10 | f: scale: \"10\" (expected: \"0 to 10\", and an instruction"
            + " below)",
        "scale: 0 to 10 | scale: 10 to 10 | scale: 10 to 10 (expected: from a lower to a higher"
            + " number)"
      })
  void aBrokenFileIsRefused(String from, String to, String message) {
    assertThatThrownBy(() -> JudgeRubric.parse("f", HEAD.replace(from, to) + "\nLook."))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void aFileWithoutAnInstructionIsRefused() {
    for (String file : List.of(HEAD, HEAD.strip(), HEAD + "\n \n")) {
      assertThatThrownBy(() -> JudgeRubric.parse("f", file))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("f: scale: \"0 to 10\" (expected: \"0 to 10\", and an instruction below)");
    }
  }
}
