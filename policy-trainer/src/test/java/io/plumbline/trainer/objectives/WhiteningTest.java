package io.plumbline.trainer.objectives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The scale of token advantages, and how well their values foresaw the returns. */
class WhiteningTest {

  @Test
  void theWorkedExampleHolds() {
    Whitening whitened = Whitening.of(List.of(new float[] {1, 2}, new float[] {3, 6}), 0.01);
    assertThat(whitened.mean()).isEqualTo(3);
    assertThat(whitened.deviation()).isCloseTo(2.160247, within(1e-6));
    assertThat(whitened.values().get(0))
        .containsExactly(new float[] {-0.925820f, -0.462910f}, within(1e-6f));
    assertThat(whitened.values().get(1)).containsExactly(new float[] {0, 1.388730f}, within(1e-6f));
  }

  @Test
  void theFloorKeepsNoiseSmall() {
    Whitening whitened = Whitening.of(List.of(new float[] {0.5f, 0.5001f}), 0.02);
    assertThat(whitened.values().get(0)[1]).isCloseTo(0.0025f, within(1e-4f));
    assertThat(whitened.deviation()).isLessThan(1e-4);
  }

  @Test
  void aLoneTokenAndNoneAtAllHaveNoSpread() {
    assertThat(Whitening.of(List.of(new float[] {3}), 0.02).values().get(0)).containsExactly(0);
    assertThat(Whitening.of(List.of(), 0.02).deviation()).isZero();
    assertThatThrownBy(() -> Whitening.of(List.of(), 0))
        .hasMessage("deviation_floor: 0.0 (expected: above 0)");
  }

  @Test
  void explainedVarianceIsOneLessWhatIsLeft() {
    List<float[]> returns = List.of(new float[] {1, 2}, new float[] {3});
    // Errors 0, 0, 1 have a third of the returns' variance.
    assertThat(ExplainedVariance.of(returns, List.of(new float[] {1, 2}, new float[] {2})))
        .isCloseTo(2 / 3.0, within(1e-9));
    assertThat(ExplainedVariance.of(returns, returns)).isEqualTo(1);
    assertThat(ExplainedVariance.of(returns, List.of(new float[] {7, 7}, new float[] {7})))
        .isZero();
    assertThat(ExplainedVariance.of(returns, List.of(new float[] {3, 2}, new float[] {1})))
        .isEqualTo(-3);
  }

  @Test
  void returnsThatDoNotDifferExplainNothing() {
    assertThat(ExplainedVariance.of(List.of(new float[] {1, 1}), List.of(new float[] {0, 3})))
        .isNaN();
    assertThatThrownBy(() -> ExplainedVariance.of(List.of(new float[1]), List.of(new float[2])))
        .hasMessage("values of completion 0: 2 (expected: 1)");
  }
}
