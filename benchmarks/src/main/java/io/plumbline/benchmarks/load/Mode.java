package io.plumbline.benchmarks.load;

import io.grpc.Channel;
import io.grpc.Status;
import io.plumbline.env.v1.EnvironmentServiceGrpc;
import io.plumbline.env.v1.StepBatchResponse;
import io.plumbline.env.v1.StepResult;
import java.util.List;
import java.util.Locale;

/** How steps travel. */
public enum Mode {
  /** A call each. */
  UNARY,
  /** Calls of {@code StepBatch} with 64. */
  BATCH,
  /** On one {@code Rollout}. */
  STREAM;

  /** {@code unary}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  Wire wire(Channel channel, Payload payload) {
    return switch (this) {
      case UNARY ->
          new CallWire<>(
              channel,
              EnvironmentServiceGrpc.getStepMethod(),
              payload.steps(),
              1,
              reply -> Status.Code.OK);
      case BATCH ->
          new CallWire<>(
              channel,
              EnvironmentServiceGrpc.getStepBatchMethod(),
              List.of(payload.batch()),
              payload.steps().size(),
              Mode::outcome);
      case STREAM -> new StreamWire(channel, payload.steps());
    };
  }

  /** Requests that make up so many steps in flight; two batches at least, or the server waits. */
  int requests(int stepsInFlight) {
    return this == BATCH ? Math.max(2, stepsInFlight / Payload.STEPS) : stepsInFlight;
  }

  private static Status.Code outcome(StepBatchResponse reply) {
    for (StepResult result : reply.getResultsList()) {
      if (result.hasError()) {
        return Status.fromCodeValue(result.getError().getCode()).getCode();
      }
    }
    return Status.Code.OK;
  }
}
