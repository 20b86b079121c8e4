package io.plumbline.client;

import io.grpc.Status;
import io.grpc.SynchronizationContext;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.plumbline.env.v1.EnvironmentServiceGrpc;
import io.plumbline.env.v1.ResetRequest;
import io.plumbline.env.v1.ResetResponse;
import io.plumbline.env.v1.RolloutRequest;
import io.plumbline.env.v1.RolloutResponse;
import io.plumbline.env.v1.StepRequest;
import io.plumbline.env.v1.StepResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Resets and steps on one stream, each answered as it finishes. Thread-safe.
 *
 * <p>At most a window of requests waits for replies; later ones wait here for their turn, in order.
 * A stream that breaks or falls silent is opened again and what had no reply is sent again, with
 * the outcome that it would have had. A future fails with an {@link EnvironmentException}: its own
 * refusal, or the end of the stream where no server came back in time, which ends the rollout.
 *
 * <p>What depends on a future runs on a thread that sends or reads and must not wait there.
 */
public final class AsyncRollout implements AutoCloseable {
  private final Connection connection;
  private final Duration timeout;
  private final Retry retry;
  private final int window;

  /** Runs one thing at a time, whichever thread brings it. All below is touched there alone. */
  private final SynchronizationContext state =
      new SynchronizationContext((thread, error) -> endWith(EnvironmentException.of(error)));

  /** Those that were sent, by id. Ids are never used again: a late reply is nobody else's. */
  private final Map<Long, Request<?>> sent = new LinkedHashMap<>();

  private final Deque<Request<?>> behind = new ArrayDeque<>();
  private long ids;
  private @Nullable Stream stream;
  private @Nullable Tries tries;
  private boolean waitingToOpen;
  private boolean watched;
  private long lastReply;
  private @Nullable EnvironmentException end;

  private volatile boolean closed;

  AsyncRollout(Connection connection, Duration timeout, Retry retry, int window) {
    if (window < 1) {
      throw new IllegalArgumentException("window: " + window + " (expected: at least 1)");
    }
    this.connection = connection;
    this.timeout = timeout;
    this.retry = retry;
    this.window = window;
  }

  /** Starts a group of attempts at one task. */
  public CompletableFuture<ResetResponse> reset(ResetRequest request) {
    return reset(request, () -> {});
  }

  /** Takes a step. */
  public CompletableFuture<StepResponse> step(StepRequest request) {
    return step(request, () -> {});
  }

  /** The same; runs {@code left} before its future is done. */
  CompletableFuture<ResetResponse> reset(ResetRequest request, Runnable left) {
    return add(RolloutRequest.newBuilder().setReset(request), RolloutResponse::getReset, left);
  }

  CompletableFuture<StepResponse> step(StepRequest request, Runnable left) {
    return add(RolloutRequest.newBuilder().setStep(request), RolloutResponse::getStep, left);
  }

  private <T> CompletableFuture<T> add(
      RolloutRequest.Builder message, Function<RolloutResponse, T> value, Runnable left) {
    if (closed) {
      left.run();
      throw new IllegalStateException("the rollout is closed");
    }
    Request<T> request = new Request<>(message, value, left, new Tries(retry));
    state.execute(
        () -> {
          if (end != null) {
            request.fail(end);
          } else {
            behind.add(request);
            sendBehind();
          }
        });
    return request.future;
  }

  /** Takes no more; what waits is still answered. */
  @Override
  public void close() {
    closed = true;
    state.execute(this::completeIfDone);
  }

  private void completeIfDone() {
    if (closed && sent.isEmpty() && behind.isEmpty() && stream != null) {
      stream.requests.onCompleted();
      stream = null;
    }
  }

  private void sendBehind() {
    while (!behind.isEmpty() && sent.size() < window) {
      Request<?> request = behind.remove();
      if (sent.isEmpty()) {
        lastReply = System.nanoTime();
      }
      request.message.setId(++ids);
      sent.put(ids, request);
      send(request);
    }
  }

  private void send(Request<?> request) {
    if (waitingToOpen) {
      return; // then it is sent with the others
    }
    if (stream == null) {
      stream = new Stream();
    }
    stream.requests.onNext(request.message.build());
    watch();
  }

