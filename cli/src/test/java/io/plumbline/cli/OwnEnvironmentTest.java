package io.plumbline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.plumbline.cli.plugins.Plugins;
import io.plumbline.client.EnvironmentClient;
import io.plumbline.env.v1.Environment;
import io.plumbline.env.v1.FinishReason;
import io.plumbline.env.v1.Flag;
import io.plumbline.env.v1.GradeRequest;
import io.plumbline.env.v1.ResetRequest;
import io.plumbline.env.v1.ResetResponse;
import io.plumbline.env.v1.StepRequest;
import io.plumbline.env.v1.StepResponse;
import io.plumbline.graders.tasks.Task;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of docs/own-environment.md, built and served by the commands that stand there. */
class OwnEnvironmentTest {
  private static final String SERVE = "./plumbline serve --plugins ";

  @TempDir Path scratch;

  /** What a checkout has that is built, as far as the commands need it. */
  private void layOut() throws IOException {
    Path library = Files.createDirectories(scratch.resolve("cli/target/lib"));
    Path graders =
        Path.of(
            URI.create(
                io.plumbline.graders.Environment.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toString()));
    Path jar = library.resolve("plumbline-graders-0.1.0.jar");
    if (Files.isDirectory(graders)) {
      ToolProvider packer = ToolProvider.findFirst("jar").orElseThrow();
      String[] pack = {"--create", "--file", jar.toString(), "-C", graders.toString(), "."};
      assertThat(packer.run(System.out, System.err, pack)).isZero();
    } else {
      Files.createSymbolicLink(jar, graders);
    }
    Files.createSymbolicLink(scratch.resolve("examples"), Markdown.ROOT.resolve("examples"));
  }

  /** Runs what builds; returns the folder that is to be served. */
  private Path build() throws Exception {
    String commands = Markdown.of("docs/own-environment.md").joined("sh");
    int serve = commands.indexOf(SERVE);
    ProcessBuilder shell =
        new ProcessBuilder("sh", "-e", "-c", commands.substring(0, serve))
            .directory(scratch.toFile())
            .redirectErrorStream(true);
    String tools = Path.of(System.getProperty("java.home"), "bin").toString();
    shell.environment().merge("PATH", tools, (path, first) -> first + ":" + path);
    Process process = shell.start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return scratch.resolve(commands.substring(serve + SERVE.length()).strip());
  }

  @Test
  void isBuiltServedGradedRecordedAndWatchedAsOursAre() throws Exception {
    layOut();
    Path plugins = build();
    Task task = Plugins.load(plugins, Assembly.environments(), "").get(0).splits("").get(0).task(7);
    Path journal = scratch.resolve("journal");
    try (PlumblineProcess server =
        PlumblineProcess.start(
            scratch,
            List.of(),
            "serve",
            "--plugins=" + plugins,
            "--port=0",
            "--metrics-port=0",
            "--journal=" + journal)) {
      String line = server.awaitLine("plumbline: serving on ");
      String address = line.substring(line.lastIndexOf(' ') + 1);
      String metrics = server.awaitLine("plumbline: metrics on ").replaceFirst(".* on ", "");
      try (EnvironmentClient client = EnvironmentClient.connect(address)) {
        assertThat(client.listEnvironments().getEnvironmentsList())
            .extracting(Environment::getName)
            .containsExactly(
                "spreadsheet_clean", "doc_revision", "citation_ground", "redact_contacts");
        play(client, task);
      }
      assertThat(health(address, "redact_contacts")).isEqualTo(ServingStatus.SERVING);
      assertThat(get(metrics))
          .contains("plumbline_steps_total{end=\"terminated\",environment=\"redact_contacts\"} 4.0")
          .contains("plumbline_steps_total{end=\"truncated\",environment=\"redact_contacts\"} 1.0");
      server.terminate();
      assertThat(server.end()).isZero();
    }
    assertThat(
            Commands.said(
                "episodes",
                journal.toString(),
                "--json",
                "--sql",
                "SELECT environment, count(*) AS n, max(reward) AS best FROM steps GROUP BY ALL"))
        .isEqualTo("{\"environment\":\"redact_contacts\",\"n\":4,\"best\":1.0}\n");
  }

  private static void play(EnvironmentClient client, Task task) {
    ResetResponse group =
        client.reset(
            ResetRequest.newBuilder()
                .setEnvironment("redact_contacts")
                .setSplit("train")
                .setSeed(7)
                .setProfile("strict")
                .setGroupSize(2)
                .setEvidence(true)
                .build());
    assertThat(group.getTask().getContentHash()).isEqualTo(task.contentHash());
    assertThat(group.getTask().getObservation().getInput()).isEqualTo(task.input());

    String gold = task.reference().gold();
    StepRequest right = step(group.getEpisodes(0).getHandle(), gold);
    StepResponse graded = client.step(right);
    assertThat(graded.getReward()).isEqualTo(1);
    assertThat(graded.getTerminated()).isTrue();
    assertThat(graded.getGrade().getEvidenceList()).isEmpty();
    assertThat(client.step(right)).isEqualTo(graded); // and counted once in the journal

    ByteString handle = group.getEpisodes(1).getHandle();
    StepResponse copied = client.step(step(handle, task.input()));
    assertThat(copied.getReward()).isEqualTo(0.3); // preservation 1 earns 0.4, less the cap
    assertThat(copied.getGrade().getFlagsList())
        .extracting(Flag::getName)
        .containsExactly("secret_left");
    assertThat(copied.getGrade().getEvidenceList()).isNotEmpty();

    StepRequest.Builder cut =
        step(handle, gold.lines().limit(1).toList().get(0)).toBuilder()
            .setFinishReason(FinishReason.FINISH_REASON_LENGTH);
    StepResponse truncated = client.step(cut.build());
    assertThat(truncated.getTruncated()).isTrue();
    assertThat(truncated.getReward()).isBetween(0.01, 0.99);
    assertThat(client.step(step(handle, "")).getReward()).isZero();

    GradeRequest.Builder grade =
        GradeRequest.newBuilder()
            .setTaskId(task.id())
            .setOutput(ByteString.copyFromUtf8(gold))
            .setProfile("strict");
    assertThat(client.grade(grade.build()).getReward()).isEqualTo(1);
  }

  private static StepRequest step(ByteString handle, String action) {
    return StepRequest.newBuilder()
        .setHandle(handle)
        .setAction(ByteString.copyFromUtf8(action))
        .setFinishReason(FinishReason.FINISH_REASON_STOP)
        .build();
  }

  private static ServingStatus health(String address, String service) {
    ManagedChannel channel = ManagedChannelBuilder.forTarget(address).usePlaintext().build();
    try {
      return HealthGrpc.newBlockingStub(channel)
          .check(HealthCheckRequest.newBuilder().setService(service).build())
          .getStatus();
    } finally {
      channel.shutdownNow();
    }
  }

  private static String get(String address) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString())
        .body();
  }

  @Test
  void aPluginThatCannotBeServedKeepsTheServerFromStarting() throws Exception {
    Files.writeString(scratch.resolve("broken.jar"), "not a jar");
    StringWriter err = new StringWriter();
    int code =
        Main.run(
            new PrintWriter(new StringWriter()),
            new PrintWriter(err),
            Map.of("PLUMBLINE_SERVE_PLUGINS", scratch.toString()),
            "serve",
            "--port=0");
    assertThat(code).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo("plumbline: plugins: broken.jar: no zip file (expected: a jar)\n");
  }
}
