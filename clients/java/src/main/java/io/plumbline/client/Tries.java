package io.plumbline.client;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** The tries of one request, the first of which begins now. Not for two threads at a time. */
final class Tries {
  private static final int MOST_DOUBLINGS = 30;

  private final Retry retry;
  private final long began = System.nanoTime();
  private int failures;

  Tries(Retry retry) {
    this.retry = retry;
  }

  /** How long to wait before the next try; empty if there is to be none. */
  Optional<Duration> waitAfter(EnvironmentException failed) {
    if (!failed.isTransient() || retry.patience().isZero()) {
      return Optional.empty();
    }
    double most = retry.first().toNanos() * (double) (1L << failures);
    double nanos = Math.min(most, (double) retry.longest().toNanos()) * random(0.5, 1);
    double asked = failed.retryAfter().orElse(Duration.ZERO).toNanos() * random(1, 1.5);
    failures = Math.min(failures + 1, MOST_DOUBLINGS);
    Duration wait = Duration.ofNanos((long) Math.max(nanos, asked));
    Duration elapsed = Duration.ofNanos(System.nanoTime() - began);
    return elapsed.plus(wait).compareTo(retry.patience()) <= 0
        ? Optional.of(wait)
        : Optional.empty();
  }

  private static double random(double least, double most) {
    return ThreadLocalRandom.current().nextDouble(least, most);
  }
}
