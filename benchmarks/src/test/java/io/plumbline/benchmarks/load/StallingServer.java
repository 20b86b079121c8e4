package io.plumbline.benchmarks.load;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.plumbline.env.v1.EnvironmentServiceGrpc.EnvironmentServiceImplBase;
import io.plumbline.env.v1.StepRequest;
import io.plumbline.env.v1.StepResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers steps at once but for one, at which it stops answering any for a while. */
final class StallingServer extends EnvironmentServiceImplBase implements AutoCloseable {
  static final int STALL_MILLIS = 400;

  private final AtomicInteger steps = new AtomicInteger();
  private final int stallAt;
  private final Server server;

  StallingServer(int stallAt) throws IOException {
    this.stallAt = stallAt;
    this.server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .directExecutor()
            .addService(this)
            .build()
            .start();
  }

  String target() {
    return "127.0.0.1:" + server.getPort();
  }

  @Override
  public void step(StepRequest request, StreamObserver<StepResponse> observer) {
    if (steps.incrementAndGet() == stallAt) {
      try {
        Thread.sleep(STALL_MILLIS); // on the event loop: everybody waits
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    observer.onNext(StepResponse.getDefaultInstance());
    observer.onCompleted();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
