package io.plumbline.trainer.objectives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EntropyTest {
  private final NDManager manager = Torch.manager();

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void theWorkedExampleHolds() {
    NDArray logits = Torch.table(manager, new float[] {0, (float) Math.log(3)}, new float[] {1, 1});
    NDArray entropy = Entropy.perToken(logits.logSoftmax(-1));
    assertThat(entropy.toFloatArray())
        .containsExactly(new float[] {0.562335f, 0.693147f}, within(1e-6f));
    assertThat(Entropy.bonus(entropy, 0.5).toFloatArray())
        .containsExactly(new float[] {-0.281168f, -0.346574f}, within(1e-6f));
  }

  @Test
  void theBonusLeadsTowardsEvenOdds() {
    NDArray logits = manager.create(new float[] {0, (float) Math.log(3)});
    double[] gradient =
        Torch.gradient(logits, at -> Entropy.bonus(Entropy.perToken(at.logSoftmax(-1)), 0.5).sum());
    // dH/dz_i = -p_i (log p_i + H), times -0.5
    double entropy = 0.5623351;
    assertThat(gradient)
        .containsExactly(
            new double[] {
              0.5 * 0.25 * (Math.log(0.25) + entropy), 0.5 * 0.75 * (Math.log(0.75) + entropy)
            },
            within(1e-6));
  }

  @Test
  void aNegativePriceIsRefused() {
    assertThatThrownBy(() -> Entropy.bonus(manager.create(1f), -1))
        .hasMessage("entropy_coefficient: -1.0 (expected: at least 0)");
  }
}
