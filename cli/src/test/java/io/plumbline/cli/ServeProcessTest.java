package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.plumbline.client.EnvironmentClient;
import io.plumbline.env.v1.FinishReason;
import io.plumbline.env.v1.ResetRequest;
import io.plumbline.env.v1.StepRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** {@code plumbline serve} as a process of its own. */
class ServeProcessTest {
  @TempDir Path scratch;

  private PlumblineProcess start(String... arguments) throws IOException {
    return PlumblineProcess.start(scratch, List.of(), arguments);
  }

  /** The address that the one line on stdout names. */
  private static String address(PlumblineProcess process) throws IOException {
    String line = process.awaitLine("plumbline: serving on 127.0.0.1:");
    return line.substring(line.lastIndexOf(' ') + 1);
  }

  private static int terminate(PlumblineProcess process) throws Exception {
    process.terminate();
    return process.end();
  }

  @Test
  void drainsOnSigtermAndHandlesOutliveTheProcessAndItsKey() throws Exception {
    String keyFile = scratch.resolve("key").toString();
    StepRequest step;
    ByteString reply;
    try (PlumblineProcess first = start("serve", "--port", "0", "--handle-key-file", keyFile);
        EnvironmentClient client = EnvironmentClient.connect(address(first))) {
      ByteString handle =
          client
              .reset(
                  ResetRequest.newBuilder()
                      .setEnvironment("spreadsheet_clean")
                      .setSplit("train")
                      .setSeed(3)
                      .setProfile("strict")
                      .build())
              .getEpisodes(0)
              .getHandle();
      step =
          StepRequest.newBuilder()
              .setHandle(handle)
              .setAction(ByteString.copyFromUtf8("Quarter,Revenue\nQ1 2021,5\n"))
              .setFinishReason(FinishReason.FINISH_REASON_STOP)
              .build();
      reply = client.step(step).toByteString();
      assertThat(terminate(first)).isZero();
    }
    Path keys = Path.of(keyFile);
    Files.writeString(keys, "0b".repeat(32) + "\n" + Files.readString(keys)); // a new first key
    try (PlumblineProcess second = start("serve", "--port", "0", "--handle-key-file", keyFile);
        EnvironmentClient client = EnvironmentClient.connect(address(second))) {
      assertThat(client.step(step).toByteString()).isEqualTo(reply);
      assertThat(terminate(second)).isZero();
    }
  }

  @Test
  void openEnvsClientsFindItWhereItSays() throws Exception {
    try (PlumblineProcess process = start("serve", "--port", "0", "--openenv-port", "0")) {
      String line = process.awaitLine("plumbline: OpenEnv's clients on http://127.0.0.1:");
      URI health = URI.create(line.substring(line.lastIndexOf(' ') + 1) + "/health");
      assertThat(
              HttpClient.newHttpClient()
                  .send(HttpRequest.newBuilder(health).build(), BodyHandlers.ofString())
                  .body())
          .isEqualTo("{\"status\":\"healthy\"}");
      assertThat(terminate(process)).isZero();
    }
  }