  private void replied(RolloutResponse reply) {
    Request<?> request = sent.get(reply.getId());
    if (request == null) {
      return; // to what nobody asked: no sign that the others will be answered
    }
    lastReply = System.nanoTime();
    tries = null;
    if (!reply.hasError()) {
      leave(reply.getId());
      request.complete(reply);
      return;
    }
    EnvironmentException refused = EnvironmentException.of(reply.getError());
    Optional<Duration> wait = request.tries.waitAfter(refused);
    if (wait.isEmpty()) {
      leave(reply.getId());
      request.fail(refused);
      return;
    }
    request.resting = true;
    var unused = Clock.after(wait.get(), () -> state.execute(() -> wake(reply.getId())));
  }

  private void leave(long id) {
    sent.remove(id);
    sendBehind();
    completeIfDone();
  }

  private void wake(long id) {
    Request<?> request = sent.get(id);
    if (request != null) {
      request.resting = false;
      lastReply = System.nanoTime();
      send(request);
    }
  }

  private void broken(Stream which, EnvironmentException e) {
    if (stream != which) {
      return; // of which nothing is expected any more
    }
    stream = null;
    connection.failed(which.generation, e);
    if (sent.isEmpty() && e.isTransient()) {
      return; // the next request opens one
    }
    tries = tries == null ? new Tries(retry) : tries;
    Optional<Duration> wait = connection.isClosed() ? Optional.empty() : tries.waitAfter(e);
    if (wait.isEmpty()) {
      endWith(e);
      return;
    }
    waitingToOpen = true;
    var unused = Clock.after(wait.get(), () -> state.execute(this::openAgain));
  }

  private void openAgain() {
    waitingToOpen = false;
    lastReply = System.nanoTime();
    List.copyOf(sent.values()).stream().filter(request -> !request.resting).forEach(this::send);
  }

  /** Looks, once the stream may have been silent for too long, whether it has. */
  private void watch() {
    if (!watched) {
      watched = true;
      Duration left = timeout.minusNanos(System.nanoTime() - lastReply);
      var unused = Clock.after(left, () -> state.execute(this::look));
    }
  }

  private void look() {
    watched = false;
    if (stream == null || sent.values().stream().allMatch(request -> request.resting)) {
      return; // whatever is sent next is watched
    }
    if (System.nanoTime() - lastReply < timeout.toNanos()) {
      watch();
      return;
    }
    Stream silent = stream;
    Status why = Status.DEADLINE_EXCEEDED.withDescription("no reply within " + timeout);
    broken(silent, EnvironmentException.of(why.asRuntimeException()));
    silent.requests.cancel("silent", null);
  }

  private void endWith(EnvironmentException why) {
    end = why;
    List<Request<?>> left = new ArrayList<>(sent.values());
    left.addAll(behind);
    sent.clear();
    behind.clear();
    left.forEach(request -> request.fail(why));
  }

  private static final class Request<T> {
    final CompletableFuture<T> future = new CompletableFuture<>();
    final RolloutRequest.Builder message;
    final Tries tries;
    private final Function<RolloutResponse, T> value;
    private final Runnable left;

    /** The server turned it away for the moment. */
    boolean resting;

    Request(
        RolloutRequest.Builder message,
        Function<RolloutResponse, T> value,
        Runnable left,
        Tries tries) {
      this.message = message;
      this.value = value;
      this.left = left;
      this.tries = tries;
    }

    void complete(RolloutResponse reply) {
      left.run();
      future.complete(value.apply(reply));
    }

    void fail(EnvironmentException why) {
      left.run();
      future.completeExceptionally(why);
    }
  }

  private final class Stream implements StreamObserver<RolloutResponse> {
    final int generation = connection.generation();
    final ClientCallStreamObserver<RolloutRequest> requests =
        (ClientCallStreamObserver<RolloutRequest>)
            EnvironmentServiceGrpc.newStub(connection.channel()).rollout(this);

    @Override
    public void onNext(RolloutResponse reply) {
      state.execute(() -> replied(reply));
    }

    @Override
    public void onError(Throwable t) {
      state.execute(() -> broken(this, EnvironmentException.of(t)));
    }

    @Override
    public void onCompleted() {
      onError(Status.UNAVAILABLE.withDescription("the stream has ended").asRuntimeException());
    }
  }
}
