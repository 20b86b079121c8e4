package io.plumbline.trainer.service;

import com.google.protobuf.Duration;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.plumbline.client.EnvironmentException;
import io.plumbline.env.v1.Error;
import io.plumbline.env.v1.ErrorTrailer;
import java.io.Serial;

/** A call that is not answered, and why: {@code field: value (expected: limit)}. */
final class Refusal extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private static final Duration RETRY_AFTER = Duration.newBuilder().setSeconds(1).build();

  private final transient Error error;

  private Refusal(Error error) {
    super(error.getMessage(), null, false, false); // an answer, not a fault: nobody reads its stack
    this.error = error;
  }

  private static Error.Builder error(Status.Code code, String field, String message) {
    return Error.newBuilder().setCode(code.value()).setField(field).setMessage(message);
  }

  /** With a message that is whole. */
  static Refusal saying(Status.Code code, String field, String message) {
    return new Refusal(error(code, field, message).build());
  }

  /**
   * @param value shown as it is; in quotes where a user wrote it
   */
  static Refusal of(Status.Code code, String field, Object value, String expected) {
    return saying(code, field, field + ": " + value + " (expected: " + expected + ")");
  }

  static Refusal invalid(String field, Object value, String expected) {
    return of(Status.Code.INVALID_ARGUMENT, field, value, expected);
  }

  /** For a queue that cannot take more. */
  static Refusal busy(String queue, int waiting) {
    String message = queue + ": " + waiting + " wait (expected: fewer; try again later)";
    return new Refusal(
        error(Status.Code.RESOURCE_EXHAUSTED, "", message).setRetryAfter(RETRY_AFTER).build());
  }

  static Refusal closing() {
    return saying(Status.Code.UNAVAILABLE, "", "the server is shutting down");
  }

  /** What an environment server refused. */
  static Refusal of(EnvironmentException e) {
    String message = String.valueOf(e.getMessage());
    String prefix = e.code() + ": ";
    return saying(
        e.code(),
        e.field(),
        message.startsWith(prefix) ? message.substring(prefix.length()) : message);
  }

  /** For a failure that is the server's own; says nothing of its insides. */
  static Refusal internal() {
    return saying(Status.Code.INTERNAL, "", "internal error; the server's log has the details");
  }

  StatusRuntimeException asStatus() {
    Metadata trailers = new Metadata();
    trailers.put(ErrorTrailer.KEY, error);
    return Status.fromCodeValue(error.getCode())
        .withDescription(error.getMessage())
        .asRuntimeException(trailers);
  }
}
