package io.plumbline.trainer.preference;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Deals out the same pairs again and again, each once before any comes again, every time in another
 * order. A function of seed and number alone.
 */
public final class PairPool {
  private final List<Pair> pairs;
  private final long seed;

  /**
   * @param pairs at least one
   */
  public PairPool(List<Pair> pairs, long seed) {
    this.pairs = List.copyOf(pairs);
    this.seed = seed;
  }

  /** The pairs of batch {@code number}, from 0, of batches of {@code count}. */
  public List<Pair> draw(int number, int count) {
    List<Pair> batch = new ArrayList<>();
    List<Pair> order = List.of();
    long round = -1;
    for (long at = (long) number * count; batch.size() < count; at++) {
      if (at / pairs.size() != round) {
        round = at / pairs.size();
        order = new ArrayList<>(pairs);
        Collections.shuffle(order, new Random(seed * 1_000_003 + round));
      }
      batch.add(order.get((int) (at % pairs.size())));
    }
    return batch;
  }
}
