package io.plumbline.graders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RubricTest {

  private static DimensionSpec dimension(String name, double weight) {
    return new DimensionSpec(name, weight, "");
  }

  private static Rubric rubric(DimensionSpec... dimensions) {
    return new Rubric(Profile.STRICT, "v", List.of(dimensions), List.of());
  }

  @Test
  void weightsSumToOne() {
    assertThat(rubric(dimension("a", 0.7), dimension("b", 0.2), dimension("c", 0.1)).dimensions())
        .hasSize(3);
    assertThatThrownBy(() -> rubric(dimension("a", 0.75), dimension("b", 0.5)))
        .hasMessage("weights: sum to 1.25 (expected: 1)");
    assertThatThrownBy(RubricTest::rubric).hasMessage("weights: sum to 0.0 (expected: 1)");
  }

  @Test
  void aDimensionHasANameOfItsOwn() {
    assertThatThrownBy(() -> rubric(dimension("a", 0.5), dimension("a", 0.5)))
        .hasMessage("dimensions: 2 with 1 names (expected: a name each)");
  }

  @Test
  void aFlagHasANameOfItsOwn() {
    FlagSpec flag = new FlagSpec("f", 0.5, "");
    List<DimensionSpec> dimensions = List.of(dimension("a", 1));
    assertThatThrownBy(() -> new Rubric(Profile.STRICT, "v", dimensions, List.of(flag, flag)))
        .hasMessage("flags: 2 with 1 names (expected: a name each)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Tone", "1st", "tone of voice", "tone-of-voice", "tön"})
  void aNameFitsMetricsAndKeys(String name) {
    String expected = "(expected: a to z, 0 to 9 and _, at most 64, a letter first)";
    assertThatThrownBy(() -> dimension(name, 1))
        .hasMessage("dimension: \"" + name + "\" " + expected);
    assertThatThrownBy(() -> new FlagSpec(name, 1, ""))
        .hasMessage("flag: \"" + name + "\" " + expected);
  }

  @Test
  void aVersionIsShort() {
    List<DimensionSpec> dimensions = List.of(dimension("a", 1));
    for (String version : List.of(" ", "v".repeat(65))) {
      assertThatThrownBy(() -> new Rubric(Profile.STRICT, version, dimensions, List.of()))
          .hasMessage("version: \"" + version + "\" (expected: 1 to 64 characters)");
    }
  }

  @Test
  void aGradeIsItsOwnIfItHasItsDimensionsItsFlagsAndItsVersion() {
    FlagSpec flag = new FlagSpec("f", 0.5, "");
    List<DimensionSpec> specs = List.of(dimension("a", 0.5), dimension("b", 0.5));
    Rubric rubric = new Rubric(Profile.STRICT, "v", specs, List.of(flag));
    DimensionGrade a = DimensionGrade.assessed(specs.get(0), 1);
    DimensionGrade b = DimensionGrade.unassessed(specs.get(1));

    assertThat(rubric.isOf(new Grade(List.of(a, b), List.of(), "v"))).isTrue();
    assertThat(rubric.isOf(new Grade(List.of(a, b), List.of(flag), "v"))).isTrue();
    assertThat(rubric.isOf(new Grade(List.of(b, a), List.of(), "v"))).isFalse();
    assertThat(rubric.isOf(new Grade(List.of(a), List.of(), "v"))).isFalse();
    assertThat(rubric.isOf(new Grade(List.of(a, b), List.of(), "w"))).isFalse();
    FlagSpec other = new FlagSpec("f", 0.4, "");
    assertThat(rubric.isOf(new Grade(List.of(a, b), List.of(other), "v"))).isFalse();
    DimensionGrade heavier = DimensionGrade.assessed(dimension("a", 0.6), 1);
    assertThat(rubric.isOf(new Grade(List.of(heavier, b), List.of(), "v"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, 1.1, Double.NaN})
  void aWeightIsAShare(double weight) {
    assertThatThrownBy(() -> dimension("a", weight))
        .hasMessage("weight: " + weight + " (expected: in (0, 1])");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void aCapIsAShare(double cap) {
    assertThatThrownBy(() -> new FlagSpec("f", cap, ""))
        .hasMessage("cap: " + cap + " (expected: in [0, 1])");
  }
}
