package io.plumbline.server;

import static io.plumbline.server.TestServer.reset;
import static io.plumbline.server.TestServer.stop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import io.plumbline.client.EnvironmentClient;
import io.plumbline.client.Rollout;
import io.plumbline.env.v1.FinishReason;
import io.plumbline.graders.Environment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What Prometheus reads. */
class MetricsTest {

  private static EnvironmentServer start(int metricsPort, Environment... extra) throws IOException {
    return EnvironmentServer.start(
        TestServer.config(TestServer.KEY, extra),
        new Exposure(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Access.local(),
            Optional.empty(),
            OptionalInt.of(metricsPort)));
  }

  static List<String> metrics(EnvironmentServer server) throws Exception {
    URI page = URI.create("http://127.0.0.1:" + server.metricsPort().orElseThrow() + "/metrics");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
        .body()
        .lines()
        .toList();
  }

  @Test
  void whatHappensIsCounted() throws Exception {
    try (EnvironmentServer server = start(0);
        EnvironmentClient client = EnvironmentClient.connect("127.0.0.1:" + server.port())) {
      var reset = client.reset(reset().setGroupSize(2).build());
      String gold = TestServer.gold(reset.getTask().getId());
      ByteString one = reset.getEpisodes(0).getHandle();
      client.step(stop(one, gold).build());
      client.stepBatch(
          List.of(
              stop(reset.getEpisodes(1).getHandle(), "no table")
                  .setFinishReason(FinishReason.FINISH_REASON_LENGTH)
                  .build(),
              stop(ByteString.copyFromUtf8("forged, and as long as a handle could be"), "x")
                  .build()));
      assertThat(catchThrowable(() -> client.reset(reset().setSplit("none").build()))).isNotNull();
      try (Rollout rollout = client.rollout(4)) {
        rollout.step(stop(one, gold).build()).get(10, TimeUnit.SECONDS);
        assertThat(metrics(server)).contains("plumbline_rollouts_open 1.0");
      }
      assertThat(metrics(server))
          .contains(
              "plumbline_calls_total{code=\"NOT_FOUND\",rpc=\"Reset\"} 1.0",
              "plumbline_calls_total{code=\"OK\",rpc=\"Reset\"} 1.0",
              "plumbline_calls_total{code=\"OK\",rpc=\"Step\"} 1.0",
              "plumbline_calls_total{code=\"OK\",rpc=\"StepBatch\"} 1.0",
              "plumbline_call_seconds_count{rpc=\"Reset\"} 2",
              "plumbline_items_total{code=\"OK\",rpc=\"StepBatch\"} 1.0",
              "plumbline_items_total{code=\"UNAUTHENTICATED\",rpc=\"StepBatch\"} 1.0",
              "plumbline_items_total{code=\"OK\",rpc=\"Rollout\"} 1.0",
              "plumbline_refusals_total{code=\"NOT_FOUND\",field=\"split\"} 1.0",
              "plumbline_refusals_total{code=\"UNAUTHENTICATED\",field=\"handle\"} 1.0",
              "plumbline_steps_total{end=\"terminated\",environment=\"spreadsheet_clean\"} 2.0",
              "plumbline_steps_total{end=\"truncated\",environment=\"spreadsheet_clean\"} 1.0",
              "plumbline_grade_seconds_count{environment=\"spreadsheet_clean\",profile=\"strict\"}"
                  + " 3",
              "plumbline_grading_queue_depth 0.0")
          .contains(
              dimension("data_preservation", "0.0", 1),
              dimension("data_preservation", "0.99", 1),
              dimension("data_preservation", "1.0", 3))
          .anyMatch(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\"}"))
          .anyMatch(line -> line.startsWith("process_cpu_seconds_total"));
    }
  }

  private static String dimension(String name, String atMost, int count) {
    return "plumbline_dimension_value_bucket{dimension=\""
        + name
        + "\",environment=\"spreadsheet_clean\",profile=\"strict\",le=\""
        + atMost
        + "\"} "
        + count;
  }

  @Test
  void aGraderThatBreaksIsCountedByDimension() throws Exception {
    Environment broken =
        Rigged.environment(
            output -> {
              throw new IllegalStateException("rigged to break");
            });
    try (EnvironmentServer server = start(0, broken);
        EnvironmentClient client = EnvironmentClient.connect("127.0.0.1:" + server.port())) {
      ByteString handle = client.reset(reset().build()).getEpisodes(0).getHandle();
      client.step(stop(handle, "x").build());
      assertThat(metrics(server))
          .contains(
              "plumbline_dimensions_failed_total{dimension=\"only\",environment=\"spreadsheet_clean\",profile=\"strict\"}"
                  + " 1.0");
    }
  }

  @Test
  void aPortInUseIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> start(port).close())
          .isInstanceOf(IOException.class)
          .hasMessage("metrics_port: " + port + " is in use (expected: a free one, or 0)");
    }
  }
}
