package io.plumbline.trainer.objectives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What KL that was measured does to a run: the coefficient's controller, the end of epochs. */
class KlControlTest {

  @ParameterizedTest
  @CsvSource({
    "0.02, 0.0204", // twice the target: the error is held at 0.2
    "0.011, 0.0202",
    "0.01, 0.02",
    "0.0095, 0.0199",
    "0, 0.0196",
    "NaN, 0.02"
  })
  void theCoefficientRisesWhileKlIsAboveItsTarget(double kl, double expected) {
    assertThat(new AdaptiveKl(0.01).next(0.02, kl)).isCloseTo(expected, within(1e-12));
  }

  @Test
  void theControllerFindsTheCoefficientThatHoldsTheTarget() {
    double coefficient = 0.02;
    for (int update = 0; update < 300; update++) {
      double kl = 0.001 / coefficient; // the dearer, the less
      coefficient = new AdaptiveKl(0.01).next(coefficient, kl);
    }
    assertThat(coefficient).isCloseTo(0.1, within(1e-3));
  }

  @Test
  void epochsEndBeyondTheBoundAndWithoutOneNever() {
    assertThat(new EpochStop(0.1).after(0.1)).isFalse();
    assertThat(new EpochStop(0.1).after(0.11)).isTrue();
    assertThat(new EpochStop(0.1).after(Double.NaN)).isTrue();
    assertThat(new EpochStop(0).after(1e9)).isFalse();
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new AdaptiveKl(0)).hasMessage("kl_target: 0.0 (expected: above 0)");
    assertThatThrownBy(() -> new EpochStop(-1)).hasMessage("kl_bound: -1.0 (expected: at least 0)");
  }
}
