package io.plumbline.benchmarks.hostile;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.plumbline.env.v1.EnvironmentServiceGrpc;
import io.plumbline.env.v1.GetTaskRequest;
import io.plumbline.env.v1.GradeRequest;
import io.plumbline.env.v1.ResetRequest;
import io.plumbline.env.v1.SampleTasksRequest;
import io.plumbline.graders.tasks.SplitMix64;
import java.util.List;

/** Calls beside Step with a field out of range, each of which must be refused. */
record OddRequests(String taskId) {

  record Odd(String label, MethodDescriptor<?, ?> method, Message request) {}

  private static final List<String> NAMES =
      List.of(
          "none",
          "train\u0000",
          "\u202etrain",
          "../train",
          "spreadsheet_clean/train/",
          "x".repeat(100_000));

  private static final List<Integer> COUNTS =
      List.of(-1, 2_000_000, Integer.MAX_VALUE, Integer.MIN_VALUE);

  Odd next(SplitMix64 random) {
    ResetRequest.Builder reset = ResetRequest.newBuilder().setTaskId(taskId).setProfile("strict");
    SampleTasksRequest.Builder sample =
        SampleTasksRequest.newBuilder()
            .setEnvironment("spreadsheet_clean")
            .setSplit("train")
            .setCount(3);
    GradeRequest.Builder grade = GradeRequest.newBuilder().setTaskId(taskId).setProfile("strict");
    String name = random.pick(NAMES);
    int count = random.pick(COUNTS);
    return switch (random.below(12)) {
      case 0 -> reset("group_size", reset.setGroupSize(count));
      case 1 -> reset("token_budget", reset.setTokenBudget(random.below(2) == 0 ? 0 : count));
      case 2 -> reset("profile", reset.setProfile(name));
      case 3 -> reset("reward_rule", reset.setRewardRule(name));
      case 4 -> reset("task_id", reset.setTaskId(name));
      case 5 -> reset("split", reset.setSplit(name));
      case 6 ->
          reset(
              "seed",
              reset
                  .setEnvironment("spreadsheet_clean")
                  .setSplit("train")
                  .setSeed(-1 - random.below(9)));
      case 7 -> sample("count", sample.setCount(random.below(2) == 0 ? 0 : count));
      case 8 -> sample("difficulty", sample.setDifficulty(name));
      case 9 -> sample("environment", sample.setEnvironment(name));
      case 10 ->
          new Odd(
              "fields: task_id",
              EnvironmentServiceGrpc.getGetTaskMethod(),
              GetTaskRequest.newBuilder().setTaskId(name).build());
      default ->
          new Odd(
              "fields: output that is not UTF-8",
              EnvironmentServiceGrpc.getGradeMethod(),
              grade.setOutput(ByteString.copyFrom(new byte[] {'a', (byte) 0xff})).build());
    };
  }

  private static Odd reset(String field, ResetRequest.Builder request) {
    return new Odd("fields: " + field, EnvironmentServiceGrpc.getResetMethod(), request.build());
  }

  private static Odd sample(String field, SampleTasksRequest.Builder request) {
    return new Odd(
        "fields: " + field, EnvironmentServiceGrpc.getSampleTasksMethod(), request.build());
  }
}
