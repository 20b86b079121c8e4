package io.plumbline.server;

import static io.plumbline.server.TestServer.stop;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.plumbline.client.EnvironmentClient;
import io.plumbline.env.v1.ResetResponse;
import io.plumbline.env.v1.StepResponse;
import io.plumbline.server.journal.JournalConfig;
import io.plumbline.server.journal.JournalMode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What OpenEnv's client says and is told, message by message. */
class OpenEnvTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String RESET =
      "{'type':'reset','data':{'environment':'spreadsheet_clean','split':'train','seed':7}}";

  private static EnvironmentServer server;

  @BeforeAll
  static void start() throws Exception {
    server = OpenEnvSocket.serve(TestServer.config(TestServer.KEY), Access.local());
  }

  @AfterAll
  static void stopIt() {
    server.close();
  }

  private static EnvironmentClient grpc() {
    return EnvironmentClient.connect("127.0.0.1:" + server.port());
  }

  /** A step's message. */
  static String step(String action, String more) {
    return "{\"type\":\"step\",\"data\":{\"action\":"
        + JSON.writeValueAsString(action)
        + more.replace('\'', '"')
        + "}}";
  }

  @Test
  void anEpisodeIsResetSteppedAndLeft() throws Exception {
    try (OpenEnvSocket socket = OpenEnvSocket.open(server);
        EnvironmentClient client = grpc()) {
      assertThat(socket.ask("{'type':'state'}").toString())
          .isEqualTo(
              "{\"type\":\"state\",\"data\":{\"episode_id\":null,\"step_count\":0,"
                  + "\"task_id\":null,\"done\":false}}");
      ResetResponse wanted = client.reset(TestServer.reset().build());
      JsonNode reset =
          socket.ask(
              "{'type':'reset','data':{'environment':'spreadsheet_clean','split':'train',"
                  + "'seed':7,'profile':'strict','episode_id':'mine','request_id':'r1'}}");
      assertThat(reset.get("type").stringValue()).isEqualTo("observation");
      JsonNode data = reset.get("data");
      assertThat(data.propertyNames()).containsExactly("observation", "reward", "done");
      assertThat(data.get("reward").isNull()).isTrue();
      assertThat(data.get("done").booleanValue()).isFalse();
      JsonNode task = data.get("observation");
      assertThat(task.get("task_id").stringValue()).isEqualTo(wanted.getTask().getId());
      assertThat(task.get("seed").longValue()).isEqualTo(7);
      assertThat(task.get("content_hash").stringValue())
          .isEqualTo(wanted.getTask().getContentHash());
      assertThat(task.get("input").stringValue())
          .isEqualTo(wanted.getTask().getObservation().getInput());
      assertThat(task.get("constraints").size())
          .isEqualTo(wanted.getTask().getObservation().getConstraintsCount());
      assertThat(task.get("request_id").stringValue()).isEqualTo("r1");

      String gold = TestServer.gold(wanted.getTask().getId());
      ByteString handle =
          ByteString.copyFrom(Base64.getDecoder().decode(task.get("handle").stringValue()));
      StepResponse graded = client.step(stop(handle, gold).build());
      JsonNode step = socket.ask(step(gold, ",'request_id':'r2','metadata':{}")).get("data");
      assertThat(step.get("reward").doubleValue()).isEqualTo(graded.getReward()).isEqualTo(1);
      assertThat(step.get("done").booleanValue()).isTrue();
      JsonNode grade = step.get("observation");
      assertThat(grade.get("step_id").stringValue()) // the same step, as over gRPC
          .isEqualTo(HexFormat.of().formatHex(graded.getStepId().toByteArray()));
      assertThat(grade.get("terminated").booleanValue()).isTrue();
      assertThat(grade.get("truncated").booleanValue()).isFalse();
      assertThat(grade.get("dimensions").get(0).toString())
          .isEqualTo(
              "{\"name\":\"data_preservation\",\"value\":1.0,\"weight\":0.35,"
                  + "\"status\":\"assessed\"}");
      assertThat(grade.get("dimensions").size()).isEqualTo(graded.getGrade().getDimensionsCount());
      assertThat(grade.get("flags").size()).isZero();
      assertThat(grade.get("assessed_weight").doubleValue()).isEqualTo(1);
      assertThat(grade.get("request_id").stringValue()).isEqualTo("r2");

      JsonNode state = socket.ask("{'type':'state'}").get("data");
      assertThat(state.get("episode_id").stringValue()).isEqualTo("mine");
      assertThat(state.get("step_count").intValue()).isEqualTo(1);
      assertThat(state.get("task_id").stringValue()).isEqualTo(wanted.getTask().getId());
      assertThat(state.get("done").booleanValue()).isTrue();
      socket.send("{'type':'close'}");
      assertThat(socket.next()).isEqualTo("closed 1000 ");
    }
  }

  @Test
  void truncatedOnesSayWhatTheyRaised() throws Exception {
    try (OpenEnvSocket socket = OpenEnvSocket.open(server)) {
      socket.ask(
          "{'type':'reset','data':{'task_id':'spreadsheet_clean/train/7','token_budget':5,"
              + "'profile':'reference','evidence':true,'seed':null}}");
      JsonNode data =
          socket.ask(step("no table", ",'finish_reason':'length','token_count':5")).get("data");
      JsonNode grade = data.get("observation");
      assertThat(grade.get("truncated").booleanValue()).isTrue();
      assertThat(grade.get("terminated").booleanValue()).isFalse();
      assertThat(data.get("done").booleanValue()).isTrue();
      assertThat(grade.get("evidence").size()).isPositive();
      assertThat(grade.get("grader_version").stringValue()).contains("reference");
      JsonNode revised;
      socket.ask(
          "{'type':'reset','data':{'environment':'doc_revision','split':'train',"
              + "'profile':'reference'}}");
      revised = socket.ask(step("Results were examined. ".repeat(200), "")).get("data");
      assertThat(revised.get("observation").get("flags").toString())
          .contains("{\"name\":\"passive_voice_dominant\",\"cap\":0.3}");
      assertThat(revised.get("observation").get("dimensions").toString())
          .contains("\"status\":\"unassessed\"");
    }
  }

  @Test
  void anEpisodeThatHasEndedTakesNoStepAndItsHandleBranches() throws Exception {
    try (OpenEnvSocket socket = OpenEnvSocket.open(server)) {
      String handle = socket.ask(RESET).get("data").get("observation").get("handle").stringValue();
      socket.ask(step("a", ""));
      JsonNode error = socket.ask(step("a", ""));
      assertThat(error.get("type").stringValue()).isEqualTo("error");
      assertThat(error.get("data").get("message").stringValue())
          .isEqualTo("handle: final (expected: one whose episode has not ended)");
      assertThat(error.get("data").get("status").stringValue()).isEqualTo("FAILED_PRECONDITION");
      String gold = TestServer.gold("spreadsheet_clean/train/7");
      JsonNode branch = socket.ask(step(gold, ",'handle':'" + handle + "'")).get("data");
      assertThat(branch.get("reward").doubleValue()).isEqualTo(1);
      assertThat(socket.ask("{'type':'state'}").get("data").get("step_count").intValue())
          .isEqualTo(2);
      try (OpenEnvSocket other = OpenEnvSocket.open(server)) {
        assertThat(other.ask(step(gold, "")).get("data").get("message").stringValue())
            .isEqualTo(
                "handle: absent (expected: a reset on this connection, or the handle of one"
                    + " elsewhere)");
        JsonNode elsewhere = other.ask(step(gold, ",'handle':'" + handle + "'")).get("data");
        assertThat(elsewhere).isEqualTo(branch);
      }
    }
  }

  @Test
  void aResetThatIsRefusedLeavesNoEpisodeToStep() throws Exception {
    try (OpenEnvSocket socket = OpenEnvSocket.open(server)) {
      socket.ask(RESET);
      assertThat(socket.ask("{'type':'reset'}").get("data").get("message").stringValue())
          .isEqualTo(
              "environment: absent (expected: one of spreadsheet_clean, doc_revision,"
                  + " citation_ground)");
      assertThat(socket.ask(step("a", "")).get("data").get("field").stringValue())
          .isEqualTo("handle");
    }
  }

  @Test
  void aDimensionThatFailedPaysNothingAndIsNoZero() throws Exception {
    var broken =
        Rigged.environment(
            output -> {
              throw new IllegalStateException("rigged to break");
            });
    try (EnvironmentServer running =
            OpenEnvSocket.serve(TestServer.config(TestServer.KEY, broken), Access.local());
        OpenEnvSocket socket = OpenEnvSocket.open(running)) {
      socket.ask(RESET);
      JsonNode data = socket.ask(step("a", "")).get("data");
      assertThat(data.get("reward").isNull()).isTrue();
      assertThat(data.get("done").booleanValue()).isTrue();
      assertThat(data.get("observation").get("dimensions").toString())
          .isEqualTo("[{\"name\":\"only\",\"value\":null,\"weight\":1.0,\"status\":\"failed\"}]");
    }
  }

  @Test
  void stepsAreCountedAndRecordedAsTheyAreOverGrpc(@TempDir Path folder) throws Exception {
    ServerConfig config =
        TestServer.config(TestServer.KEY).withJournal(JournalConfig.of(folder, JournalMode.SYNC));
    try (EnvironmentServer running = OpenEnvSocket.serve(config, Access.local());
        OpenEnvSocket socket = OpenEnvSocket.open(running)) {
      socket.ask(RESET);
      socket.ask(step("a", ""));
      socket.ask(step("\n".repeat(70_000), ""));
      assertThat(running.journal().orElseThrow().recorded()).isEqualTo(1);
      assertThat(MetricsTest.metrics(running))
          .contains(
              "plumbline_items_total{code=\"OK\",rpc=\"Rollout\"} 2.0",
              "plumbline_items_total{code=\"FAILED_PRECONDITION\",rpc=\"Rollout\"} 1.0",
              "plumbline_openenv_sessions_open 1.0",
              "plumbline_rollouts_open 1.0");
    }
  }

  @Test
  void healthAndSchemasAreThere() throws Exception {
    assertThat(get("/health").body()).isEqualTo("{\"status\":\"healthy\"}");
    JsonNode schemas = JSON.readTree(get("/schema").body());
    assertThat(schemas.propertyNames())
        .containsExactly("action", "observation", "reset_observation", "state");
    try (OpenEnvSocket socket = OpenEnvSocket.open(server)) {
      JsonNode task = socket.ask(RESET).get("data").get("observation");
      JsonNode state = socket.ask("{'type':'state'}").get("data");
      JsonNode grade = socket.ask(step("a", "")).get("data").get("observation");
      for (var each :
          Map.of("reset_observation", task, "state", state, "observation", grade).entrySet()) {
        JsonNode schema = schemas.get(each.getKey());
        assertThat(schema.get("properties").propertyNames())
            .as(each.getKey())
            .containsExactlyElementsOf(each.getValue().propertyNames());
        assertThat(schema.get("required").size()).isEqualTo(each.getValue().size());
      }
    }
  }

  private static HttpResponse<String> get(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.openenvPort().orElseThrow() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  @Test
  void sessionsEndWhenTheServerDrains() throws Exception {
    EnvironmentServer running =
        OpenEnvSocket.serve(TestServer.config(TestServer.KEY), Access.local());
    try (OpenEnvSocket socket = OpenEnvSocket.open(running)) {
      socket.ask(RESET);
      assertThat(running.drain(Duration.ofSeconds(10))).isTrue();
      assertThat(socket.receive().get("data").get("message").stringValue())
          .isEqualTo("the server is shutting down");
      assertThat(socket.next()).isEqualTo("closed 1001 the server is shutting down");
    }
  }
}
