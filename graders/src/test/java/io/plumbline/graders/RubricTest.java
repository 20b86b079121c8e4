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
