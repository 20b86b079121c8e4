package io.plumbline.trainer.objectives;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;

/**
 * Rewards that carry nothing to learn, for control runs: what a run gains under these, its rewards
 * did not teach it. Absent rewards stay absent, in their places.
 */
public final class RewardControl {

  private RewardControl() {}

  /**
   * The rewards dealt out anew over the whole batch: the same values, at random completions.
   *
   * @param rewards by group, then by completion
   * @param seed gives the same order on every JDK; use another for each batch
   */
  public static List<List<OptionalDouble>> shuffled(List<List<OptionalDouble>> rewards, long seed) {
    List<OptionalDouble> deck = new ArrayList<>();
    rewards.forEach(group -> group.stream().filter(OptionalDouble::isPresent).forEach(deck::add));
    // Random's numbers are part of its specification.
    Random random = new Random(seed);
    for (int i = deck.size() - 1; i > 0; i--) {
      Collections.swap(deck, i, random.nextInt(i + 1));
    }
    Iterator<OptionalDouble> next = deck.iterator();
    return rewards.stream()
        .map(group -> group.stream().map(old -> old.isPresent() ? next.next() : old).toList())
        .toList();
  }

  /**
   * The same reward for every completion that has one.
   *
   * @param rewards by group, then by completion
   */
  public static List<List<OptionalDouble>> constant(
      List<List<OptionalDouble>> rewards, double reward) {
    OptionalDouble same = OptionalDouble.of(reward);
    return rewards.stream()
        .map(group -> group.stream().map(old -> old.isPresent() ? same : old).toList())
        .toList();
  }
}
