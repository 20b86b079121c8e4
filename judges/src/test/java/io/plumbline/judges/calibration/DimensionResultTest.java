package io.plumbline.judges.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DimensionResultTest {
  private static final Band BAND = new Band(0.8, 1);

  /** So many cases that agree, and others that miss the band by 0.3. */
  private static DimensionResult result(int agreed, int all) {
    List<CaseResult> cases = new ArrayList<>();
    for (int i = 0; i < all; i++) {
      cases.add(new CaseResult("c" + i, BAND, Optional.of(i < agreed ? 0.9 : 0.5), ""));
    }
    return new DimensionResult("doc_revision", "faithfulness", "1", cases);
  }

  @ParameterizedTest
  @CsvSource({
    // Wilson's interval, by hand: 8 of 10 is (0.8 + 0.19207 -+ 1.95996*sqrt(0.016 + 0.0096036)) /
    // 1.384146 = (0.99207 -+ 0.31362) / 1.384146.
    "8, 10, 0.49016, 0.94332",
    "0, 10, 0, 0.27753",
    "10, 10, 0.72247, 1",
    "13, 16, 0.56991, 0.93408"
  })
  void theIntervalIsWilsons(int agreed, int all, double low, double high) {
    DimensionResult.Interval interval = result(agreed, all).interval();
    assertThat(interval.low()).isCloseTo(low, within(1e-4));
    assertThat(interval.high()).isCloseTo(high, within(1e-4));
  }

  @ParameterizedTest
  @CsvSource({
    "16, 20, PAID",
    "20, 20, PAID",
    "79, 100, REPORTED",
    "14, 20, REPORTED",
    "69, 100, EXCLUDED",
    "0, 20, EXCLUDED",
    "8, 10, PAID",
    "9, 9, UNCALIBRATED"
  })
  void agreementDecidesWhatIsPaid(int agreed, int all, Standing standing) {
    assertThat(result(agreed, all).standing()).isEqualTo(standing);
  }

  @Test
  void theErrorIsTheMeanDistanceFromTheBands() {
    assertThat(result(1, 2).meanAbsoluteError()).hasValue(0.15000000000000002);
    assertThat(result(2, 2).meanAbsoluteError()).hasValue(0);
    Band middle = new Band(0.4, 0.6);
    assertThat(middle.distance(0.9)).isCloseTo(0.3, within(1e-12));
    assertThat(middle.distance(0.1)).isCloseTo(0.3, within(1e-12));
    assertThat(middle.holds(0.4)).isTrue();
    assertThat(middle.holds(0.6)).isTrue();
    assertThat(middle.holds(0.1 + 0.5 + 1e-17)).isTrue();
    assertThat(middle.holds(0.61)).isFalse();
    assertThat(middle.holds(0.39)).isFalse();
  }

  @Test
  void aReplyThatCouldNotBeReadAgreesWithNothing() {
    CaseResult failed = new CaseResult("a", new Band(0, 1), Optional.empty(), "no JSON");
    CaseResult read = new CaseResult("b", new Band(0, 1), Optional.of(0.5), "");
    DimensionResult result =
        new DimensionResult("doc_revision", "faithfulness", "1", List.of(failed, read));
    assertThat(result.agreement()).isEqualTo(0.5);
    assertThat(result.failed()).isEqualTo(1);
    assertThat(result.meanAbsoluteError()).hasValue(0);
  }

  @ParameterizedTest
  @CsvSource({"-0.1, 1", "0.6, 0.5", "0, 1.1", "NaN, 1"})
  void aBandLiesWithinZeroAndOne(double low, double high) {
    assertThatThrownBy(() -> new Band(low, high))
        .hasMessage("band: [" + low + ", " + high + "] (expected: 0 <= low <= high <= 1)");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void aValueLiesWithinZeroAndOne(double value) {
    assertThatThrownBy(() -> new CaseResult("a", BAND, Optional.of(value), ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("value: " + value + " (expected: a number in [0, 1])");
  }

  @Test
  void aDimensionHasCases() {
    assertThatThrownBy(() -> new DimensionResult("e", "d", "1", List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cases: none (expected: at least 1)");
  }
}
