package io.plumbline.graders.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BootstrapTest {

  @Test
  void equalScoresDifferByNothing() {
    double[] scores = {0.1, 0.9, 0.4, 1};
    assertThat(Bootstrap.pairedDifference(scores, scores.clone(), 1_000, 1))
        .isEqualTo(new Interval(0, 0, 0));
  }

  @Test
  void aShiftOfEveryCaseIsKnownExactlyHoweverMuchCasesDiffer() {
    double[] before = {0, 4, 16, 1, 8};
    double[] after = Arrays.stream(before).map(score -> score + 0.25).toArray();
    assertThat(Bootstrap.pairedDifference(before, after, 1_000, 1))
        .isEqualTo(new Interval(0.25, 0.25, 0.25));
  }

  @Test
  void aSeedGivesOneIntervalOnEveryJdk() {
    double[] before = {0.25, 0.413, 0.622, 0.117, 0.508, 0.701};
    double[] after = {0.531, 0.307, 0.911, 0.447, 0.613, 0.689};
    assertThat(Bootstrap.pairedDifference(before, after, 1_000, 42))
        .isEqualTo(new Interval(0.14783333333333334, 0.010666666666666677, 0.27080416666666657));
    assertThat(Bootstrap.pairedDifference(before, after, 1_000, 43))
        .isNotEqualTo(Bootstrap.pairedDifference(before, after, 1_000, 42));
  }

  @Test
  void theIntervalsWidthIsThatOfTheNormalLawForManyCases() {
    Random random = new Random(5);
    double[] before = new double[400];
    double[] after = random.doubles(before.length).toArray();
    Interval interval = Bootstrap.pairedDifference(before, after, 4_000, 9);
    double mean = Arrays.stream(after).average().orElseThrow();
    double variance =
        Arrays.stream(after).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    double half = 1.96 * Math.sqrt(variance / after.length);
    assertThat(interval.estimate()).isCloseTo(mean, within(1e-12));
    assertThat(interval.low()).isCloseTo(mean - half, within(0.1 * half));
    assertThat(interval.high()).isCloseTo(mean + half, within(0.1 * half));
  }

  @Test
  void aboutNineteenOfTwentyIntervalsHoldTheTruth() {
    Random random = new Random(3);
    int runs = 600;
    int held = 0;
    for (int run = 0; run < runs; run++) {
      double[] before = random.doubles(40).toArray();
      double[] after =
          Arrays.stream(before).map(score -> score + 0.1 + 0.3 * random.nextGaussian()).toArray();
      Interval interval = Bootstrap.pairedDifference(before, after, 400, run);
      held += interval.low() <= 0.1 && 0.1 <= interval.high() ? 1 : 0;
    }
    assertThat((double) held / runs).isBetween(0.91, 0.97);
  }

  @Test
  void scoresThatCannotBePairedAreRefused() {
    double[] two = {0, 1};
    assertThatThrownBy(() -> Bootstrap.pairedDifference(new double[] {1}, two, 1_000, 1))
        .hasMessage("before: 1 scores (expected: at least 2)");
    assertThatThrownBy(() -> Bootstrap.pairedDifference(two, new double[] {1}, 1_000, 1))
        .hasMessage("after: 1 scores (expected: 2, as before)");
    assertThatThrownBy(
            () -> Bootstrap.pairedDifference(two, new double[] {0, Double.NaN}, 1_000, 1))
        .hasMessage("after[1]: NaN (expected: a finite number)");
    assertThatThrownBy(() -> Bootstrap.pairedDifference(two, two, 99, 1))
        .hasMessage("resamples: 99 (expected: 100 to 1000000)");
    assertThatThrownBy(() -> new Interval(0, 1, 0.5))
        .hasMessage("high: 0.5 (expected: at least 1.0)");
  }
}
