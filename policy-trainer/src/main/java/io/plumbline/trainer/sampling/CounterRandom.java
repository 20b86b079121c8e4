package io.plumbline.trainer.sampling;

/**
 * Random numbers that are a function of where they are used, so that a seed means the same in any
 * batch, on any number of threads and after a resume. SplitMix64's finaliser (Steele, Lea and
 * Flood, 2014) over seed, stream and place.
 */
final class CounterRandom {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private CounterRandom() {}

  /** In [0, 1), a multiple of 2⁻²⁴: what a 32-bit float holds exactly. */
  static float uniform(long seed, long stream, int place) {
    long mixed = mix(mix(mix(seed + GOLDEN) ^ stream * GOLDEN) + (place + 1L) * GOLDEN);
    return (mixed >>> 40) * 0x1.0p-24f;
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
