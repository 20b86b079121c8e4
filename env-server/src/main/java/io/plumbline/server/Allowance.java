package io.plumbline.server;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * So much in a second, and what was not used of the last second on top: the generic cell rate
 * algorithm (ITU-T I.371), whose state is one number.
 */
final class Allowance {
  private static final long SECOND = 1_000_000_000;

  private final long perSecond;
  private final LongSupplier nanoClock;

  /** When what was taken so far would have been earned. */
  private final AtomicLong earnedAt;

  /**
   * @param perSecond 0 for no limit
   */
  Allowance(long perSecond, LongSupplier nanoClock) {
    this.perSecond = perSecond;
    this.nanoClock = nanoClock;
    this.earnedAt = new AtomicLong(nanoClock.getAsLong());
  }

  /** Nanoseconds until more may be taken, 0 for now. */
  long nanosToWait() {
    return perSecond == 0 ? 0 : Math.max(0, earnedAt.get() - nanoClock.getAsLong() - SECOND + 1);
  }

  /** Takes {@code amount}, even beyond the limit: then the wait for more is longer. */
  void take(long amount) {
    if (perSecond > 0) {
      long now = nanoClock.getAsLong();
      long cost = cost(amount);
      earnedAt.updateAndGet(earned -> Math.max(earned - now, 0) + now + cost);
    }
  }

  /** What was just taken was of no use. */
  void giveBack(long amount) {
    if (perSecond > 0) {
      earnedAt.addAndGet(-cost(amount));
    }
  }

  private long cost(long amount) {
    return Math.multiplyExact(amount, SECOND) / perSecond;
  }
}
