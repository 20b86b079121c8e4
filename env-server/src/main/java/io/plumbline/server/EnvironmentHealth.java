package io.plumbline.server;

import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Health of each environment, under its name: not serving while its graders broke on the last
 * {@value #MOST} outputs in a row, so that nobody trains on what pays no reward.
 */
final class EnvironmentHealth {
  static final int MOST = 16;

  private static final Logger LOG = LoggerFactory.getLogger(EnvironmentHealth.class);

  private final HealthStatusManager health;
  private final Map<String, AtomicInteger> broken = new HashMap<>();

  EnvironmentHealth(HealthStatusManager health, List<String> environments) {
    this.health = health;
    for (String environment : environments) {
      broken.put(environment, new AtomicInteger());
      health.setStatus(environment, ServingStatus.SERVING);
    }
  }

  /** A grader of the environment gave a grade, or broke. */
  void graded(String environment, boolean failed) {
    AtomicInteger inARow = Objects.requireNonNull(broken.get(environment));
    if (failed) {
      if (inARow.incrementAndGet() == MOST) {
        LOG.error("{}: not serving, its graders broke on {} outputs in a row", environment, MOST);
        health.setStatus(environment, ServingStatus.NOT_SERVING);
      }
    } else if (inARow.get() != 0 && inARow.getAndSet(0) >= MOST) {
      LOG.info("{}: serving again", environment);
      health.setStatus(environment, ServingStatus.SERVING);
    }
  }
}
