package io.plumbline.judges;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Sleeps in no time, and remembers for how long it should have. */
final class ManualClockwork implements Clockwork {
  static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

  private final List<Duration> sleeps = new ArrayList<>();
  private final double random;

  ManualClockwork(double random) {
    this.random = random;
  }

  @Override
  public Instant now() {
    return NOW;
  }

  @Override
  public synchronized void sleep(Duration length) {
    sleeps.add(length);
  }

  @Override
  public double random() {
    return random;
  }

  synchronized List<Duration> sleeps() {
    return List.copyOf(sleeps);
  }
}
