package io.plumbline.benchmarks.load;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.plumbline.client.EnvironmentClient;
import io.plumbline.env.v1.EnvironmentServiceGrpc;
import io.plumbline.env.v1.FinishReason;
import io.plumbline.env.v1.ResetRequest;
import io.plumbline.env.v1.StepBatchRequest;
import io.plumbline.env.v1.StepBatchResponse;
import io.plumbline.env.v1.StepRequest;
import io.plumbline.env.v1.StepResult;
import io.plumbline.graders.Profile;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.graders.tasks.TaskSplit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is sent over and over: a step for each of {@value #STEPS} tables of about 1.2 KB, each the
 * answer to a task of its own; and what the server says to them. Every other answer is without
 * fault, the others lack a row and have a digit wrong.
 */
record Payload(List<StepRequest> steps, StepBatchResponse replies) {
  static final int STEPS = 64;

  private static final int LEAST_CHARS = 1_100;
  private static final int MOST_CHARS = 1_300;

  Payload {
    steps = List.copyOf(steps);
  }

  /** The tables' tasks, the same in every process. */
  static List<Task> tasks() {
    TaskSplit split =
        TaskCatalogue.bundled("").split("spreadsheet_clean", "stress_train").orElseThrow();
    return Stream.iterate(0L, seed -> seed + 1)
        .map(split::task)
        .filter(
            task -> {
              int length = task.reference().gold().length();
              return length >= LEAST_CHARS && length <= MOST_CHARS;
            })
        .limit(STEPS)
        .toList();
  }

  /** The answer to the task of this number. */
  static String output(int number, Task task) {
    String gold = task.reference().gold();
    if (number % 2 == 0) {
      return gold;
    }
    int first = gold.indexOf('\n', gold.length() / 3);
    int second = gold.indexOf('\n', first + 1);
    String lacking = gold.substring(0, first) + gold.substring(second);
    int digit = lacking.length() / 2;
    while (!Character.isDigit(lacking.charAt(digit))) {
      digit++;
    }
    char wrong = lacking.charAt(digit) == '9' ? '8' : '9';
    return lacking.substring(0, digit) + wrong + lacking.substring(digit + 1);
  }

  /** Resets at a server, {@code strict}, and asks it once. */
  static Payload from(ManagedChannel channel) {
    return from(channel, Profile.STRICT);
  }

  /** Resets at a server and asks it once. */
  static Payload from(ManagedChannel channel, Profile profile) {
    EnvironmentClient client = new EnvironmentClient(channel);
    List<StepRequest> steps = new ArrayList<>();
    List<Task> tasks = tasks();
    for (int i = 0; i < tasks.size(); i++) {
      Task task = tasks.get(i);
      ByteString handle =
          client
              .reset(
                  ResetRequest.newBuilder()
                      .setTaskId(task.id())
                      .setProfile(profile.label())
                      .build())
              .getEpisodes(0)
              .getHandle();
      steps.add(step(handle, output(i, task)));
    }
    StepBatchResponse replies =
        EnvironmentServiceGrpc.newBlockingStub(channel)
            .stepBatch(StepBatchRequest.newBuilder().addAllSteps(steps).build());
    for (StepResult result : replies.getResultsList()) {
      if (!result.getResponse().hasReward()) {
        throw new IllegalStateException("a step was not graded: " + result.getError());
      }
    }
    return new Payload(steps, replies);
  }

  static StepRequest step(ByteString handle, String output) {
    return StepRequest.newBuilder()
        .setHandle(handle)
        .setAction(ByteString.copyFromUtf8(output))
        .setFinishReason(FinishReason.FINISH_REASON_STOP)
        .build();
  }

  StepBatchRequest batch() {
    return StepBatchRequest.newBuilder().addAllSteps(steps).build();
  }
}
