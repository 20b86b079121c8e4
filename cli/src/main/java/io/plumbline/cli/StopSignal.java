package io.plumbline.cli;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Ctrl-C and SIGTERM while native code computes: the process must not end under it. The signal is
 * only noted, the work stops where it can, and then the process ends.
 */
final class StopSignal implements AutoCloseable {
  /** Longer than an update learns, shorter than an impatient supervisor waits. */
  private static final int GRACE_SECONDS = 30;

  private final CountDownLatch left = new CountDownLatch(1);
  private final Thread hook = new Thread(this::end, "plumbline-stop");
  private volatile boolean raised;

  private StopSignal() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** What may be stopped. */
  interface Work {
    /**
     * Does it, or as much as it can before a signal.
     *
     * @param stop true once a signal came; the work then throws {@link CancellationException}
     */
    void run(BooleanSupplier stop) throws IOException, InterruptedException;
  }

  /**
   * Does {@code work} and heeds signals meanwhile.
   *
   * @param stopped called if the work was stopped, before the process ends
   * @return the command's exit code
   */
  static int heed(Work work, Runnable stopped) throws IOException, InterruptedException {
    try (StopSignal signal = new StopSignal()) {
      try {
        work.run(() -> signal.raised);
        return ExitCodes.OK;
      } catch (CancellationException e) {
        if (!signal.raised) {
          throw e;
        }
        stopped.run();
        return ExitCodes.STOPPED;
      }
    }
  }

  /** Runs when the process is asked to end, and ends it. */
  private void end() {
    raised = true;
    try {
      left.await(GRACE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      // nobody interrupts it; it would be time to go
    }
    Runtime.getRuntime().halt(ExitCodes.STOPPED);
  }

  @Override
  public void close() {
    left.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the process is ending, by the hook
    }
  }
}
