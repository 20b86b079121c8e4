package io.plumbline.trainer.environments;

import io.grpc.Status;
import io.plumbline.client.EnvironmentClient;
import io.plumbline.client.EnvironmentException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Makes a call again for as long as the server is away or busy. Every call of the contract may be
 * repeated: a step is a pure function of handle and action, and a reset only signs handles.
 */
record Patience(EnvironmentClient client, RetryPolicy policy, Consumer<String> progress) {

  /**
   * The answer to {@code call}.
   *
   * @throws EnvironmentException what the server refused, and would refuse again
   * @throws EnvironmentUnavailableException once the policy's limit has passed
   */
  <R> R call(Supplier<R> call) throws InterruptedException {
    long failedAt = 0;
    Duration wait = Duration.ZERO; // as long as nothing has failed
    while (true) {
      try {
        R answer = call.get();
        if (!wait.isZero()) {
          say("answers again after " + seconds(since(failedAt)));
        }
        return answer;
      } catch (EnvironmentException e) {
        if (Thread.interrupted()) { // which cancels a call that runs
          throw new InterruptedException();
        }
        if (!e.isTransient()) {
          throw e;
        }
        if (wait.isZero()) {
          failedAt = System.nanoTime();
          wait = policy.firstWait();
        }
        waitOnce(e, since(failedAt), wait);
        wait = shorter(wait.multipliedBy(2), policy.longestWait());
      }
    }
  }

  private void waitOnce(EnvironmentException e, Duration away, Duration wait)
      throws InterruptedException {
    Duration left = policy.giveUpAfter().minus(away);
    if (left.isNegative() || left.isZero()) {
      throw new EnvironmentUnavailableException(
          "environment server at "
              + client.address()
              + ": no answer for "
              + seconds(away)
              + ", given up (last: "
              + e.getMessage()
              + ")",
          e);
    }
    boolean busy = e.code() == Status.Code.RESOURCE_EXHAUSTED;
    say(
        (busy ? "busy" : "unavailable")
            + " for "
            + seconds(away)
            + ", waiting (giving up after "
            + seconds(policy.giveUpAfter())
            + ")");
    Duration asked = e.retryAfter().orElse(Duration.ZERO);
    Duration longer = asked.compareTo(wait) > 0 ? asked : wait;
    TimeUnit.NANOSECONDS.sleep(shorter(longer, left).toNanos());
  }

  /** A line for whoever watches the run. */
  void say(String what) {
    progress.accept("plumbline: server at " + client.address() + " " + what);
  }

  private static Duration since(long nanoTime) {
    return Duration.ofNanos(System.nanoTime() - nanoTime);
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private static String seconds(Duration duration) {
    return duration.toSeconds() + " s";
  }
}
