package io.plumbline.trainer.objectives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueLossTest {
  private static final ValueLoss LOSS = new ValueLoss(0.2);

  private final NDManager manager = Torch.manager();

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @CsvSource({
    // value, before, return, loss, its gradient by the value
    "1.5, 0.5, 1, 0.125, 0.5", // the worked example: overshot, and further off than when held
    "0.6, 0.5, 1, 0.08, -0.4", // within the range: plain
    "0.9, 0.5, 1, 0.045, 0", // nearer than when held at 0.7: the held one counts, without gradient
    "0.1, 0.5, 1, 0.405, -0.9", // went the wrong way: plain
    "1, 1, 1, 0, 0"
  })
  void aValueEarnsNothingByAJump(
      float value, float before, float target, float loss, double gradient) {
    NDArray values = Torch.row(manager, value);
    NDArray old = Torch.row(manager, before);
    NDArray returns = Torch.row(manager, target);
    assertThat(LOSS.perToken(values, old, returns).getFloat(0, 0)).isCloseTo(loss, within(1e-6f));
    assertThat(Torch.gradient(values, at -> LOSS.perToken(at, old, returns).sum())[0])
        .isCloseTo(gradient, within(1e-6));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    NDArray table = Torch.row(manager, 1, 2);
    assertThatThrownBy(() -> LOSS.perToken(table, table, Torch.row(manager, 1)))
        .hasMessage("returns: shape (1, 1) (expected: (1, 2))");
    assertThatThrownBy(() -> new ValueLoss(0)).hasMessage("value_clip: 0.0 (expected: above 0)");
  }
}
