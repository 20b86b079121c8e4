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

  /** Lets these in from now on; calls that run go on. */
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
    Optional<String> header = Optional.ofNullable(headers.get(HEADER));
    Optional<String> token =
        header
            .filter(text -> text.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
            .map(text -> text.substring(SCHEME.length()).strip());
    Optional<Principal> caller = token.flatMap(access::holder);
    if (caller.isEmpty()) {
      // Says nothing of the value: it may be somebody's token for another server.
      return refuse(
          call,
          Refusal.of(
              Status.Code.UNAUTHENTICATED,
              "authorization",
              header.isEmpty() ? "absent" : token.isEmpty() ? "another scheme" : "an unknown token",
              "Bearer and a token of this server"));
    }
    Context context = Context.current().withValue(CALLER, caller.get());
    Meter meter = caller.get().meter();
    if (!meter.countsCalls()) {
      return Contexts.interceptCall(context, call, headers, next);
    }
    try {
      meter.enter();
    } catch (Refusal e) {
      return refuse(call, e);
    }
    return new SimpleForwardingServerCallListener<>(
        Contexts.interceptCall(context, call, headers, next)) {
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

  private <Q, R> ServerCall.Listener<Q> refuse(ServerCall<Q, R> call, Refusal refusal) {
    metrics.refused(refusal);
    StatusException status = refusal.asStatus();
    call.close(status.getStatus(), status.getTrailers());
    return new ServerCall.Listener<>() {};
  }
}
