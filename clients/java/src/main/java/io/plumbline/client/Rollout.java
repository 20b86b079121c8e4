package io.plumbline.client;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.plumbline.env.v1.EnvironmentServiceGrpc.EnvironmentServiceStub;
import io.plumbline.env.v1.ResetRequest;
import io.plumbline.env.v1.ResetResponse;
import io.plumbline.env.v1.RolloutRequest;
import io.plumbline.env.v1.RolloutResponse;
import io.plumbline.env.v1.StepRequest;
import io.plumbline.env.v1.StepResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Resets and steps on one stream, each answered as it finishes. Thread-safe. A future fails with an
 * {@link EnvironmentException}: its own refusal, or the end of the stream, which fails all that
 * wait; a step that was not answered can be taken again on another stream, with the same outcome.
 *
 * <p>What depends on a future runs on the thread that reads the stream and must not wait there.
 */
public final class Rollout implements AutoCloseable {
  private final Semaphore window;
  private final Map<Long, CompletableFuture<RolloutResponse>> waiting = new ConcurrentHashMap<>();
  private final StreamObserver<RolloutRequest> requests;

  // Guarded by this.
  private long ids;
  private boolean closed;
  private @Nullable EnvironmentException end;

  Rollout(EnvironmentServiceStub stub, int window) {
    if (window < 1) {
      throw new IllegalArgumentException("window: " + window + " (expected: at least 1)");
    }
    this.window = new Semaphore(window);
    this.requests = stub.rollout(new Replies());
  }

  /**
   * Starts a group of attempts at one task. Waits while as many requests as the window has wait for
   * their replies.
   */
  public CompletableFuture<ResetResponse> reset(ResetRequest request) throws InterruptedException {
    return send(RolloutRequest.newBuilder().setReset(request)).thenApply(RolloutResponse::getReset);
  }

  /** Takes a step; waits as {@link #reset} does. */
  public CompletableFuture<StepResponse> step(StepRequest request) throws InterruptedException {
    return send(RolloutRequest.newBuilder().setStep(request)).thenApply(RolloutResponse::getStep);
  }

  private CompletableFuture<RolloutResponse> send(RolloutRequest.Builder request)
      throws InterruptedException {
    window.acquire();
    CompletableFuture<RolloutResponse> reply = new CompletableFuture<>();
    synchronized (this) {
      if (closed) {
        window.release();
        throw new IllegalStateException("the rollout is closed");
      }
      if (end != null) {
        window.release();
        reply.completeExceptionally(end);
        return reply;
      }
      long id = ++ids;
      waiting.put(id, reply);
      requests.onNext(request.setId(id).build());
    }
    return reply;
  }

  /** Sends no more; what waits is still answered. */
  @Override
  public synchronized void close() {
    if (!closed && end == null) {
      requests.onCompleted();
    }
    closed = true;
  }

  private final class Replies implements StreamObserver<RolloutResponse> {

    @Override
    public void onNext(RolloutResponse reply) {
      CompletableFuture<RolloutResponse> future = waiting.remove(reply.getId());
      if (future == null) {
        return; // to what nobody asked
      }
      window.release();
      if (reply.hasError()) {
        future.completeExceptionally(EnvironmentException.of(reply.getError()));
      } else {
        future.complete(reply);
      }
    }

    @Override
    public void onError(Throwable t) {
      ended(EnvironmentException.of(Status.fromThrowable(t).asRuntimeException(trailers(t))));
    }

    @Override
    public void onCompleted() {
      ended(
          EnvironmentException.of(
              Status.UNAVAILABLE.withDescription("the stream has ended").asRuntimeException()));
    }

    private static @Nullable Metadata trailers(Throwable t) {
      return t instanceof StatusRuntimeException e ? e.getTrailers() : null;
    }

    private void ended(EnvironmentException why) {
      synchronized (Rollout.this) {
        end = why;
      }
      List<CompletableFuture<RolloutResponse>> left = List.copyOf(waiting.values());
      waiting.clear();
      window.release(left.size());
      left.forEach(future -> future.completeExceptionally(why));
    }
  }
}
