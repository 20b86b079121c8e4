package io.plumbline.benchmarks.chaos;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import io.plumbline.client.EnvironmentClient;
import io.plumbline.client.Retry;
import io.plumbline.client.Rollout;
import io.plumbline.env.v1.EnvironmentServiceGrpc;
import io.plumbline.env.v1.EnvironmentServiceGrpc.EnvironmentServiceStub;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One player's connection to one replica. */
final class Line implements AutoCloseable {
  private final int port;
  private final Acknowledged acknowledged;
  private ManagedChannel channel;

  Line(Replica replica) {
    this.port = replica.port();
    this.acknowledged = replica.acknowledged();
    this.channel = connect();
  }

  private ManagedChannel connect() {
    return Grpc.newChannelBuilder("127.0.0.1:" + port, InsecureChannelCredentials.create()).build();
  }

  EnvironmentServiceStub stub(long deadlineMillis) {
    channel.resetConnectBackoff(); // or gRPC would wait longer and longer for one that was away
    return EnvironmentServiceGrpc.newStub(channel)
        .withDeadlineAfter(deadlineMillis, TimeUnit.MILLISECONDS);
  }

  /** A stream, which has no deadline: it ends with the replica, or goes on once that does. */
  Rollout rollout(int window) {
    channel.resetConnectBackoff();
    // It is the player who tries again. Closing the client would end the channel.
    return new EnvironmentClient(channel).withRetry(Retry.NONE).rollout(window);
  }

  /** What this replica answered. */
  Acknowledged acknowledged() {
    return acknowledged;
  }

  /** Cuts off what is under way, and begins anew. */
  void hangUp() {
    channel.shutdownNow();
    channel = connect();
  }

  /** The one reply of a call, or its end. */
  static <R> CompletableFuture<R> reply(Consumer<StreamObserver<R>> call) {
    CompletableFuture<R> reply = new CompletableFuture<>();
    call.accept(into(reply));
    return reply;
  }

  static <R> StreamObserver<R> into(CompletableFuture<R> reply) {
    return new StreamObserver<>() {
      @Override
      public void onNext(R value) {
        reply.complete(value);
      }

      @Override
      public void onError(Throwable t) {
        reply.completeExceptionally(t);
      }

      @Override
      public void onCompleted() {
        reply.completeExceptionally(new IllegalStateException("ended without a reply"));
      }
    };
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
