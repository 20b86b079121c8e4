package io.plumbline.server;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusException;
import java.util.Optional;

/** Finds out who calls, from the header {@code authorization: Bearer TOKEN}. */
final class Authentication implements ServerInterceptor {
  private static final Metadata.Key<String> HEADER =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final String SCHEME = "Bearer ";
  private static final String UNKNOWN = "an unknown token";
  private static final Context.Key<Principal> CALLER =
      Context.keyWithDefault("caller", Principal.LOCAL);

  private final Metrics metrics;
  private volatile Access access;

  Authentication(Access access, Metrics metrics) {
    this.metrics = metrics;
    this.access = access;
  }

  /** Whether whoever reaches the server may call. */
  boolean isOpen() {
    return access.isLocal();
  }

  /** Lets these in from now on; a stream of others ends at its next request. */
  void use(Access anew) {
    access = anew;
  }

  /** Who made the call that this thread is at work on. */
  static Principal caller() {
    return CALLER.get();
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    if (access.isLocal()) {
      return next.startCall(call, headers);
    }
    Access now = access;
    Optional<String> header = Optional.ofNullable(headers.get(HEADER));
    Optional<String> token =
        header
            .filter(text -> text.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
            .map(text -> text.substring(SCHEME.length()).strip());
    Optional<Principal> caller = token.flatMap(now::holder);
    if (caller.isEmpty()) {
      return refuse(
          call,
          unknown(header.isEmpty() ? "absent" : token.isEmpty() ? "another scheme" : UNKNOWN));
    }
    Context context = Context.current().withValue(CALLER, caller.get());
    Meter meter = caller.get().meter();
    if (meter.countsCalls()) {
      try {
        meter.enter();
      } catch (Refusal e) {
        return refuse(call, e);
      }
    }
    ServerCall.Listener<Q> listener = Contexts.interceptCall(context, call, headers, next);
    if (!call.getMethodDescriptor().getType().clientSendsOneMessage()) {
      listener = new Stream<>(listener, call, token.get(), caller.get().role(), now);
    }
    return meter.countsCalls() ? counted(listener, meter) : listener;
  }

  private static <Q> ServerCall.Listener<Q> counted(ServerCall.Listener<Q> listener, Meter meter) {
    return new SimpleForwardingServerCallListener<>(listener) {
      @Override
      public void onComplete() {
        meter.leave();
        super.onComplete();
      }

      @Override
      public void onCancel() {
        meter.leave();
        super.onCancel();
      }
    };
  }

  /** Asks at each request whether its token still opens the server for the same role. */
  private final class Stream<Q> extends SimpleForwardingServerCallListener<Q> {
    private final ServerCall<Q, ?> call;
    private final String token;
    private final Role role;
    private Access known;
    private boolean over;

    Stream(
        ServerCall.Listener<Q> listener,
        ServerCall<Q, ?> call,
        String token,
        Role role,
        Access known) {
      super(listener);
      this.call = call;
      this.token = token;
      this.role = role;
      this.known = known;
    }

    @Override
    public void onMessage(Q message) {
      Access now = access;
      if (now != known) { // by identity: it is replaced as a whole
        known = now;
        if (now.holder(token).filter(holder -> holder.role() == role).isEmpty()) {
          over = true;
          refuse(call, unknown(UNKNOWN));
        }
      }
      if (!over) {
        super.onMessage(message);
      }
    }
  }

  /** Says nothing of the value: it may be somebody's token for another server. */
  private static Refusal unknown(String what) {
    return Refusal.of(
        Status.Code.UNAUTHENTICATED, "authorization", what, "Bearer and a token of this server");
  }

  private <Q, R> ServerCall.Listener<Q> refuse(ServerCall<Q, R> call, Refusal refusal) {
    metrics.refused(refusal);
    StatusException status = refusal.asStatus();
    call.close(status.getStatus(), status.getTrailers());
    return new ServerCall.Listener<>() {};
  }
}
