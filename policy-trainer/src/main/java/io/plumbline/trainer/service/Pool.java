package io.plumbline.trainer.service;

import io.plumbline.trainer.torch.Workers;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads that do what event loops must not, and a queue that can be full. */
final class Pool implements AutoCloseable {
  /** So many wait at most, in each queue. */
  static final int WAITING = 16;

  private final String queue;
  private final ThreadPoolExecutor threads;

  /**
   * @param queue what waits in it, for messages
   * @param count of threads, at least 1
   */
  Pool(String queue, int count) {
    this.queue = queue;
    threads =
        new ThreadPoolExecutor(
            count,
            count,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(WAITING),
            work -> {
              Thread thread = new Thread(work, "plumbline-trainer-" + queue);
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Has {@code work} done, behind what waits.
   *
   * @throws Refusal if too much waits, or the pool closes
   */
  void execute(Runnable work) {
    try {
      threads.execute(work);
    } catch (RejectedExecutionException e) {
      throw threads.isShutdown() ? Refusal.closing() : Refusal.busy(queue, WAITING);
    }
  }

  /** Takes {@code work} out of the queue, if it still waits. */
  void withdraw(Runnable work) {
    threads.remove(work);
  }

  /**
   * For whoever alone adds to the queue: what is added now is not refused for want of room.
   *
   * @throws Refusal if it would be
   */
  void requireRoom() {
    if (threads.getQueue().remainingCapacity() == 0) {
      throw Refusal.busy(queue, WAITING);
    }
  }

  /** Takes no more work, and waits until what is there is done. */
  @Override
  public void close() {
    Workers.finish(threads);
  }
}
