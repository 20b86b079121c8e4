package io.plumbline.server;

import io.grpc.Context;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Where calls go that would hold the event loop: as many threads as cores and a bounded queue. */
final class GradingPool {
  private static final Duration RETRY_AFTER = Duration.ofMillis(100);

  private final int capacity;
  private final ThreadPoolExecutor executor;

  GradingPool(int threads, int capacity) {
    this.capacity = capacity;
    this.executor =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(capacity),
            task -> {
              Thread thread = new Thread(task, "plumbline-grading");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Runs {@code work} in the caller's gRPC context.
   *
   * @throws Refusal {@code RESOURCE_EXHAUSTED} at once when the queue is full
   */
  void execute(Runnable work) {
    try {
      executor.execute(Context.current().wrap(work));
    } catch (RejectedExecutionException e) {
      throw Refusal.overloaded("grading queue", capacity + " calls are waiting", RETRY_AFTER);
    }
  }

  /** Calls that wait. */
  int waiting() {
    return executor.getQueue().size();
  }

  void close() {
    executor.shutdown();
  }
}
