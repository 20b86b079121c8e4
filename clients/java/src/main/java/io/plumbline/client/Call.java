package io.plumbline.client;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One request, sent again until it is answered, refused for good or given up. Cancelling its future
 * cancels what is under way.
 */
final class Call<Q, R, T> {
  private final Connection connection;
  private final Duration timeout;
  private final Tries tries;
  private final MethodDescriptor<Q, R> method;
  private final Q request;
  private final Function<R, T> value;
  private final Promise<T> reply = new Promise<>();

  private Call(
      Connection connection,
      Duration timeout,
      Retry retry,
      MethodDescriptor<Q, R> method,
      Q request,
      Function<R, T> value) {
    this.connection = connection;
    this.timeout = timeout;
    this.tries = new Tries(retry);
    this.method = method;
    this.request = request;
    this.value = value;
  }

  /**
   * Sends a request.
   *
   * @param timeout of each try
   * @return the value of its reply, or an {@link EnvironmentException}
   */
  static <Q, R, T> CompletableFuture<T> send(
      Connection connection,
      Duration timeout,
      Retry retry,
      MethodDescriptor<Q, R> method,
      Q request,
      Function<R, T> value) {
    Call<Q, R, T> call = new Call<>(connection, timeout, retry, method, request, value);
    call.send();
    return call.reply;
  }

  private void send() {
    int generation = connection.generation();
    ClientCall<Q, R> call =
        connection
            .channel()
            .newCall(
                method,
                CallOptions.DEFAULT.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS));
    ClientCalls.asyncUnaryCall(call, request, new Reply(generation));
    reply.endsBy(() -> call.cancel("nobody waits for the reply", null));
  }

  private void failed(int generation, EnvironmentException e) {
    connection.failed(generation, e);
    Optional<Duration> wait =
        reply.isDone() || connection.isClosed() ? Optional.empty() : tries.waitAfter(e);
    if (wait.isEmpty()) {
      reply.completeExceptionally(e);
      return;
    }
    var unused = Clock.after(wait.get(), this::sendAgain);
  }

  private void sendAgain() {
    if (!reply.isDone()) {
      try {
        send();
      } catch (RuntimeException e) { // or nobody would hear of it
        reply.completeExceptionally(e);
      }
    }
  }

  private final class Reply implements StreamObserver<R> {
    private final int generation;
    private @Nullable R message;

    Reply(int generation) {
      this.generation = generation;
    }

    @Override
    public void onNext(R message) {
      this.message = message;
    }

    @Override
    public void onError(Throwable t) {
      failed(generation, EnvironmentException.of(t));
    }

    @Override
    public void onCompleted() {
      if (message == null) {
        onError(Status.INTERNAL.withDescription("no reply").asRuntimeException());
        return;
      }
      reply.complete(value.apply(message));
    }
  }
}
