package io.plumbline.trainer.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RunConfigTest {

  @Test
  void theLearningRateFallsInAStraightLineFromTheFirstUpdateToTheLast() {
    RunConfig config =
        World.with(World.CONFIG, "updates", 5, "learningRate", 0.5, "lastLearningRate", 0.1);
    double[] rates = {0.5, 0.4, 0.3, 0.2, 0.1};
    for (int update = 0; update < 5; update++) {
      assertThat(config.learningRate(update)).isCloseTo(rates[update], within(1e-12));
    }
  }

  @Test
  void aCurriculumRaisesTheShareOfLongTablesInAStraightLine() {
    RunConfig config = World.with(World.CONFIG, "longShare", 0.5, "curriculum", 4);
    double[] shares = {0, 0.125, 0.25, 0.375, 0.5, 0.5};
    for (int update = 0; update < 6; update++) {
      assertThat(config.longShare(update)).isEqualTo(shares[update]);
    }
    assertThat(World.with(World.CONFIG, "longShare", 0.5).longShare(0)).isEqualTo(0.5);
  }

  @Test
  void aRunOfOneUpdateTakesItAtTheFirstRate() {
    assertThat(World.with(World.CONFIG, "updates", 1, "learningRate", 0.5).learningRate(0))
        .isEqualTo(0.5);
  }
}
