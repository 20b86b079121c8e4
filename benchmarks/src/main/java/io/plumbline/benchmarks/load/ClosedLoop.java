package io.plumbline.benchmarks.load;

import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps a number of requests in flight. What it measures is the time that each was served: a server
 * that stalls keeps later requests from being sent, and so from being counted.
 */
final class ClosedLoop {
  private static final long GRACE_SECONDS = 30;

  private final Wire wire;
  private final int inFlight;

  /**
   * @param inFlight requests at a time, at least 1
   */
  ClosedLoop(Wire wire, int inFlight) {
    this.wire = wire;
    this.inFlight = inFlight;
  }

  /** Runs for {@code duration} and until the last request is answered, for 30 s at most. */
  Round run(Duration duration) throws InterruptedException {
    Tally tally = new Tally();
    AtomicLong numbers = new AtomicLong();
    CountDownLatch finished = new CountDownLatch(inFlight);
    long start = System.nanoTime();
    long end = start + duration.toNanos();
    for (int i = 0; i < inFlight; i++) {
      new Place(end, tally, numbers, finished).send();
    }
    boolean all =
        finished.await(
            duration.toSeconds() + GRACE_SECONDS, TimeUnit.SECONDS); // else some are lost
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Round(seconds, wire.items(), numbers.get(), all ? 0 : finished.getCount(), tally);
  }

  /** One place in flight: the next request is sent when the last is answered. */
  private final class Place implements Wire.Answer {
    private final long end;
    private final Tally tally;
    private final AtomicLong numbers;
    private final CountDownLatch finished;
    private long started;

    Place(long end, Tally tally, AtomicLong numbers, CountDownLatch finished) {
      this.end = end;
      this.tally = tally;
      this.numbers = numbers;
      this.finished = finished;
    }

    void send() {
      started = System.nanoTime();
      wire.send(numbers.getAndIncrement(), this);
    }

    @Override
    public void came(Status.Code code) {
      long now = System.nanoTime();
      tally.count(code, now - started);
      if (now < end && code == Status.Code.OK) {
        send();
      } else {
        finished.countDown(); // a server that fails is not asked in a tight loop
      }
    }
  }
}
