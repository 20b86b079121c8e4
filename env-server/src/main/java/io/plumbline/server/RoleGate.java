package io.plumbline.server;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Turns away whose role is too low for a whole service. Behind {@link Authentication}. */
final class RoleGate implements ServerInterceptor {
  private final Role least;
  private final Metrics metrics;

  RoleGate(Role least, Metrics metrics) {
    this.least = least;
    this.metrics = metrics;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    Principal caller = Authentication.caller();
    try {
      if (caller.role().compareTo(least) < 0) {
        throw Refusal.of(
            Status.Code.PERMISSION_DENIED,
            field(call),
            "asked for by " + caller.name() + ", " + caller.role().withArticle(),
            "the request of " + whoMay());
      }
      if (caller.meter().countsRequests()) {
        caller.meter().take(1, 0);
      }
    } catch (Refusal e) {
      metrics.refused(e);
      StatusException status = e.asStatus();
      call.close(status.getStatus(), status.getTrailers());
      return new ServerCall.Listener<>() {};
    }
    return next.startCall(call, headers);
  }

  private String whoMay() {
    return Arrays.stream(Role.values())
        .filter(role -> role.compareTo(least) >= 0)
        .map(Role::withArticle)
        .collect(Collectors.joining(" or "));
  }

  /** {@code StartRun} as {@code start_run}. */
  private static String field(ServerCall<?, ?> call) {
    return String.valueOf(call.getMethodDescriptor().getBareMethodName())
        .replaceAll("(?<=.)([A-Z])", "_$1")
        .toLowerCase(Locale.ROOT);
  }
}