  @Test
  void aPortInUseIsSaidInOneLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        PlumblineProcess process =
            start("serve", "--port", Integer.toString(taken.getLocalPort()))) {
      assertThat(process.end()).isEqualTo(2);
      assertThat(process.errors())
          .isEqualTo(
              "plumbline: port: "
                  + taken.getLocalPort()
                  + " is in use (expected: a free one, or 0)\n");
    }
  }

  @Test
  void aServerThatAsksForTokensServesTheirHoldersAlone() throws Exception {
    StringWriter line = new StringWriter();
    StringWriter token = new StringWriter();
    int made =
        Main.run(
            new PrintWriter(line),
            new PrintWriter(token),
            Map.of(),
            "token",
            "--name=a",
            "--role=agent");
    assertThat(made).isZero();
    Path access = Files.writeString(scratch.resolve("access"), line.toString());
    Path tokenFile = Files.writeString(scratch.resolve("token"), token.toString());
    assertThat(line.toString()).matches("a agent [0-9a-f]{64}\\R");
    try (PlumblineProcess server =
        start("serve", "--port", "0", "--access-file", access.toString())) {
      String address = address(server);
      String[] evaluate = {
        "eval",
        "--policy=gold",
        "--tasks=train",
        "--count=2",
        "--max-tokens=900",
        "--server",
        address
      };
      StringWriter refused = new StringWriter();
      assertThat(Main.run(new PrintWriter(line), new PrintWriter(refused), Map.of(), evaluate))
          .isEqualTo(2);
      assertThat(refused.toString())
          .startsWith("plumbline: UNAUTHENTICATED: authorization: absent (expected: ");
      String[] shown = Arrays.copyOf(evaluate, evaluate.length + 2);
      shown[evaluate.length] = "--token-file";
      shown[evaluate.length + 1] = tokenFile.toString();
      StringWriter report = new StringWriter();
      assertThat(Main.run(new PrintWriter(report), new PrintWriter(refused), Map.of(), shown))
          .isZero();
      assertThat(report.toString()).contains("gold");
      assertThat(terminate(server)).isZero();
      assertThat(server.errors()).doesNotContain(token.toString().strip());
    }
  }

  @Test
  void anAdminChangesTheKeyAndDrainsFromAfar() throws Exception {
    StringWriter token = new StringWriter();
    StringWriter line = new StringWriter();
    String[] make = {"token", "--name=keeper", "--role=admin", "--calls-in-flight=8"};
    assertThat(Main.run(new PrintWriter(line), new PrintWriter(token), Map.of(), make)).isZero();
    Path access = Files.writeString(scratch.resolve("access"), line.toString());
    Path tokenFile = Files.writeString(scratch.resolve("token"), token.toString());
    Path keys = Files.writeString(scratch.resolve("keys"), "0b".repeat(32) + "\n");
    String[] serve = {
      "serve",
      "--port=0",
      "--access-file=" + access,
      "--handle-key-file=" + keys,
      "--log-format=json"
    };
    try (PlumblineProcess server = start(serve)) {
      String[] to = {"--server=" + address(server), "--token-file=" + tokenFile};
      String before = Commands.said("admin", "reload", to[0], to[1]);
      assertThat(before).matches("handle keys [0-9a-f]{8} \\(the first signs\\), 1 principals\\R");
      Files.writeString(keys, Files.readString(keys) + "0c".repeat(32) + "\n");
      assertThat(Commands.said("admin", "reload", to[0], to[1]))
          .startsWith(before.substring(0, before.indexOf(" (")) + ", ");
      Files.writeString(keys, "not a key\n");
      StringWriter refused = new StringWriter();
      assertThat(
              Main.run(
                  new PrintWriter(line),
                  new PrintWriter(refused),
                  Map.of(),
                  "admin",
                  "reload",
                  to[0],
                  to[1]))
          .isEqualTo(2);
      assertThat(refused.toString())
          .startsWith("plumbline: FAILED_PRECONDITION: secrets: handle-key-file: ")
          .doesNotContain("not a key");
      assertThat(Commands.said("admin", "drain", "--grace=5", to[0], to[1])).startsWith("draining");
      assertThat(server.end()).isZero();
      JsonMapper json = new JsonMapper();
      List<String> messages = new ArrayList<>();
      String errors = server.errors();
      for (String logged : errors.lines().toList()) {
        messages.add(json.readTree(logged).path("formattedMessage").asString());
      }
      assertThat(messages).containsSubsequence("serving", "reload_secrets", "drain", "draining");
      assertThat(errors).contains("keeper").doesNotContain(token.toString().strip());
    }
  }

  @Test
  void everyStepThatAKilledServerAnsweredInModeSyncIsInItsJournal() throws Exception {
    String journal = scratch.resolve("journal").toString();
    int answered = 50;
    try (PlumblineProcess server =
            start("serve", "--port", "0", "--journal", journal, "--journal-mode", "sync");
        EnvironmentClient client = EnvironmentClient.connect(address(server))) {
      ByteString handle =
          client
              .reset(
                  ResetRequest.newBuilder()
                      .setEnvironment("spreadsheet_clean")
                      .setSplit("train")
                      .setProfile("strict")
                      .build())
              .getEpisodes(0)
              .getHandle();
      for (int i = 0; i < answered; i++) {
        client.step(
            StepRequest.newBuilder()
                .setHandle(handle)
                .setAction(ByteString.copyFromUtf8("output " + i))
                .setFinishReason(FinishReason.FINISH_REASON_STOP)
                .build());
      }
      server.kill();
    }
    StringWriter out = new StringWriter();
    int code =
        Main.run(
            new PrintWriter(out),
            new PrintWriter(new StringWriter()),
            Map.of(),
            "episodes",
            journal,
            "--json",
            "--sql",
            "SELECT count(DISTINCT output) AS n FROM steps");
    assertThat(code).isZero();
    assertThat(out.toString()).isEqualTo("{\"n\":" + answered + "}\n");
  }
}
