package io.plumbline.benchmarks.chaos;

import io.plumbline.client.EnvironmentClient;
import io.plumbline.env.v1.StepRequest;
import io.plumbline.env.v1.StepResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Holds the replies to one step against that of a server left alone, byte for byte, and against the
 * reward of a grader without any server.
 */
final class Verifier {
  private final EnvironmentClient alone;
  private final Counts counts;
  private final Consumer<String> say;
  private final Act act;
  private final StepRequest step;
  private final List<StepResponse> replies = new ArrayList<>();
  private @Nullable StepResponse expected;

  Verifier(
      EnvironmentClient alone, Counts counts, Consumer<String> say, Act act, StepRequest step) {
    this.alone = alone;
    this.counts = counts;
    this.say = say;
    this.act = act;
    this.step = step;
  }

  void verify(StepResponse reply, Acknowledged by) {
    by.add(reply);
    counts.replies.increment();
    if (expected == null) {
      expected = alone.step(step);
      if (expected.hasReward() != act.reward().isPresent()
          || expected.getReward() != act.reward().orElse(0)) {
        counts.wrong.increment();
        say.accept(act.taskId() + ": another reward than the grader's");
      }
    }
    if (!reply.getStepId().equals(expected.getStepId())) {
      counts.swapped.increment();
      say.accept(act.taskId() + ": the reply to another step");
    } else if (!reply.toByteString().equals(expected.toByteString())) {
      counts.wrong.increment();
      say.accept(act.taskId() + ": another outcome than without faults");
    }
    if (!replies.isEmpty() && !replies.contains(reply)) {
      counts.doubled.increment();
      say.accept(act.taskId() + ": two outcomes of one step");
    }
    replies.add(reply);
  }

  boolean hasReply() {
    return !replies.isEmpty();
  }
}
