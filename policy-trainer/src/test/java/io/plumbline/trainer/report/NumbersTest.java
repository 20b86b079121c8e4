package io.plumbline.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class NumbersTest {

  @Test
  void numbersAreAsLongAsTheirSizeAsks() {
    assertThat(Numbers.shown(0)).isEqualTo("0.000");
    assertThat(Numbers.shown(-0.5)).isEqualTo("−0.500");
    assertThat(Numbers.shown(0.00012)).isEqualTo("1.2e−04");
    assertThat(Numbers.shown(1400.4)).isEqualTo("1,400");
    assertThat(Numbers.shown(2e12)).isEqualTo("2.0e+12");
  }

  @Test
  void whatIsNoFiniteNumberIsSaidNotHidden() {
    assertThat(Numbers.shown(Double.NaN)).isEqualTo("NaN");
    assertThat(Numbers.shown(Double.NEGATIVE_INFINITY)).isEqualTo("−∞");
    assertThat(Numbers.percent(Double.NaN)).isEqualTo("NaN");
    assertThat(Numbers.shown(OptionalDouble.empty())).isEqualTo("–");
    assertThat(Numbers.count(OptionalDouble.empty())).isEqualTo("–");
    assertThat(Numbers.count(OptionalDouble.of(Double.NaN))).isEqualTo("NaN");
  }

  @Test
  void countsHaveNoDecimals() {
    assertThat(Numbers.count(OptionalDouble.of(40))).isEqualTo("40");
    assertThat(Numbers.count(OptionalDouble.of(-3))).isEqualTo("−3");
    assertThat(Numbers.count(OptionalDouble.of(2.5))).isEqualTo("2.500");
  }
}
