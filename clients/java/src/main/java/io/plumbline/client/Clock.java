package io.plumbline.client;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One thread for all clients, on which waits end. */
final class Clock {
  private static final ScheduledThreadPoolExecutor TIMER = timer();

  private Clock() {}

  private static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "plumbline-client-clock");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  /** Runs {@code task}, which must not wait, once. */
  static ScheduledFuture<?> after(Duration wait, Runnable task) {
    return TIMER.schedule(task, wait.toNanos(), TimeUnit.NANOSECONDS);
  }
}
