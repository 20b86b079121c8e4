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
  void aRunOfOneUpdateTakesItAtTheFirstRate() {
    assertThat(World.with(World.CONFIG, "updates", 1, "learningRate", 0.5).learningRate(0))
        .isEqualTo(0.5);
  }
}
