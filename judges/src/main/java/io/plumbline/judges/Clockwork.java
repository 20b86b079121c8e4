package io.plumbline.judges;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** Time and chance between attempts. */
interface Clockwork {
  Clockwork REAL =
      new Clockwork() {
        @Override
        public Instant now() {
          return Clock.systemUTC().instant();
        }

        @Override
        public void sleep(Duration length) throws InterruptedException {
          Thread.sleep(length.toMillis());
        }

        @Override
        public double random() {
          return ThreadLocalRandom.current().nextDouble();
        }
      };

  Instant now();

  void sleep(Duration length) throws InterruptedException;

  /** Uniform in [0, 1). */
  double random();
}
