package io.plumbline.client;

import io.plumbline.env.v1.ResetRequest;
import io.plumbline.env.v1.ResetResponse;
import io.plumbline.env.v1.StepRequest;
import io.plumbline.env.v1.StepResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * {@link AsyncRollout} for threads: where as many requests as the window has wait for their
 * replies, the next has its caller wait. Thread-safe.
 */
public final class Rollout implements AutoCloseable {
  private final AsyncRollout stream;
  private final Semaphore window;

  Rollout(AsyncRollout stream, int window) {
    this.stream = stream;
    this.window = new Semaphore(window);
  }

  /** Starts a group of attempts at one task. */
  public CompletableFuture<ResetResponse> reset(ResetRequest request) throws InterruptedException {
    window.acquire();
    return stream.reset(request, window::release);
  }

  /** Takes a step. */
  public CompletableFuture<StepResponse> step(StepRequest request) throws InterruptedException {
    window.acquire();
    return stream.step(request, window::release);
  }

  /** Takes no more; what waits is still answered. */
  @Override
  public void close() {
    stream.close();
  }
}
