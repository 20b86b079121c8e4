package io.plumbline.benchmarks.load;

import io.grpc.Status;
import io.plumbline.benchmarks.load.GradedWire.Graded;
import io.plumbline.graders.tasks.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is said to the environment of {@code benchmarks/peers/openenv_server.py}, and read of it.
 */
final class OpenEnv {
  private static final JsonMapper JSON = new JsonMapper();
  private static final List<Task> TASKS = Payload.tasks();

  /** Of a step that was graded; errors are without. */
  private static final String DONE = "\"done\":true";

  private OpenEnv() {}

  /** The reset of a session to the load's task of this number, modulo their count. */
  static String reset(int number) {
    return message("reset", Map.of("task_id", task(number).id()));
  }

  /** A step of that session. */
  static String step(int number) {
    return message("step", Map.of("output", output(number)));
  }

  /** The body of a request for a step without a session. */
  static String statelessStep(int number) {
    Map<String, String> action = Map.of("task_id", task(number).id(), "output", output(number));
    return JSON.writeValueAsString(Map.of("action", action));
  }

  private static Task task(int number) {
    return TASKS.get(number % Payload.STEPS);
  }

  private static String output(int number) {
    return Payload.output(number % Payload.STEPS, task(number));
  }

  private static String message(String type, Map<String, String> data) {
    return JSON.writeValueAsString(Map.of("type", type, "data", data));
  }

  /** What came of a step, by its reply; empty where there was none. */
  static Status.Code code(String reply) {
    if (reply.isEmpty()) {
      return Status.Code.UNAVAILABLE;
    }
    return reply.contains(DONE) ? Status.Code.OK : Status.Code.UNKNOWN;
  }

  static Graded graded(String reply) {
    if (!reply.contains(DONE)) {
      throw new IllegalStateException("a step was not graded: " + reply);
    }
    JsonNode message = JSON.readTree(reply);
    JsonNode result = message.has("data") ? message.get("data") : message; // by socket or by HTTP
    Map<String, Double> scores = new TreeMap<>();
    for (Map.Entry<String, JsonNode> score : result.at("/observation/scores").properties()) {
      scores.put(score.getKey(), score.getValue().asDouble());
    }
    List<String> flags = new ArrayList<>();
    result.at("/observation/flags").forEach(flag -> flags.add(flag.asString()));
    return new Graded(result.get("reward").asDouble(), scores, flags);
  }
}
