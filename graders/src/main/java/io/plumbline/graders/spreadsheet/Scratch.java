package io.plumbline.graders.spreadsheet;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Working memory that one grade leaves to the next, so that a long table costs none of its own.
 * There is a bounded number of places for all threads, virtual ones included. A thread looks into
 * one of them; where another thread has been there first, it makes do with a new array.
 */
final class Scratch {
  private static final int PLACES = 64; // a power of two
  private static final int APART = 16; // so that two places share no cache line
  private static final int LONGEST_KEPT = 1 << 18; // a megabyte each

  private static final AtomicReferenceArray<int[]> SPARE =
      new AtomicReferenceArray<>(PLACES * APART);

  private Scratch() {}

  /** An array of at least this length, zero up to it. It is the caller's until given back. */
  static int[] take(int length) {
    int[] spare = SPARE.getAndSet(place(), null);
    if (spare == null || spare.length < length) {
      return new int[length];
    }
    Arrays.fill(spare, 0, length, 0);
    return spare;
  }

  /** Gives back an array that nobody reads any more. */
  static void give(int[] array) {
    if (array.length <= LONGEST_KEPT) {
      SPARE.set(place(), array);
    }
  }

  private static int place() {
    return (int) (Thread.currentThread().getId() & (PLACES - 1)) * APART;
  }
}
