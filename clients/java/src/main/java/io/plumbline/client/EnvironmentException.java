package io.plumbline.client;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.plumbline.env.v1.Error;
import io.plumbline.env.v1.ErrorTrailer;
import java.io.Serial;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The server refused a request, or could not be reached. */
public final class EnvironmentException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final Status.Code code;
  private final transient Error error;

  private EnvironmentException(
      Status.Code code, Error error, @Nullable StatusRuntimeException cause) {
    super(code + ": " + error.getMessage(), cause);
    this.code = code;
    this.error = error;
  }

  static EnvironmentException of(StatusRuntimeException e) {
    Status.Code code = isCutOff(e.getStatus()) ? Status.Code.UNAVAILABLE : e.getStatus().getCode();
    Metadata trailers = e.getTrailers();
    Error error = trailers == null ? null : trailers.get(ErrorTrailer.KEY);
    if (error == null) {
      error = Error.newBuilder().setMessage(description(e.getStatus())).build();
    }
    return new EnvironmentException(code, error, e);
  }

  /** gRPC ends a call with UNKNOWN, too, where its connection goes away at the wrong moment. */
  private static boolean isCutOff(Status status) {
    return status.getCode() == Status.Code.UNKNOWN
        && status.getCause() instanceof ClosedChannelException;
  }

  /** The refusal of one item of a batch. */
  public static EnvironmentException of(Error error) {
    return new EnvironmentException(Status.fromCodeValue(error.getCode()).getCode(), error, null);
  }

  /** The transport says {@code io exception}; what happened stands in the cause. */
  private static String description(Status status) {
    String description = status.getDescription() == null ? "" : status.getDescription();
    Throwable cause = status.getCause();
    return cause == null || cause.getMessage() == null
        ? description
        : description + ": " + cause.getMessage();
  }

  /** The gRPC status. */
  public Status.Code code() {
    return code;
  }

  /** The field at fault as the request spells it; empty where none is. */
  public String field() {
    return error.getField();
  }

  /** When to try again, where that may help. */
  public Optional<Duration> retryAfter() {
    if (!error.hasRetryAfter()) {
      return Optional.empty();
    }
    return Optional.of(
        Duration.ofSeconds(error.getRetryAfter().getSeconds(), error.getRetryAfter().getNanos()));
  }
}
