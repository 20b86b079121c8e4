package io.plumbline.trainer.objectives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GroupAdvantageTest {
  private static final double FLOOR = 0.02;

  @Test
  void grpoDividesByTheGroupsSampleDeviation() {
    assertThat(single(GroupAdvantage.GRPO, 1, 0, 0, 0.5))
        .containsExactly(new double[] {1.3056, -0.7833, -0.7833, 0.2611}, within(5e-5));
  }

  @Test
  void drGrpoOnlyTakesTheMeanAway() {
    assertThat(single(GroupAdvantage.DR_GRPO, 1, 0, 0, 0.5))
        .containsExactly(0.625, -0.375, -0.375, 0.125);
  }

  @Test
  void rlooTakesAwayTheMeanOfTheOthers() {
    assertThat(single(GroupAdvantage.RLOO, 1, 0, 0, 0.5))
        .containsExactly(new double[] {0.8333, -0.5, -0.5, 0.1667}, within(5e-5));
  }

  @Test
  void batchScaledDividesByTheDeviationOfAllRewards() {
    // All: 1, 0, 0.6, 0.4 with mean 0.5, squares 0.25 + 0.25 + 0.01 + 0.01, over 3.
    double deviation = Math.sqrt(0.52 / 3);
    Advantages advantages =
        GroupAdvantage.BATCH_SCALED.of(List.of(group(1, 0), group(0.6, 0.4)), FLOOR);
    assertThat(values(advantages, 0))
        .containsExactly(new double[] {0.5 / deviation, -0.5 / deviation}, within(1e-12));
    assertThat(values(advantages, 1))
        .containsExactly(new double[] {0.1 / deviation, -0.1 / deviation}, within(1e-12));
  }

  @Test
  void theBatchsDeviationTakesInEvenGroupsButNotSkippedOnes() {
    // Counted: 1, 0, 0.5, 0.5, with squares 0.25 + 0.25, over 3. The lone 9 is skipped.
    Advantages advantages =
        GroupAdvantage.BATCH_SCALED.of(List.of(group(1, 0), group(0.5, 0.5), group(9)), FLOOR);
    assertThat(values(advantages, 0)[0]).isCloseTo(0.5 / Math.sqrt(0.5 / 3), within(1e-12));
  }

  @ParameterizedTest
  @EnumSource(names = {"GRPO", "BATCH_SCALED"})
  void rewardsThatBarelyDifferAreDividedByTheFloor(GroupAdvantage variant) {
    assertThat(single(variant, 0.5, 0.501))
        .containsExactly(new double[] {-0.0005 / FLOOR, 0.0005 / FLOOR}, within(1e-12));
  }

  @ParameterizedTest
  @EnumSource
  void anAbsentRewardIsLeftOutAndCounted(GroupAdvantage variant) {
    OptionalDouble absent = OptionalDouble.empty();
    List<OptionalDouble> holed =
        List.of(OptionalDouble.of(1), absent, OptionalDouble.of(0), OptionalDouble.of(0.5));
    Advantages advantages = variant.of(List.of(holed), FLOOR);
    assertThat(advantages.values().get(0).get(1)).isEmpty();
    assertThat(values(advantages, 0)).containsExactly(single(variant, 1, 0, 0.5));
    assertThat(advantages.leftOut()).isEqualTo(1);
    assertThat(advantages.skippedGroups()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void aGroupWithOneRewardLeftIsSkippedAndCounted(GroupAdvantage variant) {
    OptionalDouble absent = OptionalDouble.empty();
    Advantages advantages =
        variant.of(
            List.of(
                List.of(absent, OptionalDouble.of(1)),
                List.of(absent, absent),
                List.of(),
                group(0, 1)),
            FLOOR);
    assertThat(advantages.values().get(0)).containsExactly(absent, absent);
    assertThat(advantages.values().get(1)).containsExactly(absent, absent);
    assertThat(advantages.values().get(2)).isEmpty();
    assertThat(advantages.values().get(3)).allMatch(OptionalDouble::isPresent);
    assertThat(advantages.skippedGroups()).isEqualTo(3);
    assertThat(advantages.leftOut()).isEqualTo(3);
    assertThat(advantages.evenGroups()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void anEvenGroupHasAdvantagesOfExactlyZeroAndIsCounted(GroupAdvantage variant) {
    // Three times 0.1 does not add up to 0.3 in binary.
    Advantages advantages = variant.of(List.of(group(0.1, 0.1, 0.1), group(0, 1)), FLOOR);
    assertThat(values(advantages, 0)).containsExactly(0, 0, 0);
    assertThat(advantages.evenGroups()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void aBatchOfNothingHasNoAdvantages(GroupAdvantage variant) {
    assertThat(variant.of(List.of(), FLOOR)).isEqualTo(new Advantages(List.of(), 0, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void aFloorThatCannotDivideIsRefused(double floor) {
    assertThatThrownBy(() -> GroupAdvantage.GRPO.of(List.of(group(0, 1)), floor))
        .hasMessage("deviation_floor: " + floor + " (expected: above 0)");
  }

  @Test
  void aRewardThatIsNoNumberIsRefused() {
    assertThatThrownBy(() -> GroupAdvantage.RLOO.of(List.of(group(0, Double.NaN)), FLOOR))
        .hasMessage("reward: NaN (expected: a finite number)");
  }

  private static double[] single(GroupAdvantage variant, double... rewards) {
    return values(variant.of(List.of(group(rewards)), FLOOR), 0);
  }

  private static List<OptionalDouble> group(double... rewards) {
    return Arrays.stream(rewards).mapToObj(OptionalDouble::of).toList();
  }

  private static double[] values(Advantages advantages, int group) {
    return advantages.values().get(group).stream()
        .flatMapToDouble(OptionalDouble::stream)
        .toArray();
  }
}
