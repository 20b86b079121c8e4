package io.plumbline.server;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls that wait for news, such as a health watch, and would stay open for as long as the server
 * does. They end with {@code UNAVAILABLE} once it drains, so that only work is waited for.
 */
final class StandingCalls implements ServerInterceptor {
  static final Status DRAINING = Status.UNAVAILABLE.withDescription("the server is shutting down");

  private final Set<Standing<?, ?>> open = ConcurrentHashMap.newKeySet();
  private volatile boolean ended;

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    Standing<Q, R> standing = new Standing<>(call);
    open.add(standing);
    ServerCall.Listener<Q> listener = next.startCall(standing, headers);
    if (ended) { // a call that came between the drain and the end of its connection
      standing.close(DRAINING, new Metadata());
    }
    return new SimpleForwardingServerCallListener<>(listener) {
      @Override
      public void onComplete() {
        open.remove(standing);
        super.onComplete();
      }

      @Override
      public void onCancel() {
        open.remove(standing);
        super.onCancel();
      }
    };
  }

  /** Ends those that are open and those that come. */
  void end() {
    ended = true;
    open.forEach(standing -> standing.close(DRAINING, new Metadata()));
  }

  /** A call that {@link #end} may close while its own handler writes to it: one at a time. */
  private static final class Standing<Q, R> extends SimpleForwardingServerCall<Q, R> {
    private boolean closed;

    Standing(ServerCall<Q, R> call) {
      super(call);
    }

    @Override
    public synchronized void sendHeaders(Metadata headers) {
      if (!closed) {
        super.sendHeaders(headers);
      }
    }

    @Override
    public synchronized void sendMessage(R message) {
      if (!closed) {
        super.sendMessage(message);
      }
    }

    @Override
    public synchronized void close(Status status, Metadata trailers) {
      if (!closed) {
        closed = true;
        super.close(status, trailers);
      }
    }
  }
}
