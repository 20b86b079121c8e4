package io.plumbline.client;

import io.grpc.Metadata;
import io.grpc.Status;
import io.plumbline.env.v1.Error;
import io.plumbline.env.v1.ErrorTrailer;
import java.io.Serial;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The server refused a request, or could not be reached. */
public final class EnvironmentException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private static final Pattern FORM =
      Pattern.compile("[^:]*: (?<value>.*) \\(expected: (?<limit>.*)\\)", Pattern.DOTALL);

  private final Status.Code code;
  private final transient Error error;

  private EnvironmentException(Status.Code code, Error error, @Nullable Throwable cause) {
    super(code + ": " + error.getMessage(), cause);
    this.code = code;
    this.error = error;
  }

  /** Why a call or a stream ended. */
  static EnvironmentException of(Throwable t) {
    Status status = Status.fromThrowable(t);
    Status.Code code = isCutOff(status) ? Status.Code.UNAVAILABLE : status.getCode();
    Metadata trailers = Status.trailersFromThrowable(t);
    Error error = trailers == null ? null : trailers.get(ErrorTrailer.KEY);
    if (error == null) {
      error = Error.newBuilder().setMessage(description(status)).build();
    }
    return new EnvironmentException(code, error, t);
  }

  /** The same, for the thread that waited for it. */
  EnvironmentException here() {
    return new EnvironmentException(code, error, this);
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

  /** What was wrong with the field; empty where the message is not of the contract's form. */
  public String value() {
    Matcher matcher = FORM.matcher(error.getMessage());
    return matcher.matches() ? matcher.group("value") : "";
  }

  /** What was expected of the field instead; empty as {@link #value}. */
  public String limit() {
    Matcher matcher = FORM.matcher(error.getMessage());
    return matcher.matches() ? matcher.group("limit") : "";
  }

  /** What the server said, for an item of a batch. */
  Error error() {
    return error.toBuilder().setCode(code.value()).build();
  }

  /**
   * Whether the same request may succeed later. A call that the server was killed under may end as
   * {@code CANCELLED}; nobody who still waits has cancelled any.
   */
  public boolean isTransient() {
    // Else it is a message that is too large, and remains so.
    return isForWantOfAnAnswer()
        || (code == Status.Code.RESOURCE_EXHAUSTED && retryAfter().isPresent());
  }

  /** Whether the connection may be at fault. */
  boolean isForWantOfAnAnswer() {
    return switch (code) {
      case UNAVAILABLE, DEADLINE_EXCEEDED, ABORTED, CANCELLED -> true;
      default -> false;
    };
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
