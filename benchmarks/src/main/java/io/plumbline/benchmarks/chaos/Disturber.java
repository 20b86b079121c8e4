package io.plumbline.benchmarks.chaos;

import io.plumbline.graders.tasks.SplitMix64;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Kills, pauses, drains and restarts replicas, sometimes all at once. */
final class Disturber {
  private final SplitMix64 random;
  private final List<Replica> replicas;
  private final Counts counts;

  Disturber(SplitMix64 random, List<Replica> replicas, Counts counts) {
    this.random = random;
    this.replicas = replicas;
    this.counts = counts;
  }

  /** Until {@code System.nanoTime()} is {@code end}; leaves all of them running. */
  void disturb(long end) throws IOException, InterruptedException {
    while (System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(random.between(100, 1500));
      Replica one = random.pick(replicas);
      switch (random.below(8)) {
        case 0, 1 -> {
          counts.kills.increment();
          one.kill();
          one.restart();
        }
        case 2, 3, 4 -> {
          counts.pauses.increment();
          one.pause(random.between(20, 2000));
        }
        case 5, 6 -> {
          counts.drains.increment();
          one.drain();
          one.restart();
        }
        default -> {
          for (Replica each : replicas) {
            counts.kills.increment();
            each.kill();
          }
          for (Replica each : replicas) {
            each.restart();
          }
        }
      }
    }
  }
}
