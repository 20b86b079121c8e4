package io.plumbline.benchmarks.hostile;

import com.google.protobuf.ByteString;
import io.plumbline.benchmarks.bundled.Bundled;
import io.plumbline.client.EnvironmentClient;
import io.plumbline.env.v1.FinishReason;
import io.plumbline.env.v1.ResetRequest;
import io.plumbline.env.v1.StepRequest;
import io.plumbline.env.v1.StepResponse;
import io.plumbline.graders.Environment;
import io.plumbline.graders.Profile;
import io.plumbline.graders.RewardRule;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.graders.tasks.TaskSplit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Steps that are in order, and what a server said to them before it was attacked.
 *
 * @param steps of all environments
 * @param replies one for each
 */
record KnownSteps(List<StepRequest> steps, List<StepResponse> replies) {
  private static final TaskCatalogue CATALOGUE = TaskCatalogue.bundled("");
  private static final int TASKS = 4;

  KnownSteps {
    steps = List.copyOf(steps);
    replies = List.copyOf(replies);
  }

  /**
   * Resets, steps, and holds each reward to the grader's.
   *
   * @throws IllegalStateException if one is another
   */
  static KnownSteps of(EnvironmentClient client) {
    List<StepRequest> steps = new ArrayList<>();
    List<StepResponse> replies = new ArrayList<>();
    for (Environment environment : Bundled.ENVIRONMENTS) {
      TaskSplit split =
          CATALOGUE
              .split(environment.name(), "generated_train")
              .or(() -> CATALOGUE.split(environment.name(), "train"))
              .orElseThrow();
      for (int i = 0; i < TASKS; i++) {
        Task task = split.task(i);
        for (String action : actions(task)) {
          StepRequest step = step(client, task, action);
          StepResponse reply = client.step(step);
          OptionalDouble reward =
              environment.grader(task, Profile.STRICT).grade(action).reward(RewardRule.PESSIMISTIC);
          if (reply.hasReward() != reward.isPresent() || reply.getReward() != reward.orElse(0)) {
            throw new IllegalStateException(task.id() + ": another reward than the grader's");
          }
          steps.add(step);
          replies.add(reply);
        }
      }
    }
    return new KnownSteps(steps, replies);
  }

  private static List<String> actions(Task task) {
    String gold = task.reference().gold();
    return List.of(gold, gold.substring(0, gold.length() / 2), task.input());
  }

  private static StepRequest step(EnvironmentClient client, Task task, String action) {
    ResetRequest reset =
        ResetRequest.newBuilder().setTaskId(task.id()).setProfile("strict").build();
    return StepRequest.newBuilder()
        .setHandle(client.reset(reset).getEpisodes(0).getHandle())
        .setAction(ByteString.copyFromUtf8(action))
        .setFinishReason(FinishReason.FINISH_REASON_STOP)
        .build();
  }

  int size() {
    return steps.size();
  }
}
