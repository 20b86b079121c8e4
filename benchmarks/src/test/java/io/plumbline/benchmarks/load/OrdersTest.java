package io.plumbline.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.plumbline.benchmarks.load.GradedWire.Graded;
import io.plumbline.graders.Profile;
import io.plumbline.graders.RewardRule;
import io.plumbline.graders.spreadsheet.SpreadsheetClean;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.server.EnvironmentServer;
import io.plumbline.server.HandleKey;
import io.plumbline.server.ServerConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Orders about servers of our contract; what is said to OpenEnv is held by its script's smoke. */
final class OrdersTest {
  private static EnvironmentServer server;

  @BeforeAll
  static void start() throws IOException {
    ServerConfig config =
        new ServerConfig(
            List.of(new SpreadsheetClean()),
            TaskCatalogue.bundled(""),
            List.of(HandleKey.fresh()),
            ServerConfig.DEFAULT_TTL,
            "test");
    server = EnvironmentServer.start(config, 0);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static List<JsonNode> obey(String... orders) throws Exception {
    StringWriter said = new StringWriter();
    String lines = String.join("\n", orders);
    Orders.obey(new BufferedReader(new StringReader(lines)), new PrintWriter(said));
    JsonMapper json = new JsonMapper();
    return said.toString().lines().map(json::readTree).toList();
  }

  @Test
  void gradesAreThoseOfTheProfileForEveryTable() throws Exception {
    for (Profile profile : Profile.values()) {
      String order = "grades " + server.port() + " unary " + profile.label();
      JsonNode grades = obey(order).get(0);

      List<Task> tasks = Payload.tasks();
      assertThat(grades).hasSize(Payload.STEPS);
      for (int i = 0; i < tasks.size(); i++) {
        Task task = tasks.get(i);
        double reward =
            new SpreadsheetClean()
                .grader(task, profile)
                .grade(Payload.output(i, task))
                .reward(RewardRule.PESSIMISTIC)
                .orElseThrow();
        assertThat(grades.get(i).get("reward").asDouble()).isEqualTo(reward);
      }
    }
  }

  @Test
  void everyWayIsMeasuredAgainAndAgain() throws Exception {
    String ports = server.port() + "," + server.port();
    for (Mode mode : Mode.values()) {
      String order = "round " + ports + " " + mode.label() + " reference 4 50";
      List<JsonNode> answers = obey(order, order, "open " + ports + " unary 10", "close");

      assertThat(answers).hasSize(4).noneMatch(answer -> answer.has("error"));
      for (JsonNode round : answers.subList(0, 2)) {
        assertThat(round.get("rewards").asLong()).isPositive();
        assertThat(round.get("seconds").asDouble()).isGreaterThanOrEqualTo(0.05);
        assertThat(round.get("p99_ms").asDouble()).isPositive();
      }
    }
  }

  @Test
  void anOrderThatFailsSaysWhyAndTheRestGoOn() throws Exception {
    List<JsonNode> answers = obey("dance", "grades 1 by-hand strict", "close");

    assertThat(answers.get(0).get("error").asString()).contains("dance", "no such order");
    assertThat(answers.get(1).get("error").asString()).contains("no such way: by-hand");
    assertThat(answers.get(2).isEmpty()).isTrue();
  }

  @Test
  void ofSeveralProcessesTheOneWithTheFewestInFlightIsAsked() {
    List<ConcurrentLinkedQueue<Wire.Answer>> asked = new ArrayList<>();
    List<GradedWire> wires = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      ConcurrentLinkedQueue<Wire.Answer> queue = new ConcurrentLinkedQueue<>();
      asked.add(queue);
      wires.add(new Waiting(queue));
    }
    SpreadWire spread = new SpreadWire(wires);

    IntStream.range(0, 6).forEach(number -> spread.send(number, code -> {}));
    assertThat(asked).extracting(ConcurrentLinkedQueue::size).containsExactly(3, 3);

    asked.get(1).forEach(answer -> answer.came(Status.Code.OK));
    IntStream.range(0, 3).forEach(number -> spread.send(number, code -> {}));
    assertThat(asked).extracting(ConcurrentLinkedQueue::size).containsExactly(3, 6);
  }

  private record Waiting(ConcurrentLinkedQueue<Answer> queue) implements GradedWire {
    @Override
    public int items() {
      return 1;
    }

    @Override
    public void send(long number, Answer answer) {
      queue.add(answer);
    }

    @Override
    public List<Graded> grades() {
      return List.of();
    }

    @Override
    public void close() {}
  }

  @Test
  void openEnvsRepliesAreReadAsTheyComeBySocketAndByHttp() {
    String result =
        "{\"observation\":{\"scores\":{\"completeness\":0.5},\"flags\":[\"f\"]},\"reward\":0.2,"
            + "\"done\":true}";
    Graded graded = new Graded(0.2, Map.of("completeness", 0.5), List.of("f"));

    assertThat(OpenEnv.graded(result)).isEqualTo(graded);
    assertThat(OpenEnv.graded("{\"type\":\"observation\",\"data\":" + result + "}"))
        .isEqualTo(graded);
    assertThat(OpenEnv.code(result)).isEqualTo(Status.Code.OK);
    assertThat(OpenEnv.code("{\"type\":\"error\",\"data\":{}}")).isEqualTo(Status.Code.UNKNOWN);
  }
}
