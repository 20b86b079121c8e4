package io.plumbline.trainer.objectives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyLossTest {
  private static final PolicyLoss LOSS = new PolicyLoss(0.2, 0.28, 0.5);

  private final NDManager manager = Torch.manager();

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @CsvSource({
    "1.5, 1, -1.28, 1",
    "0.5, 1, -0.5, 0",
    "1.5, -1, 1.5, 0",
    "0.5, -1, 0.8, 1",
    "1.2, 1, -1.2, 0",
    "0.9, -1, 0.9, 0"
  })
  void theRatioEarnsNoMoreBeyondItsRange(
      double ratio, float advantage, float expected, float clipped) {
    NDArray now = Torch.row(manager, (float) Math.log(ratio) - 2);
    NDArray old = Torch.row(manager, -2);
    NDArray advantages = Torch.row(manager, advantage);
    NDArray kl = Torch.row(manager, 0);
    assertThat(LOSS.perToken(now, old, advantages, kl).getFloat(0, 0))
        .isCloseTo(expected, within(1e-6f));
    assertThat(LOSS.clipped(now, old, advantages).getFloat(0, 0)).isEqualTo(clipped);
    double[] gradient = Torch.gradient(now, at -> LOSS.perToken(at, old, advantages, kl).sum());
    assertThat(gradient[0]).isCloseTo(clipped == 1 ? 0 : -ratio * advantage, within(1e-6));
  }

  @Test
  void eachTokenPaysForItsKl() {
    NDArray logProbs = Torch.row(manager, -1, -2);
    NDArray kl = Torch.row(manager, 0.5f, 3);
    NDArray loss = LOSS.perToken(logProbs, logProbs, Torch.row(manager, 2), kl);
    assertThat(loss.toFloatArray()).containsExactly(-2 + 0.25f, -2 + 1.5f);
  }

  @Test
  void theFirstStepIsThePlainPolicyGradient() {
    NDArray logProbs = Torch.table(manager, new float[] {-1, -2}, new float[] {-3, -4});
    NDArray perSequence = Torch.table(manager, new float[] {2}, new float[] {-3});
    double[] gradient =
        Torch.gradient(
            logProbs, at -> LOSS.perToken(at, logProbs, perSequence, logProbs.zerosLike()).sum());
    assertThat(gradient).containsExactly(-2, -2, 3, 3);
  }

  @Test
  void advantagesOfTokensAreTakenTokenByToken() {
    NDArray logProbs = Torch.row(manager, -1, -2);
    NDArray loss =
        LOSS.perToken(logProbs, logProbs, Torch.row(manager, 2, -3), logProbs.zerosLike());
    assertThat(loss.toFloatArray()).containsExactly(-2, 3);
  }

  @Test
  void aRatioBeyondAllFloatsLeavesTheGradientFinite() {
    NDArray now = Torch.row(manager, -1, -101, -1, -101);
    NDArray old = Torch.row(manager, -101, -1, -101, -1);
    NDArray advantages = Torch.row(manager, 1, 1, -1, -1);
    double[] gradient =
        Torch.gradient(now, at -> LOSS.perToken(at, old, advantages, old.zerosLike()).sum());
    assertThat(gradient).containsOnly(0);
  }

  @Test
  void aStepLeavesNothingInTheManagersOfItsInputs() {
    NDArray old = Torch.row(manager, -1, -2);
    NDArray advantages = Torch.row(manager, 1);
    NDArray kl = Torch.row(manager, 1, 1);
    NDArray mask = Torch.row(manager, 1, 1);
    int before = manager.getManagedArrays().size();
    try (NDManager step = manager.newSubManager()) {
      NDArray now = old.duplicate();
      now.attach(step);
      MinibatchSize whole = new MinibatchSize(1, 2, 2);
      for (Aggregation aggregation : Aggregation.values()) {
        aggregation.share(LOSS.perToken(now, old, advantages, kl), mask, whole);
      }
      LOSS.clipped(now, old, advantages);
      KlEstimators.k2(now, old);
      KlEstimators.ratioK3(now, old, old);
      ExactKl.perToken(now, old);
    }
    assertThat(manager.getManagedArrays()).hasSize(before);
  }

  @Test
  void shapesThatWouldBeBroadcastAreRefused() {
    NDArray table = manager.zeros(new Shape(2, 3));
    NDArray column = manager.zeros(new Shape(2, 1));
    NDArray vector = manager.zeros(new Shape(3));
    assertThatThrownBy(() -> LOSS.perToken(table, table, vector, table))
        .hasMessage("advantages: shape (3) (expected: (2, 3) or (2, 1))");
    assertThatThrownBy(() -> LOSS.perToken(table, column, column, table))
        .hasMessage("old_log_probs: shape (2, 1) (expected: (2, 3))");
    assertThatThrownBy(() -> LOSS.perToken(table, table, column, column))
        .hasMessage("kl: shape (2, 1) (expected: (2, 3))");
    assertThatThrownBy(() -> LOSS.clipped(vector, vector, vector))
        .hasMessage("log_probs: shape (3) (expected: two dimensions)");
  }

  @Test
  void coefficientsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new PolicyLoss(1, 0.28, 0))
        .hasMessage("clip_low: 1.0 (expected: in (0, 1))");
    assertThatThrownBy(() -> new PolicyLoss(0.2, 0, 0))
        .hasMessage("clip_high: 0.0 (expected: above 0)");
    assertThatThrownBy(() -> new PolicyLoss(0.2, 0.28, Double.NaN))
        .hasMessage("kl_coefficient: NaN (expected: at least 0)");
  }
}
