package io.plumbline.server;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/** Counts and times calls, whoever ends them. */
final class CallMetrics implements ServerInterceptor {
  private final Metrics metrics;

  CallMetrics(Metrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    Timed<Q, R> timed = new Timed<>(call);
    return new SimpleForwardingServerCallListener<>(next.startCall(timed, headers)) {
      @Override
      public void onCancel() {
        timed.ended(Status.Code.CANCELLED);
        super.onCancel();
      }
    };
  }

  private final class Timed<Q, R> extends SimpleForwardingServerCall<Q, R> {
    private final long start = System.nanoTime();
    private boolean ended;

    Timed(ServerCall<Q, R> call) {
      super(call);
    }

    @Override
    public void close(Status status, Metadata trailers) {
      ended(status.getCode());
      super.close(status, trailers);
    }

    /** Once: a call that was cancelled may be closed all the same. */
    private synchronized void ended(Status.Code code) {
      if (!ended) {
        ended = true;
        String rpc = String.valueOf(getMethodDescriptor().getBareMethodName());
        metrics.called(rpc, code, System.nanoTime() - start);
      }
    }
  }
}
