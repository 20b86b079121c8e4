package io.plumbline.server;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.plumbline.env.v1.Error;
import io.plumbline.env.v1.ErrorTrailer;
import java.io.Serial;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A request that is not carried out, and why. */
final class Refusal extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private static final int LONGEST_VALUE = 80;
  private static final Duration RETRY_NOT_RECORDED = Duration.ofSeconds(1);

  private final transient Error error;

  private Refusal(Status.Code code, String field, String message, @Nullable Duration retryAfter) {
    super(message, null, false, false); // an answer, not a fault: nobody reads its stack
    Error.Builder builder =
        Error.newBuilder().setCode(code.value()).setField(field).setMessage(message);
    if (retryAfter != null) {
      builder.setRetryAfter(
          com.google.protobuf.Duration.newBuilder()
              .setSeconds(retryAfter.toSeconds())
              .setNanos(retryAfter.toNanosPart()));
    }
    this.error = builder.build();
  }

  private Refusal(Error error) {
    super(error.getMessage(), null, false, false);
    this.error = error;
  }

  /**
   * {@code field: value (expected: limit)} with the gRPC status that fits.
   *
   * @param value shown as it is; {@link #quote} what a user wrote
   */
  static Refusal of(Status.Code code, String field, Object value, String expected) {
    return new Refusal(code, field, field + ": " + value + " (expected: " + expected + ")", null);
  }

  static Refusal invalid(String field, Object value, String expected) {
    return of(Status.Code.INVALID_ARGUMENT, field, value, expected);
  }

  /**
   * For a queue that cannot take more.
   *
   * @param why what is the matter with it
   */
  static Refusal overloaded(String queue, String why, Duration retryAfter) {
    return new Refusal(
        Status.Code.RESOURCE_EXHAUSTED,
        "",
        queue + ": " + why + " (expected: fewer; try again later)",
        retryAfter);
  }

  /**
   * For a principal that has used up what it may.
   *
   * @param limit the quota's field
   */
  static Refusal overQuota(String limit, String principal, long value, Duration retryAfter) {
    return new Refusal(
        Status.Code.RESOURCE_EXHAUSTED,
        limit,
        limit + ": more of " + principal + " (expected: at most " + value + "; try again later)",
        retryAfter);
  }

  /**
   * For something that cannot be used as the server finds it.
   *
   * @param why {@code name: value (expected: limit)}
   */
  static Refusal unusable(String field, String why) {
    return new Refusal(Status.Code.FAILED_PRECONDITION, field, field + ": " + why, null);
  }

  /** Says nothing of why: that is the server's own, and in its log. */
  static Refusal notRecorded() {
    return new Refusal(
        Status.Code.UNAVAILABLE,
        "",
        "journal: the step could not be recorded (expected: a disk that takes it; try again later)",
        RETRY_NOT_RECORDED);
  }

  /** For a failure that is the server's own; says nothing of its insides. */
  static Refusal internal() {
    return new Refusal(
        Status.Code.INTERNAL, "", "internal error; the server's log has the details", null);
  }

  /** As a call ended with it; what is not ours says nothing of a field. */
  static Refusal of(Throwable callEnded) {
    Metadata trailers = Status.trailersFromThrowable(callEnded);
    Error error = trailers == null ? null : trailers.get(ErrorTrailer.KEY);
    if (error != null) {
      return new Refusal(error);
    }
    Status status = Status.fromThrowable(callEnded);
    return new Refusal(status.getCode(), "", String.valueOf(status.getDescription()), null);
  }

  /** As an item of a batch carries it. */
  Error error() {
    return error;
  }

  /** As a call carries it. */
  StatusException asStatus() {
    Metadata trailers = new Metadata();
    trailers.put(ErrorTrailer.KEY, error);
    return new Answer(
        Status.fromCodeValue(error.getCode()).withDescription(error.getMessage()), trailers);
  }

  /** Without a stack, which would cost more than all else of a refusal. */
  private static final class Answer extends StatusException {
    @Serial private static final long serialVersionUID = 1;

    Answer(Status status, Metadata trailers) {
      super(status, trailers);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }

  /**
   * A user's text in quotes, control characters escaped, cut where it is long; {@code absent} where
   * it is empty.
   */
  static String quote(String text) {
    if (text.isEmpty()) {
      return "absent";
    }
    StringBuilder quoted = new StringBuilder("\"");
    int end = Math.min(text.length(), LONGEST_VALUE);
    if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      // It ends up in logs and on terminals, where control characters could pass for more.
      if (Character.isISOControl(c)) {
        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append(end < text.length() ? "…\"" : "\"").toString();
  }
}
