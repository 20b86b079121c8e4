package io.plumbline.server;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.plumbline.env.v1.RolloutRequest;
import io.plumbline.env.v1.RolloutResponse;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The streams that are open, so that a server that drains can end them. */
final class RolloutStreams {
  private final GradingPool pool;
  private final Set<RolloutStream> open = ConcurrentHashMap.newKeySet();
  private volatile boolean draining;

  RolloutStreams(GradingPool pool) {
    this.pool = pool;
  }

  StreamObserver<RolloutRequest> open(
      ServerCallStreamObserver<RolloutResponse> replies,
      Function<RolloutRequest, CompletableFuture<RolloutResponse>> answers) {
    RolloutStream stream = new RolloutStream(replies, answers, pool, open::remove);
    open.add(stream);
    stream.begin();
    if (draining) { // it came between the drain and the end of its connection
      stream.drain();
    }
    return stream;
  }

  int open() {
    return open.size();
  }

  /** Ends each once it has answered what it has read. */
  void drain() {
    draining = true;
    open.forEach(RolloutStream::drain);
  }
}
