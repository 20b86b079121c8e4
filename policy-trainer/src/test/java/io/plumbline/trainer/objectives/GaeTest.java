package io.plumbline.trainer.objectives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GaeTest {
  private static final float[] REWARDS = {0, 0, 1};
  private static final float[] VALUES = {0.2f, 0.4f, 0.6f};

  @Test
  void theWorkedExampleHolds() {
    Gae.Estimate estimate = new Gae(1, 0.95).of(REWARDS, VALUES);
    assertThat(estimate.advantages()).containsExactly(new float[] {0.751f, 0.58f, 0.4f}, eps());
    assertThat(estimate.returns()).containsExactly(new float[] {0.951f, 0.98f, 1}, eps());
  }

  @Test
  void lambdaOneIsTheReturnLessTheValue() {
    Gae.Estimate estimate = new Gae(0.5, 1).of(REWARDS, VALUES);
    assertThat(estimate.returns()).containsExactly(new float[] {0.25f, 0.5f, 1}, eps());
    assertThat(estimate.advantages()).containsExactly(new float[] {0.05f, 0.1f, 0.4f}, eps());
  }

  @Test
  void lambdaZeroIsTheErrorOfOneStep() {
    Gae.Estimate estimate = new Gae(0.5, 0).of(REWARDS, VALUES);
    assertThat(estimate.advantages()).containsExactly(new float[] {0, -0.1f, 0.4f}, eps());
  }

  @Test
  void aRewardReachesBackByGammaLambda() {
    Gae gae = new Gae(0.9, 0.8);
    float[] more = {0, 0, 2};
    float[] before = gae.of(REWARDS, VALUES).advantages();
    float[] after = gae.of(more, VALUES).advantages();
    for (int t = 0; t < 3; t++) {
      assertThat(after[t] - before[t]).isCloseTo((float) Math.pow(0.72, 2 - t), within(1e-6f));
    }
  }

  @Test
  void nothingIsExpectedBehindTheLastToken() {
    // A lone token's advantage is its reward less its value, however high the value.
    Gae.Estimate estimate = new Gae(1, 0.95).of(new float[] {0.25f}, new float[] {5});
    assertThat(estimate.advantages()).containsExactly(-4.75f);
    assertThat(estimate.returns()).containsExactly(0.25f);
  }

  @Test
  void anEmptyCompletionHasNoAdvantages() {
    assertThat(new Gae(1, 1).of(new float[0], new float[0]).advantages()).isEmpty();
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> new Gae(1.1, 1)).hasMessage("gamma: 1.1 (expected: in [0, 1])");
    assertThatThrownBy(() -> new Gae(1, Double.NaN))
        .hasMessage("gae_lambda: NaN (expected: in [0, 1])");
    assertThatThrownBy(() -> new Gae(1, 1).of(REWARDS, new float[2]))
        .hasMessage("values: 2 (expected: 3)");
  }

  private static org.assertj.core.data.Offset<Float> eps() {
    return within(1e-6f);
  }
}
