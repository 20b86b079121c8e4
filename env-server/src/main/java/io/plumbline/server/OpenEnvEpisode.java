package io.plumbline.server;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.plumbline.env.v1.ResetResponse;
import io.plumbline.env.v1.RolloutRequest;
import io.plumbline.env.v1.RolloutResponse;
import io.plumbline.env.v1.StepRequest;
import io.plumbline.env.v1.StepResponse;
import io.plumbline.server.OpenEnvRequest.Reset;
import io.plumbline.server.OpenEnvRequest.Step;
import java.util.Optional;

/**
 * What a session of OpenEnv's remembers: the episode that it is at, by its handle. A step that
 * brings a handle goes on with that one's episode instead, whichever connection it began on.
 */
final class OpenEnvEpisode {
  private ByteString first = ByteString.EMPTY;
  private ByteString handle = ByteString.EMPTY;
  private Optional<String> episodeId = Optional.empty();
  private Optional<String> taskId = Optional.empty();
  private Optional<String> requestId = Optional.empty();
  private int steps;
  private boolean done;
  private long requests;

  /**
   * As the contract asks it. Whatever comes of it, a reset ends the episode before it.
   *
   * @throws Refusal if there is no episode to step
   */
  RolloutRequest reset(Reset reset) {
    leave();
    episodeId = reset.episodeId();
    requestId = reset.requestId();
    return RolloutRequest.newBuilder().setId(++requests).setReset(reset.request()).build();
  }

  /**
   * As the contract asks it.
   *
   * @throws Refusal if there is no episode to step
   */
  RolloutRequest step(Step step) {
    requestId = step.requestId();
    StepRequest.Builder request = step.request().toBuilder();
    if (request.getHandle().isEmpty()) {
      if (handle.isEmpty()) {
        throw Refusal.of(
            Status.Code.FAILED_PRECONDITION,
            "handle",
            "absent",
            "a reset on this connection, or the handle of one elsewhere");
      }
      request.setHandle(handle);
    } else if (!request.getHandle().equals(first)) {
      leave();
      first = request.getHandle();
      handle = first;
    }
    return RolloutRequest.newBuilder().setId(++requests).setStep(request).build();
  }

  private void leave() {
    first = ByteString.EMPTY;
    handle = ByteString.EMPTY;
    episodeId = Optional.empty();
    taskId = Optional.empty();
    steps = 0;
    done = false;
  }

  /** The reply to what was asked last. */
  byte[] answer(RolloutResponse response) {
    if (response.getId() != requests) {
      throw new IllegalStateException("a reply to " + response.getId() + " after " + requests);
    }
    return switch (response.getOutcomeCase()) {
      case RESET -> began(response.getReset());
      case STEP -> stepped(response.getStep());
      case ERROR, OUTCOME_NOT_SET -> OpenEnvReplies.error(response.getError());
    };
  }

  private byte[] began(ResetResponse reset) {
    first = reset.getEpisodes(0).getHandle();
    handle = first;
    taskId = Optional.of(reset.getTask().getId());
    return OpenEnvReplies.reset(reset, requestId);
  }

  private byte[] stepped(StepResponse step) {
    handle = step.getHandle();
    steps++;
    done = step.getTerminated() || step.getTruncated();
    return OpenEnvReplies.step(step, requestId);
  }

  byte[] state() {
    return OpenEnvReplies.state(episodeId, taskId, steps, done);
  }
}
