package io.plumbline.graders.tasks;

import java.util.List;

/**
 * SplitMix64 after Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators" (OOPSLA
 * 2014), with the output function that their Java 8 reference code uses. Ours, so that no JDK can
 * change what a seed means.
 */
public final class SplitMix64 {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private long state;

  /** Any seed is as good as another. */
  public SplitMix64(long seed) {
    state = seed;
  }

  /** 64 random bits. */
  public long nextLong() {
    state += GOLDEN_GAMMA;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /**
   * A number in [0, bound): the upper half of 32 random bits times {@code bound}. Its bias is below
   * {@code bound / 2^32}, which no table shows.
   *
   * @param bound at least 1
   */
  public int below(int bound) {
    return (int) (((nextLong() >>> 32) * bound) >>> 32);
  }

  /** A number in [low, high]. */
  public int between(int low, int high) {
    return low + below(high - low + 1);
  }

  /** True in {@code percent} of 100 cases. */
  public boolean chance(int percent) {
    return below(100) < percent;
  }

  /** True with this probability, 0 to 1. */
  public boolean bernoulli(double probability) {
    return (nextLong() >>> 11) * 0x1p-53 < probability;
  }

  /** An element of a list that has one. */
  public <T> T pick(List<T> list) {
    return list.get(below(list.size()));
  }
}
