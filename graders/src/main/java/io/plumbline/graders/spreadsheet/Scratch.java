package io.plumbline.graders.spreadsheet;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Working memory that one grade leaves to the next, so that neither a long table nor a wide one
 * costs any of its own. There is a bounded number of places for all threads, virtual ones included.
 * A thread looks into one of them; where another thread has been there first, it makes do with new
 * memory. Not thread-safe while it is taken.
 */
final class Scratch {
  private static final int PLACES = 64; // a power of two
  private static final int APART = 16; // so that two places share no cache line
  private static final int MOST_COUNTS = 1 << 18; // a megabyte
  private static final int MOST_OTHERS = 1 << 14; // 64 KiB

  private static final int[] NONE = {};

  private static final AtomicReferenceArray<Scratch> SPARE =
      new AtomicReferenceArray<>(PLACES * APART);

  private int[] counts = NONE;
  private int[] cells = NONE;
  private int[] positions = NONE;
  private int[] goldColumns = NONE;

  /** Takes what an earlier grade has left, or else new memory. It is the caller's until given. */
  static Scratch take() {
    Scratch spare = SPARE.getAndSet(place(), null);
    return spare == null ? new Scratch() : spare;
  }

  /** Leaves this to the next grade, if nobody reads what is in it any more. */
  void give() {
    counts = kept(counts, MOST_COUNTS);
    cells = kept(cells, MOST_OTHERS);
    positions = kept(positions, MOST_OTHERS);
    goldColumns = kept(goldColumns, MOST_OTHERS);
    SPARE.set(place(), this);
  }

  private static int[] kept(int[] array, int most) {
    return array.length <= most ? array : NONE;
  }

  private static int place() {
    return (int) (Thread.currentThread().getId() & (PLACES - 1)) * APART;
  }

  /** An array of at least this length, zero up to it. */
  int[] counts(int length) {
    counts = atLeast(counts, length);
    Arrays.fill(counts, 0, length, 0);
    return counts;
  }

  /** Room for a scanner's cells. */
  int[] cells() {
    return cells;
  }

  /** Keeps the room that a scanner had need of. */
  void keepCells(int[] room) {
    cells = room;
  }

  /** An array of at least this length. */
  int[] positions(int length) {
    positions = atLeast(positions, length);
    return positions;
  }

  /** An array of at least this length. */
  int[] goldColumns(int length) {
    goldColumns = atLeast(goldColumns, length);
    return goldColumns;
  }

  private static int[] atLeast(int[] array, int length) {
    return array.length >= length ? array : new int[length];
  }
}
