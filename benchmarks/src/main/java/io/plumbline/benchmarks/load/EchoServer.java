package io.plumbline.benchmarks.load;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.plumbline.env.v1.EnvironmentServiceGrpc.EnvironmentServiceImplBase;
import io.plumbline.env.v1.RolloutRequest;
import io.plumbline.env.v1.RolloutResponse;
import io.plumbline.env.v1.StepBatchRequest;
import io.plumbline.env.v1.StepBatchResponse;
import io.plumbline.env.v1.StepRequest;
import io.plumbline.env.v1.StepResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Answers the calls of the load with fixed replies, whatever they ask: what gRPC costs, its reading
 * and writing of messages included, when nothing is done.
 */
final class EchoServer extends EnvironmentServiceImplBase implements AutoCloseable {
  private static final int MAX_MESSAGE_BYTES = 16 << 20;

  private final StepResponse reply;
  private final StepBatchResponse replies;
  private final Server server;

  private EchoServer(StepBatchResponse replies) throws IOException {
    this.reply = replies.getResults(0).getResponse();
    this.replies = replies;
    this.server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .directExecutor()
            .maxInboundMessageSize(MAX_MESSAGE_BYTES)
            .addService(this)
            .build();
  }

  /**
   * @param replies to every batch; the first is that to every step
   */
  static EchoServer start(StepBatchResponse replies) throws IOException {
    EchoServer echo = new EchoServer(replies);
    echo.server.start();
    return echo;
  }

  int port() {
    return server.getPort();
  }

  @Override
  public void step(StepRequest request, StreamObserver<StepResponse> observer) {
    observer.onNext(reply);
    observer.onCompleted();
  }

  @Override
  public void stepBatch(StepBatchRequest request, StreamObserver<StepBatchResponse> observer) {
    observer.onNext(replies);
    observer.onCompleted();
  }

  @Override
  public StreamObserver<RolloutRequest> rollout(StreamObserver<RolloutResponse> observer) {
    return new StreamObserver<>() {
      @Override
      public void onNext(RolloutRequest request) {
        observer.onNext(RolloutResponse.newBuilder().setId(request.getId()).setStep(reply).build());
      }

      @Override
      public void onError(Throwable cancelled) {}

      @Override
      public void onCompleted() {
        observer.onCompleted();
      }
    };
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
