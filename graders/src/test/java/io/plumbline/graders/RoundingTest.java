package io.plumbline.graders;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RoundingTest {

  @Test
  void halvesThatBinaryCannotHoldFollowTheExactValue() {
    assertThat(Rounding.places(2.675, 2)).isEqualTo(2.67);
    assertThat(Rounding.places(0.0125, 3)).isEqualTo(0.013); // a hair above the half
    assertThat(Rounding.places(1.0005, 3)).isEqualTo(1.0); // a hair below it
  }

  @Test
  void exactHalvesGoToTheEvenNeighbour() {
    assertThat(Rounding.places(0.5, 0)).isEqualTo(0.0);
    assertThat(Rounding.places(1.5, 0)).isEqualTo(2.0);
    assertThat(Rounding.places(0.125, 2)).isEqualTo(0.12);
    assertThat(Rounding.places(0.375, 2)).isEqualTo(0.38);
  }

  @Test
  void agreesWithExactDecimalArithmetic() {
    Random random = new Random(7);
    for (int i = 0; i < 200_000; i++) {
      double value = i % 2 == 0 ? random.nextDouble() : random.nextInt(40_001) / 20_000.0;
      int places = random.nextInt(5);
      assertThat(Rounding.places(value, places))
          .isEqualTo(new BigDecimal(value).setScale(places, RoundingMode.HALF_EVEN).doubleValue());
    }
  }
}
