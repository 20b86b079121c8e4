package io.plumbline.trainer.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Threads that compute. Native code reads memory that Java frees: none runs any more once {@link
 * #all} has thrown what a task threw, or {@link #close} has returned.
 */
public final class Workers implements AutoCloseable {
  private final ExecutorService threads;

  /**
   * @param count at least 1
   * @param gradients as of {@link Torch#enterThread}
   */
  public Workers(String name, int count, boolean gradients) {
    threads =
        Executors.newFixedThreadPool(
            count,
            work -> {
              Thread thread =
                  new Thread(
                      () -> {
                        Torch.enterThread(gradients);
                        work.run();
                      },
                      name);
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Runs tasks to their end, whatever becomes of the others.
   *
   * @return what they returned, in their order
   * @throws CancellationException if this thread is interrupted; tasks may still run
   * @throws RuntimeException what the first task in order that failed threw
   */
  public <T> List<T> all(List<? extends Callable<T>> tasks) {
    List<T> results = new ArrayList<>();
    try {
      for (Future<T> done : threads.invokeAll(tasks)) {
        results.add(done.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
    return results;
  }

  /** Waits for what still runs, even if this thread is interrupted. */
  @Override
  public void close() {
    finish(threads);
  }

  /**
   * Has threads take no more work, and waits for what they have, even if this one is interrupted.
   */
  public static void finish(ExecutorService threads) {
    threads.shutdown();
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = threads.awaitTermination(1, TimeUnit.DAYS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
