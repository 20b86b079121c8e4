package io.plumbline.benchmarks.hostile;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.plumbline.client.EnvironmentClient;
import io.plumbline.client.EnvironmentException;
import io.plumbline.client.Retry;
import io.plumbline.client.Rollout;
import io.plumbline.env.v1.StepRequest;
import io.plumbline.env.v1.StepResponse;
import io.plumbline.env.v1.StepResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A client that does all as it should, and looks at every byte of what it gets. */
final class Steady {
  private static final long PATIENCE_SECONDS = 30;

  private final ManagedChannel channel;
  private final KnownSteps known;
  private final Tally tally;
  private long replies;
  private long refusals;
  private long slowestNanos;
  private volatile boolean ended;

  Steady(ManagedChannel channel, KnownSteps known, Tally tally) {
    this.channel = channel;
    this.known = known;
    this.tally = tally;
  }

  /** Unary, batch and stream in turns until it is told to end. */
  void run() {
    EnvironmentClient client = new EnvironmentClient(channel).withRetry(Retry.NONE);
    try (Rollout rollout = client.rollout(known.size())) {
      while (!ended) {
        round(client, rollout);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      tally.fault("a well-behaved client could not go on: " + e);
    }
  }

  void end() {
    ended = true;
  }

  private void round(EnvironmentClient client, Rollout rollout)
      throws InterruptedException, ExecutionException, TimeoutException {
    for (int i = 0; i < known.size(); i++) {
      long start = System.nanoTime();
      try {
        verify(i, client.step(known.steps().get(i)));
      } catch (EnvironmentException e) {
        refused(e);
      }
      slowestNanos = Math.max(slowestNanos, System.nanoTime() - start);
    }
    List<StepResult> batch = client.stepBatch(known.steps());
    List<CompletableFuture<StepResponse>> stream = new ArrayList<>();
    for (StepRequest step : known.steps()) {
      stream.add(rollout.step(step));
    }
    for (int i = 0; i < known.size(); i++) {
      verify(i, batch.get(i).getResponse());
      verify(i, stream.get(i).get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }
  }

  private void verify(int number, StepResponse reply) {
    replies++;
    if (!reply.toByteString().equals(known.replies().get(number).toByteString())) {
      tally.fault("a well-behaved client got another reply than before: " + reply);
    }
  }

  /** Overload may turn anybody away for the moment. */
  private void refused(EnvironmentException e) {
    refusals++;
    if (e.code() != Status.Code.RESOURCE_EXHAUSTED || e.retryAfter().isEmpty()) {
      tally.fault("a well-behaved client was refused: " + e.getMessage());
    }
  }

  /** Once it has ended. */
  String summary() {
    return String.format(
        java.util.Locale.ROOT,
        "a well-behaved client meanwhile: %,d replies as before, %d refused for the moment; the"
            + " slowest call took %.1f ms",
        replies,
        refusals,
        slowestNanos / 1e6);
  }
}
