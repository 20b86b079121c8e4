package io.plumbline.server;

import io.grpc.Status;
import io.plumbline.env.v1.DimensionGrade;
import io.plumbline.env.v1.Error;
import io.plumbline.env.v1.Flag;
import io.plumbline.env.v1.Grade;
import io.plumbline.env.v1.ResetResponse;
import io.plumbline.env.v1.SourceDocument;
import io.plumbline.env.v1.StepResponse;
import io.plumbline.env.v1.Task;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What OpenEnv's client is answered: {@code {"type": …, "data": {…}}}, in UTF-8. */
final class OpenEnvReplies {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String STATUS_PREFIX = "DIMENSION_STATUS_";

  private OpenEnvReplies() {}

  /** The task and the handle of its one attempt; no reward yet. */
  static byte[] reset(ResetResponse reset, Optional<String> requestId) {
    ObjectNode observation = JSON.createObjectNode();
    Task task = reset.getTask();
    observation
        .put("task_id", task.getId())
        .put("environment", task.getEnvironment())
        .put("split", task.getSplit())
        .put("seed", task.getSeed())
        .put("difficulty", task.getDifficulty())
        .put("content_hash", task.getContentHash())
        .put("intent", task.getObservation().getIntent());
    ArrayNode constraints = observation.putArray("constraints");
    task.getObservation().getConstraintsList().forEach(constraints::add);
    observation.put("input", task.getObservation().getInput());
    ArrayNode sources = observation.putArray("sources");
    for (SourceDocument source : task.getObservation().getSourcesList()) {
      sources.addObject().put("name", source.getName()).put("text", source.getText());
    }
    byte[] handle = reset.getEpisodes(0).getHandle().toByteArray();
    observation
        .put("handle", Base64.getEncoder().encodeToString(handle))
        .put("request_id", requestId.orElse(null));
    return observed(observation, Optional.empty(), false);
  }

  /** The grade, beside what OpenEnv has names for; no reward while a dimension has failed. */
  static byte[] step(StepResponse step, Optional<String> requestId) {
    Grade grade = step.getGrade();
    ObjectNode observation = JSON.createObjectNode();
    observation
        .put("step_id", HexFormat.of().formatHex(step.getStepId().toByteArray()))
        .put("terminated", step.getTerminated())
        .put("truncated", step.getTruncated());
    ArrayNode dimensions = observation.putArray("dimensions");
    for (DimensionGrade each : grade.getDimensionsList()) {
      ObjectNode entry = dimensions.addObject().put("name", each.getName());
      if (each.hasValue()) {
        entry.put("value", each.getValue());
      } else {
        entry.putNull("value");
      }
      String status = each.getStatus().name().substring(STATUS_PREFIX.length());
      entry.put("weight", each.getWeight()).put("status", status.toLowerCase(Locale.ROOT));
    }
    ArrayNode flags = observation.putArray("flags");
    for (Flag flag : grade.getFlagsList()) {
      flags.addObject().put("name", flag.getName()).put("cap", flag.getCap());
    }
    observation
        .put("assessed_weight", grade.getAssessedWeight())
        .put("grader_version", grade.getGraderVersion());
    ArrayNode evidence = observation.putArray("evidence");
    grade.getEvidenceList().forEach(evidence::add);
    observation.put("request_id", requestId.orElse(null));
    return observed(
        observation,
        step.hasReward() ? Optional.of(step.getReward()) : Optional.empty(),
        step.getTerminated() || step.getTruncated());
  }

  private static byte[] observed(ObjectNode observation, Optional<Double> reward, boolean done) {
    ObjectNode data = JSON.createObjectNode();
    data.set("observation", observation);
    data.put("reward", reward.orElse(null)).put("done", done);
    return message("observation", data);
  }

  /** Where the connection's episode stands. */
  static byte[] state(
      Optional<String> episodeId, Optional<String> taskId, int stepCount, boolean done) {
    return message(
        "state",
        JSON.createObjectNode()
            .put("episode_id", episodeId.orElse(null))
            .put("step_count", stepCount)
            .put("task_id", taskId.orElse(null))
            .put("done", done));
  }

  /** What {@code /health} says. */
  static byte[] health(boolean serving) {
    return JSON.writeValueAsBytes(
        JSON.createObjectNode().put("status", serving ? "healthy" : "unhealthy"));
  }

  /** Why an HTTP request is refused. */
  static byte[] detail(String why) {
    return JSON.writeValueAsBytes(JSON.createObjectNode().put("detail", why));
  }

  /** A refusal; the client raises its message and code. */
  static byte[] error(Error error) {
    Status.Code status = Status.fromCodeValue(error.getCode()).getCode();
    ObjectNode data =
        JSON.createObjectNode()
            .put("message", error.getMessage())
            .put("code", code(error.getField(), status))
            .put("status", status.name())
            .put("field", error.getField());
    if (error.hasRetryAfter()) {
      data.put(
          "retry_after",
          error.getRetryAfter().getSeconds() + error.getRetryAfter().getNanos() * 1e-9);
    }
    return message("error", data);
  }

  /** The one of OpenEnv's few codes that says it best. */
  private static String code(String field, Status.Code status) {
    return switch (status) {
      case INVALID_ARGUMENT ->
          field.equals("message")
              ? "INVALID_JSON"
              : field.equals("type") ? "UNKNOWN_TYPE" : "VALIDATION_ERROR";
      case NOT_FOUND, OUT_OF_RANGE -> "VALIDATION_ERROR";
      case RESOURCE_EXHAUSTED -> "CAPACITY_REACHED";
      case ABORTED, UNAUTHENTICATED, DEADLINE_EXCEEDED -> "SESSION_ERROR";
      default -> "EXECUTION_ERROR";
    };
  }

  private static byte[] message(String type, ObjectNode data) {
    ObjectNode message = JSON.createObjectNode().put("type", type);
    message.set("data", data);
    return JSON.writeValueAsBytes(message);
  }
}
