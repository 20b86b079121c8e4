package io.plumbline.conformance;

import com.google.protobuf.Message;
import io.grpc.Status;
import io.plumbline.client.EnvironmentClient;
import io.plumbline.client.EnvironmentException;
import io.plumbline.client.Rollout;
import io.plumbline.env.v1.CloseRequest;
import io.plumbline.env.v1.Error;
import io.plumbline.env.v1.GetTaskRequest;
import io.plumbline.env.v1.GradeBatchRequest;
import io.plumbline.env.v1.GradeRequest;
import io.plumbline.env.v1.GradeResult;
import io.plumbline.env.v1.ResetRequest;
import io.plumbline.env.v1.RolloutRequest;
import io.plumbline.env.v1.SampleTasksRequest;
import io.plumbline.env.v1.StepBatchRequest;
import io.plumbline.env.v1.StepRequest;
import io.plumbline.env.v1.StepResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Calls by name through the Java client. */
final class Calls {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int WINDOW = 16;

  private Calls() {}

  /**
   * The reply of a call.
   *
   * @throws EnvironmentException if the call is refused
   */
  static ObjectNode make(EnvironmentClient client, String method, JsonNode fields) {
    return switch (method) {
      case "ListEnvironments" -> Trees.of(client.listEnvironments());
      case "SampleTasks" -> {
        SampleTasksRequest sample = Trees.fill(SampleTasksRequest.getDefaultInstance(), fields);
        yield list("tasks", client.sampleTasks(sample).stream().map(Trees::of).toList());
      }
      case "GetTask" -> {
        GetTaskRequest get = Trees.fill(GetTaskRequest.getDefaultInstance(), fields);
        yield one("task", Trees.of(client.getTask(get.getTaskId())));
      }
      case "Reset" -> Trees.of(client.reset(Trees.fill(ResetRequest.getDefaultInstance(), fields)));
      case "Step" -> Trees.of(client.step(Trees.fill(StepRequest.getDefaultInstance(), fields)));
      case "StepBatch" -> {
        StepBatchRequest steps = Trees.fill(StepBatchRequest.getDefaultInstance(), fields);
        List<StepResult> results = client.stepBatch(steps.getStepsList());
        yield list("results", results.stream().map(Calls::of).toList());
      }
      case "Grade" -> Trees.of(client.grade(Trees.fill(GradeRequest.getDefaultInstance(), fields)));
      case "GradeBatch" -> {
        GradeBatchRequest outputs = Trees.fill(GradeBatchRequest.getDefaultInstance(), fields);
        List<GradeResult> results = client.gradeBatch(outputs.getOutputsList());
        yield list("results", results.stream().map(Calls::of).toList());
      }
      case "Rollout" -> rollout(client, fields.path("requests"));
      case "Close" -> {
        client.release(Trees.fill(CloseRequest.getDefaultInstance(), fields).getHandlesList());
        yield NODES.objectNode();
      }
      default ->
          throw new IllegalArgumentException("call: \"" + method + "\" (expected: the contract's)");
    };
  }

  private static ObjectNode of(StepResult result) {
    return result.hasError() ? error(result.getError()) : Trees.of(result);
  }

  private static ObjectNode of(GradeResult result) {
    return result.hasError() ? error(result.getError()) : Trees.of(result);
  }

  private static ObjectNode error(Error error) {
    return Trees.error(EnvironmentException.of(error));
  }

  /** All requests on one stream; replies in the order of the requests. */
  private static ObjectNode rollout(EnvironmentClient client, JsonNode requests) {
    Map<CompletableFuture<? extends Message>, String> waiting = new LinkedHashMap<>();
    try (Rollout rollout = client.rollout(WINDOW)) {
      for (JsonNode each : requests) {
        RolloutRequest request = Trees.fill(RolloutRequest.getDefaultInstance(), each);
        if (request.hasReset()) {
          waiting.put(rollout.reset(request.getReset()), "reset");
        } else {
          waiting.put(rollout.step(request.getStep()), "step");
        }
      }
      ArrayNode replies = NODES.arrayNode();
      for (Map.Entry<CompletableFuture<? extends Message>, String> each : waiting.entrySet()) {
        replies.add(outcome(each.getKey(), each.getValue()));
      }
      return one("replies", replies);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EnvironmentException.of(
          Error.newBuilder().setCode(Status.Code.CANCELLED.value()).build());
    }
  }

  private static ObjectNode outcome(CompletableFuture<? extends Message> reply, String kind)
      throws InterruptedException {
    try {
      return one(kind, Trees.of(reply.get()));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof EnvironmentException refused) {
        return Trees.error(refused);
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private static ObjectNode one(String field, JsonNode value) {
    ObjectNode reply = NODES.objectNode();
    reply.set(field, value);
    return reply;
  }

  private static ObjectNode list(String field, List<ObjectNode> values) {
    return one(field, NODES.arrayNode().addAll(values));
  }
}
