package io.plumbline.client;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.plumbline.env.v1.Error;
import io.plumbline.env.v1.ErrorTrailer;
import java.io.Serial;
import java.time.Duration;
import java.util.Optional;

/** The server refused a request, or could not be reached. */
public final class EnvironmentException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final Status.Code code;
  private final transient Error error;

  private EnvironmentException(Status.Code code, Error error, StatusRuntimeException cause) {
    super(code + ": " + error.getMessage(), cause);
    this.code = code;
    this.error = error;
  }

  static EnvironmentException of(StatusRuntimeException e) {
    Status.Code code = e.getStatus().getCode();
    Metadata trailers = e.getTrailers();
    Error error = trailers == null ? null : trailers.get(ErrorTrailer.KEY);
    if (error == null) {
      String description = e.getStatus().getDescription();
      error = Error.newBuilder().setMessage(description == null ? "" : description).build();
    }
    return new EnvironmentException(code, error, e);
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
