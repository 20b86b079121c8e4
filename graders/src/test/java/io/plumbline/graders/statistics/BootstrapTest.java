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
  void aMeanOverRunsAndCasesHoldsBothOfTheirSpreads() {
    Random random = new Random(5);
    double[] once = random.doubles(400).toArray();
    Interval alone = Bootstrap.crossedMean(new double[][] {once}, 2_000, 9);
    double width = alone.high() - alone.low();
    assertThat(alone.estimate())
        .isCloseTo(Arrays.stream(once).average().orElseThrow(), within(1e-12));
    assertThat(width).isCloseTo(2 * 1.96 * Math.sqrt(1.0 / 12 / once.length), within(0.1 * width));
    Interval twice = Bootstrap.crossedMean(new double[][] {once, once}, 2_000, 9);
    assertThat(twice.high() - twice.low()).isCloseTo(width, within(0.1 * width));
    double[] other = Arrays.stream(once).map(score -> score + 0.5).toArray();
    Interval apart = Bootstrap.crossedMean(new double[][] {once, other}, 2_000, 9);
    assertThat(apart.estimate()).isCloseTo(alone.estimate() + 0.25, within(1e-12));
    assertThat(apart.low()).isLessThan(alone.high());
    assertThat(apart.high() - apart.low()).isGreaterThan(0.45);
  }

  @Test
  void runsOfOtherCasesOrNoneAreRefused() {
    assertThatThrownBy(() -> Bootstrap.crossedMean(new double[][] {{1, 2}, {1}}, 100, 1))
        .hasMessage("scores[1]: 1 cases (expected: 2)");
    assertThatThrownBy(() -> Bootstrap.crossedMean(new double[0][], 100, 1))
        .hasMessage("scores: 0 runs (expected: at least 1, of at least 2 cases each)");
    assertThatThrownBy(() -> Bootstrap.crossedMean(new double[][] {{1, Double.NaN}}, 100, 1))
        .hasMessage("scores[0][1]: NaN (expected: a finite number)");
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
