package io.plumbline.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.env.v1.Rubric;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class EvaluatedTest {

  @Test
  void noValuesAreGivenWhereACaseHasNone() {
    Case graded = bare("a/b/1", OptionalDouble.of(0.5));
    Case failed = bare("a/b/2", OptionalDouble.empty());

    assertThat(evaluated(graded).values("strict", "composite")).containsExactly(0.5);
    assertThatThrownBy(() -> evaluated(graded, failed).values("strict", "composite"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "dimension: \"composite\" under \"strict\" has no value for a/b/2"
                + " (expected: a value for every case)");
    assertThatThrownBy(() -> evaluated(graded).values("lenient", "composite"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"composite\" under \"lenient\" has no value for a/b/1");
    assertThatThrownBy(() -> evaluated(graded).values("strict", "charm"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"charm\" under \"strict\" has no value for a/b/1");
  }

  @Test
  void aCaseWithoutARewardIsCountedAndLeftOutOfTheMean() {
    Rubric rubric = Rubric.newBuilder().setProfile("strict").setVersion("v1").build();
    Report.Scores scores =
        Scoring.of(
            rubric,
            List.of(bare("a/b/1", OptionalDouble.of(0.5)), bare("a/b/2", OptionalDouble.empty())));
    assertThat(scores).isEqualTo(new Report.Scores("v1", 0.5, Map.of(), 0, 1));
  }

  @Test
  void rowsAreMatchedAgainstAnExpectedNumberOrNotAtAll() {
    assertThatThrownBy(
            () ->
                new Case(
                    "a/b/1",
                    "hash",
                    "",
                    0,
                    false,
                    Map.of(),
                    Map.of(),
                    OptionalInt.of(3),
                    OptionalInt.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("rows_matched: ");
  }

  private static Evaluated evaluated(Case... cases) {
    Report report =
        new Report(
            "gold",
            Optional.empty(),
            "s",
            9,
            "characters",
            cases.length,
            1,
            0,
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            Map.of());
    return new Evaluated(report, List.of(cases));
  }

  private static Case bare(String taskId, OptionalDouble composite) {
    return new Case(
        taskId,
        "hash of " + taskId,
        "",
        0,
        false,
        Map.of("strict", composite),
        Map.of(),
        OptionalInt.empty(),
        OptionalInt.empty());
  }
}
