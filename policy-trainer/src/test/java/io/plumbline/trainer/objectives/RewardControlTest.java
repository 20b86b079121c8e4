package io.plumbline.trainer.objectives;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RewardControlTest {
  private static final OptionalDouble ABSENT = OptionalDouble.empty();
  private static final List<List<OptionalDouble>> REWARDS =
      List.of(List.of(of(1), of(2), ABSENT, of(3)), List.of(of(4), of(5), of(6)));

  @Test
  void aSeedGivesOneOrderOnEveryJdk() {
    assertThat(RewardControl.shuffled(REWARDS, 7))
        .containsExactly(List.of(of(4), of(1), ABSENT, of(2)), List.of(of(3), of(6), of(5)));
  }

  @Test
  void shufflingKeepsTheRewardsAndTheHoles() {
    for (long seed = 0; seed < 50; seed++) {
      List<List<OptionalDouble>> shuffled = RewardControl.shuffled(REWARDS, seed);
      assertThat(shuffled.get(0).get(2)).isEmpty();
      assertThat(present(shuffled)).containsExactlyInAnyOrder(1.0, 2.0, 3.0, 4.0, 5.0, 6.0);
    }
  }

  @Test
  void everyRewardComesToEveryPlaceAboutAsOften() {
    int[][] seen = new int[6][6];
    for (long seed = 0; seed < 6_000; seed++) {
      List<Double> dealt = present(RewardControl.shuffled(REWARDS, seed * 7919));
      for (int place = 0; place < 6; place++) {
        seen[place][(int) (dealt.get(place) - 1)]++;
      }
    }
    assertThat(Stream.of(seen).flatMapToInt(Arrays::stream))
        .allMatch(count -> count > 850 && count < 1_150);
  }

  @Test
  void aConstantRewardTeachesNothing() {
    List<List<OptionalDouble>> same = RewardControl.constant(REWARDS, 0.3);
    assertThat(same)
        .containsExactly(
            List.of(of(0.3), of(0.3), ABSENT, of(0.3)), List.of(of(0.3), of(0.3), of(0.3)));
    assertThat(present(GroupAdvantage.GRPO.of(same, 0.02).values())).containsOnly(0.0);
  }

  private static OptionalDouble of(double reward) {
    return OptionalDouble.of(reward);
  }

  private static List<Double> present(List<List<OptionalDouble>> rewards) {
    return rewards.stream().flatMap(List::stream).flatMap(r -> r.stream().boxed()).toList();
  }
}
