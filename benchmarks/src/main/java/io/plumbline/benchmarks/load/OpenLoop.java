package io.plumbline.benchmarks.load;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends requests at a fixed rate, whether or not earlier ones are answered. Each counts from when
 * it was due, not from when it could be sent: while a server or this process stalls, all that was
 * due meanwhile waits, and is counted as waiting (coordinated omission).
 */
final class OpenLoop {
  /** More would not tell more, and fill this process' memory; what is due then waits. */
  private static final int MOST_IN_FLIGHT = 100_000;

  private final Wire wire;
  private final double rate;
  private final Duration grace;

  /**
   * @param rate requests per second, above 0
   * @param grace how long after its end a round waits for answers
   */
  OpenLoop(Wire wire, double rate, Duration grace) {
    this.wire = wire;
    this.rate = rate;
    this.grace = grace;
  }

  /** Sends for {@code duration}, then waits for what is due and in flight. */
  Round run(Duration duration) throws InterruptedException {
    return run(duration, new Tally());
  }

  /**
   * As above.
   *
   * @param tally counts as answers come
   */
  Round run(Duration duration, Tally tally) throws InterruptedException {
    Semaphore places = new Semaphore(MOST_IN_FLIGHT);
    long total = Math.max(1, (long) (rate * duration.toNanos() / 1e9));
    long start = System.nanoTime();
    long giveUp = start + duration.toNanos() + grace.toNanos();
    long sent = 0;
    while (sent < total) {
      long due = start + (long) (sent * 1e9 / rate);
      awaitUntil(due);
      if (!places.tryAcquire(giveUp - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        break;
      }
      wire.send(
          sent,
          code -> {
            tally.count(code, System.nanoTime() - due);
            places.release();
          });
      sent++;
    }
    boolean all =
        places.tryAcquire(MOST_IN_FLIGHT, giveUp - System.nanoTime(), TimeUnit.NANOSECONDS);
    double seconds = (System.nanoTime() - start) / 1e9;
    long waiting = all ? 0 : MOST_IN_FLIGHT - places.availablePermits();
    return new Round(seconds, wire.items(), sent, total - sent + waiting, tally);
  }

  private static void awaitUntil(long due) throws InterruptedException {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }
}
