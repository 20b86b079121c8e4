package io.plumbline.graders;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GradeTest {
  private static Grade grade(DimensionGrade... dimensions) {
    return new Grade(List.of(dimensions), List.of(), "test-1");
  }

  @Test
  void whatNobodyAssessedPaysByTheRule() {
    Grade grade = grade(DimensionGrade.unassessed(new DimensionSpec("tone", 1, "a judge's")));
    assertThat(grade.reward(RewardRule.PESSIMISTIC)).hasValue(0);
    assertThat(grade.reward(RewardRule.REFERENCE)).hasValue(0.5);
    assertThat(grade.reward(RewardRule.ASSESSED_ONLY)).isEmpty();
    assertThat(grade.assessedWeight()).isZero();
  }

  @Test
  void withoutDimensionsNothingIsPaid() {
    assertThat(grade().reward(RewardRule.PESSIMISTIC)).isEmpty();
    assertThat(grade().assessedWeight()).isZero();
  }
}
