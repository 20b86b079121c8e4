package io.plumbline.trainer.environments;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.grpc.Status;
import io.plumbline.client.EnvironmentClient;
import io.plumbline.client.EnvironmentException;
import io.plumbline.env.v1.FinishReason;
import io.plumbline.env.v1.Limits;
import io.plumbline.env.v1.ResetResponse;
import io.plumbline.env.v1.StepBatchRequest;
import io.plumbline.env.v1.StepRequest;
import io.plumbline.env.v1.StepResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One round of steps: whatever has no outcome yet is sent, in slices that the server takes, until
 * every attempt has one.
 */
final class Stepping {
  /** A server that restarts without a lasting key may do so again before it is asked to step. */
  private static final int MOST_RENEWALS = 3;

  private final EnvironmentClient client;
  private final Patience patience;
  private final Limits limits;
  private final List<Attempt> attempts;
  private final Map<Integer, Outcome> outcomes = new TreeMap<>();
  private final Map<EpisodeGroup, Integer> renewals = new HashMap<>();

  Stepping(Patience patience, Limits limits, List<Attempt> attempts) {
    this.client = patience.client();
    this.patience = patience;
    this.limits = limits;
    this.attempts = attempts;
  }

  List<Outcome> run() throws InterruptedException {
    while (outcomes.size() < attempts.size()) {
      renew(patience.call(this::sendSlice));
    }
    return List.copyOf(outcomes.values());
  }

  /**
   * Sends the first attempts without an outcome.
   *
   * @return the groups whose handles the server did not take, each with a refusal
   * @throws EnvironmentException if the call, or any step of it, should be tried again later
   */
  private Map<EpisodeGroup, EnvironmentException> sendSlice() {
    List<Integer> slice = new ArrayList<>();
    List<StepRequest> requests = new ArrayList<>();
    cut(slice, requests);
    List<StepResult> results = requests.isEmpty() ? List.of() : client.stepBatch(requests);
    Map<EpisodeGroup, EnvironmentException> refused = new LinkedHashMap<>();
    @Nullable EnvironmentException setback = null;
    for (int i = 0; i < results.size(); i++) {
      Attempt attempt = attempts.get(slice.get(i));
      StepResult result = results.get(i);
      if (result.hasResponse()) {
        outcomes.put(slice.get(i), Outcome.of(result.getResponse()));
        continue;
      }
      EnvironmentException e = EnvironmentException.of(result.getError());
      if (e.isTransient()) {
        setback = e;
      } else if (isAboutTheHandle(e)) {
        refused.put(attempt.group(), e);
      } else {
        outcomes.put(slice.get(i), Outcome.refused(attempt, result.getError().getMessage()));
      }
    }
    if (setback != null) {
      throw setback;
    }
    return refused;
  }

  /** Takes the first attempts without an outcome that one message may hold. */
  private void cut(List<Integer> slice, List<StepRequest> requests) {
    long bytes = 0;
    for (int i = 0; i < attempts.size() && slice.size() < limits.getMaxBatchItems(); i++) {
      if (outcomes.containsKey(i)) {
        continue;
      }
      Attempt attempt = attempts.get(i);
      StepRequest request = request(attempt);
      int size = request.getAction().size();
      if (size > limits.getMaxActionBytes()) { // here, as it might not fit a message at all
        String limit = "at most " + limits.getMaxActionBytes() + " bytes";
        outcomes.put(
            i, Outcome.refused(attempt, "action: " + size + " bytes (expected: " + limit + ")"));
        continue;
      }
      bytes += CodedOutputStream.computeMessageSize(StepBatchRequest.STEPS_FIELD_NUMBER, request);
      if (bytes > limits.getMaxMessageBytes() && !slice.isEmpty()) {
        return;
      }
      slice.add(i);
      requests.add(request);
    }
  }

  private static StepRequest request(Attempt attempt) {
    return StepRequest.newBuilder()
        .setHandle(attempt.group().handle(attempt.index()))
        .setAction(ByteString.copyFromUtf8(attempt.text()))
        .setFinishReason(
            attempt.truncated()
                ? FinishReason.FINISH_REASON_LENGTH
                : FinishReason.FINISH_REASON_STOP)
        .setTokenCount(attempt.tokenCount())
        .build();
  }

  /** Another key, an expired handle, another grader version: a new reset helps against each. */
  private static boolean isAboutTheHandle(EnvironmentException e) {
    return e.code() == Status.Code.UNAUTHENTICATED || e.code() == Status.Code.FAILED_PRECONDITION;
  }

  private void renew(Map<EpisodeGroup, EnvironmentException> refused) throws InterruptedException {
    for (Map.Entry<EpisodeGroup, EnvironmentException> entry : refused.entrySet()) {
      EpisodeGroup group = entry.getKey();
      if (renewals.merge(group, 1, Integer::sum) > MOST_RENEWALS) {
        throw new EnvironmentChangedException(
            "task "
                + group.task().getId()
                + ": its handles are refused after "
                + MOST_RENEWALS
                + " new resets (last: "
                + entry.getValue().getMessage()
                + ")");
      }
      patience.say(
          "refuses the handles of "
              + group.task().getId()
              + ", which is reset anew ("
              + entry.getValue().getMessage()
              + ")");
      ResetResponse response = patience.call(() -> client.reset(group.request()));
      group.renew(response);
    }
  }
}
