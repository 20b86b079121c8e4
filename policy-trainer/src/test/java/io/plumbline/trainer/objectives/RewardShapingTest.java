package io.plumbline.trainer.objectives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RewardShapingTest {

  @ParameterizedTest
  @CsvSource({"0, 0", "79, 0", "80, 0", "81, -0.05", "90, -0.5", "100, -1", "101, -1"})
  void aLongCompletionIsChargedAlongAStraightLine(int length, double charge) {
    assertThat(RewardShaping.overlong(length, 100, 20) + 0.0).isEqualTo(charge);
  }

  @ParameterizedTest
  @CsvSource({"0.8, 0.5, 0.4", "0.8, 1, 0.8", "0.8, 0, 0", "0, 0.5, 0"})
  void aTruncatedCompletionKeepsAShareOfItsReward(double reward, double factor, double kept) {
    assertThat(RewardShaping.truncated(reward, factor)).isEqualTo(kept);
  }

  @Test
  void argumentsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> RewardShaping.truncated(-0.1, 0.5))
        .hasMessage("reward: -0.1 (expected: at least 0)");
    assertThatThrownBy(() -> RewardShaping.truncated(1, 1.5))
        .hasMessage("truncation_factor: 1.5 (expected: in [0, 1])");
    assertThatThrownBy(() -> RewardShaping.overlong(-1, 100, 20))
        .hasMessage("length: -1 (expected: at least 0)");
    assertThatThrownBy(() -> RewardShaping.overlong(1, 0, 1))
        .hasMessage("max_length: 0 (expected: at least 1)");
    assertThatThrownBy(() -> RewardShaping.overlong(1, 100, 0))
        .hasMessage("overlong_buffer: 0 (expected: 1 to 100)");
    assertThatThrownBy(() -> RewardShaping.overlong(1, 100, 101))
        .hasMessage("overlong_buffer: 101 (expected: 1 to 100)");
  }
}
