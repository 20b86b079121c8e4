package io.plumbline.graders.revision;

/** 64-bit hashes of words and of pairs of them; texts of one word have one hash. */
final class Hashes {
  private static final long FACTOR = 0x9e3779b97f4a7c15L;

  private Hashes() {}

  /** One character more, a NUL too. Start with 0, which stands for no word. */
  static long next(long hash, int c) {
    return (hash ^ (c + 1)) * FACTOR + (hash >>> 29);
  }

  /** Spreads a hash over all bits. */
  static long mix(long hash) {
    long z = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  static long pair(long first, long second) {
    return mix(first * 31 + Long.rotateLeft(second, 17));
  }

  /** The hash of a whole word. */
  static long of(String word) {
    long hash = 0;
    for (int i = 0; i < word.length(); i++) {
      hash = next(hash, word.charAt(i));
    }
    return mix(hash);
  }
}
