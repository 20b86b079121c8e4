package io.plumbline.trainer.practice;

import java.util.List;

/**
 * Random numbers that no JDK can change: SplitMix64 after Steele, Lea and Flood, "Fast Splittable
 * Pseudorandom Number Generators" (OOPSLA 2014).
 */
final class Draws {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private long state;

  Draws(long seed) {
    state = seed;
  }

  long nextLong() {
    state += GOLDEN_GAMMA;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** A number in [0, bound). */
  int below(int bound) {
    return (int) (((nextLong() >>> 32) * bound) >>> 32);
  }

  /** A number in [low, high]. */
  int between(int low, int high) {
    return low + below(high - low + 1);
  }

  /** True with this probability. */
  boolean chance(double probability) {
    return (nextLong() >>> 11) * 0x1p-53 < probability;
  }

  <T> T pick(List<T> list) {
    return list.get(below(list.size()));
  }
}
