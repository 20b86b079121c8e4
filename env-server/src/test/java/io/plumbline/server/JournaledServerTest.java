package io.plumbline.server;

import static io.plumbline.server.EnvironmentHealthTest.health;
import static io.plumbline.server.TestServer.reset;
import static io.plumbline.server.TestServer.stop;
import static io.plumbline.server.Waiting.until;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.stub.StreamObserver;
import io.plumbline.client.EnvironmentClient;
import io.plumbline.client.Retry;
import io.plumbline.env.v1.EnvironmentServiceGrpc;
import io.plumbline.env.v1.Episode;
import io.plumbline.env.v1.Error;
import io.plumbline.env.v1.ErrorTrailer;
import io.plumbline.env.v1.FinishReason;
import io.plumbline.env.v1.GradeRequest;
import io.plumbline.env.v1.RolloutRequest;
import io.plumbline.env.v1.RolloutResponse;
import io.plumbline.env.v1.StepBatchRequest;
import io.plumbline.env.v1.StepRequest;
import io.plumbline.env.v1.StepResponse;
import io.plumbline.env.v1.StepResult;
import io.plumbline.journal.v1.StepRecord;
import io.plumbline.server.journal.JournalConfig;
import io.plumbline.server.journal.JournalException;
import io.plumbline.server.journal.JournalMode;
import io.plumbline.server.journal.JournalReader;
import io.plumbline.server.journal.JournalStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that records what it grades. */
class JournaledServerTest {
  private static final String LARGE = "x".repeat(Limits.MAX_INLINE_BYTES + 1);
  private static final String REFUSAL =
      "journal: the step could not be recorded (expected: a disk that takes it; try again later)";

  @TempDir Path scratch;

  private Path directory() {
    return scratch.resolve("journal");
  }

  private ServerConfig config(JournalMode mode) {
    return TestServer.config(TestServer.KEY).withJournal(JournalConfig.of(directory(), mode));
  }

  private TestServer start(JournalMode mode) throws IOException {
    return new TestServer(config(mode), Access.local());
  }

  private List<StepRecord> records() throws IOException {
    List<StepRecord> records = new ArrayList<>();
    new JournalReader(directory()).read(records::add);
    return records;
  }

  /** A directory where the first segment should be: the file system refuses to write there. */
  private Path blocked() throws IOException {
    return Files.createDirectory(directory().resolve("0000000000000000001.steps"));
  }

  /** The replies to steps that are sent on one stream, by their place. */
  private static Map<Long, RolloutResponse> rollout(TestServer server, List<StepRequest> steps)
      throws InterruptedException {
    Map<Long, RolloutResponse> replies = new HashMap<>();
    CountDownLatch end = new CountDownLatch(1);
    StreamObserver<RolloutRequest> requests =
        EnvironmentServiceGrpc.newStub(server.channel)
            .rollout(
                new StreamObserver<>() {
                  @Override
                  public void onNext(RolloutResponse reply) {
                    replies.put(reply.getId(), reply);
                  }

                  @Override
                  public void onError(Throwable e) {
                    end.countDown();
                  }

                  @Override
                  public void onCompleted() {
                    end.countDown();
                  }
                });
    for (int i = 0; i < steps.size(); i++) {
      requests.onNext(RolloutRequest.newBuilder().setId(i).setStep(steps.get(i)).build());
    }
    requests.onCompleted();
    assertThat(end.await(30, TimeUnit.SECONDS)).isTrue();
    return replies;
  }

  @ParameterizedTest
  @EnumSource
  void aRecordSaysWhatTheStepWasAndWhatItGot(JournalMode mode) throws Exception {
    String output = "Quarter,Revenue\nQ1 2021,5\n";
    StepResponse reply;
    StepResponse other;
    List<Episode> episodes;
    try (TestServer server = start(mode)) {
      episodes =
          server.stub.reset(reset().setGroupSize(2).setTokenBudget(50).build()).getEpisodesList();
      reply = server.stub.step(stop(episodes.get(0).getHandle(), output).setTokenCount(20).build());
      other =
          server.stub.step(
              stop(episodes.get(1).getHandle(), output)
                  .setTokenCount(60)
                  .setFinishReason(FinishReason.FINISH_REASON_LENGTH)
                  .build());
    }

    List<StepRecord> records = records();

    assertThat(records).hasSize(2);
    StepRecord first = records.get(0);
    assertThat(first.getSequence()).isEqualTo(1);
    assertThat(first.getStepId()).isEqualTo(reply.getStepId());
    assertThat(first.getPrincipal()).isEqualTo("local");
    assertThat(first.getEnvironment()).isEqualTo("spreadsheet_clean");
    assertThat(first.getSplit()).isEqualTo("train");
    assertThat(first.getSeed()).isEqualTo(7);
    assertThat(first.getTaskId()).startsWith("spreadsheet_clean/train/");
    assertThat(first.getTaskHash())
        .isEqualTo(TestServer.CATALOGUE.find(first.getTaskId()).orElseThrow().contentHash());
    assertThat(first.getProfile()).isEqualTo("strict");
    assertThat(first.getRewardRule()).isEqualTo("pessimistic");
    assertThat(first.getTokenBudget()).isEqualTo(50);
    assertThat(first.getTokenCount()).isEqualTo(20);
    assertThat(first.getOutput()).isEqualTo(output);
    assertThat(first.getReward()).isEqualTo(reply.getReward());
    assertThat(first.getGrade()).isEqualTo(reply.getGrade());
    assertThat(first.getTerminated()).isTrue();
    StepRecord second = records.get(1);
    assertThat(second.getGroupId()).isEqualTo(first.getGroupId()).hasSize(16);
    assertThat(second.getAttempt()).isEqualTo(1);
    assertThat(second.getStepId()).isEqualTo(other.getStepId());
    assertThat(second.getTruncated()).isTrue();
  }

  @Test
  void groupsAreToldApart() throws Exception {
    try (TestServer server = start(JournalMode.SYNC)) {
      server.stub.step(stop(server.handle(), "x").build());
      server.advance(Duration.ofSeconds(1));
      server.stub.step(stop(server.handle(), "x").build());
    }
    assertThat(records()).extracting(StepRecord::getGroupId).doesNotHaveDuplicates();
  }

  @Test
  void noRecordHasHandleEvidenceOrReference() throws Exception {
    ByteString handle;
    try (TestServer server = start(JournalMode.SYNC)) {
      handle = server.stub.reset(reset().setEvidence(true).build()).getEpisodes(0).getHandle();
      StepResponse step = server.stub.step(stop(handle, "Quarter\nQ1 2021\n").build());
      assertThat(step.getGrade().getEvidenceCount()).isPositive();
    }
    StepRecord record = records().get(0);
    assertThat(record.getGrade().getEvidenceCount()).isZero();
    byte[] file = Files.readAllBytes(directory().resolve("0000000000000000001.steps"));
    String bytes = new String(file, StandardCharsets.ISO_8859_1);
    String mac = handle.substring(handle.size() - 32).toString(StandardCharsets.ISO_8859_1);
    assertThat(bytes).contains("Q1 2021").doesNotContain(mac);
    for (String line : TestServer.gold(record.getTaskId()).split("\n", -1)) {
      if (line.length() > 10 && !line.startsWith("Quarter")) {
        assertThat(bytes).doesNotContain(line);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aJournalChangesNoReply(JournalMode mode) throws Exception {
    try (TestServer plain = new TestServer();
        TestServer journaled = start(mode)) {
      StepRequest step = stop(plain.handle(), "Quarter\nQ1 2021\n").build();
      StepResponse reply = plain.stub.step(step);

      assertThat(journaled.stub.step(step)).isEqualTo(reply);
      assertThat(journaled.stub.step(step)).isEqualTo(reply);
      StepRequest large = stop(plain.handle(), LARGE).build();
      assertThat(journaled.stub.step(large)).isEqualTo(plain.stub.step(large));
    }
    assertThat(records()).hasSize(2); // the one that was sent twice once
  }

  @Test
  void inModeSyncEveryKindOfReplyFollowsItsRecord() throws Exception {
    try (TestServer server = start(JournalMode.SYNC)) {
      ByteString handle = server.handle();
      server.stub.step(stop(handle, "unary").build());
      server.stub.step(stop(handle, "large" + LARGE).build());
      StepBatchRequest.Builder batch = StepBatchRequest.newBuilder();
      List<StepRequest> stream = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        batch.addSteps(stop(handle, "batch " + i));
        stream.add(stop(handle, "stream " + i + (i % 10 == 0 ? LARGE : "")).build());
      }
      assertThat(server.stub.stepBatch(batch.build()).getResultsList())
          .hasSize(100)
          .allMatch(StepResult::hasResponse);
      assertThat(rollout(server, stream).values()).hasSize(100).allMatch(RolloutResponse::hasStep);

      assertThat(records()).hasSize(202); // while it runs
    }
  }

  @Test
  void whatIsRefusedIsNotRecorded() throws Exception {
    try (TestServer server = start(JournalMode.SYNC)) {
      assertThatThrownBy(
              () -> server.stub.step(stop(server.handle(), "x").setFinishReasonValue(9).build()))
          .hasMessageStartingWith("INVALID_ARGUMENT");
      server.stub.step(stop(server.handle(), "y").build());
    }
    assertThat(records()).extracting(StepRecord::getOutput).containsExactly("y");
  }

  @Test
  void inModeSyncAStepThatCannotBeRecordedIsRefusedInEveryKindOfCall() throws Exception {
    try (TestServer server = start(JournalMode.SYNC)) {
      ByteString handle = server.handle();
      Path blocked = blocked();

      StatusRuntimeException unary =
          catchThrowableOfType(
              StatusRuntimeException.class, () -> server.stub.step(stop(handle, "a").build()));
      assertThat(unary.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(unary.getStatus().getDescription()).isEqualTo(REFUSAL);
      Error error = requireNonNull(requireNonNull(unary.getTrailers()).get(ErrorTrailer.KEY));
      assertThat(error.getRetryAfter().getSeconds()).isEqualTo(1);
      assertThatThrownBy(() -> server.stub.step(stop(handle, LARGE).build()))
          .hasMessage("UNAVAILABLE: " + REFUSAL);

      List<StepResult> results =
          server
              .stub
              .stepBatch(
                  StepBatchRequest.newBuilder()
                      .addSteps(stop(handle, "b"))
                      .addSteps(stop(handle, "c").setFinishReasonValue(9))
                      .addSteps(stop(handle, "d"))
                      .build())
              .getResultsList();
      assertThat(results)
          .extracting(result -> Status.fromCodeValue(result.getError().getCode()).getCode())
          .containsExactly(
              Status.Code.UNAVAILABLE, Status.Code.INVALID_ARGUMENT, Status.Code.UNAVAILABLE);

      Map<Long, RolloutResponse> stream =
          rollout(server, List.of(stop(handle, "e").build(), stop(handle, LARGE).build()));
      assertThat(stream).hasSize(2);
      assertThat(stream.values()).allMatch(reply -> reply.getError().getMessage().equals(REFUSAL));

      assertThat(server.server.journal().orElseThrow().failure()).isPresent();
      server.stub.grade( // needs no journal
          GradeRequest.newBuilder()
              .setTaskId(server.stub.reset(reset().build()).getTask().getId())
              .setOutput(ByteString.copyFromUtf8("x"))
              .setProfile("strict")
              .build());

      Files.delete(blocked);
      server.stub.step(stop(handle, "a").build());
      assertThat(server.server.journal().orElseThrow().failure()).isEmpty();
    }
    assertThat(records()).extracting(StepRecord::getOutput).containsExactly("a");
  }

  @Test
  void inModeAsyncStepsAreAnsweredWhateverTheDiskDoes() throws Exception {
    try (TestServer server = start(JournalMode.ASYNC)) {
      ByteString handle = server.handle();
      Path blocked = blocked();
      assertThat(server.stub.step(stop(handle, "a").build()).hasReward()).isTrue();
      until(() -> server.server.journal().orElseThrow().failure().isPresent());
      assertThat(server.stub.step(stop(handle, "b").build()).hasReward()).isTrue();
      assertThat(server.server.journal().orElseThrow())
          .returns(2L, JournalStatus::graded)
          .returns(0L, JournalStatus::recorded);

      Files.delete(blocked);
      until(() -> server.server.journal().orElseThrow().recorded() == 2);
    }
    assertThat(records()).extracting(StepRecord::getOutput).containsExactly("a", "b");
  }

  @Test
  void aJournalThatCannotBeWrittenShowsInHealth() throws Exception {
    try (TestServer server = start(JournalMode.SYNC)) {
      String service = EnvironmentServiceGrpc.SERVICE_NAME;
      assertThat(health(server, "journal")).isEqualTo(ServingStatus.SERVING);
      Path blocked = blocked();
      assertThatThrownBy(() -> server.stub.step(stop(server.handle(), "x").build()))
          .hasMessageStartingWith("UNAVAILABLE");
      assertThat(health(server, "journal")).isEqualTo(ServingStatus.NOT_SERVING);
      assertThat(health(server, service)).isEqualTo(ServingStatus.NOT_SERVING);

      Files.delete(blocked);
      until(() -> health(server, "journal") == ServingStatus.SERVING); // without any step
      assertThat(health(server, service)).isEqualTo(ServingStatus.SERVING);
    }
  }

  @Test
  void inModeAsyncTheServiceIsHealthyWithoutItsJournal() throws Exception {
    try (TestServer server = start(JournalMode.ASYNC)) {
      Path blocked = blocked();
      server.stub.step(stop(server.handle(), "x").build());
      until(() -> health(server, "journal") == ServingStatus.NOT_SERVING);
      assertThat(health(server, EnvironmentServiceGrpc.SERVICE_NAME))
          .isEqualTo(ServingStatus.SERVING);
      Files.delete(blocked);
    }
  }

  @Test
  void whatBecomesOfRecordsShowsInMetrics() throws Exception {
    Exposure exposure =
        new Exposure(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Access.local(),
            Optional.empty(),
            OptionalInt.of(0));
    try (EnvironmentServer server = EnvironmentServer.start(config(JournalMode.SYNC), exposure);
        EnvironmentClient client = EnvironmentClient.connect("127.0.0.1:" + server.port())) {
      StepRequest step =
          stop(client.reset(reset().build()).getEpisodes(0).getHandle(), "x").build();
      Path blocked = blocked();
      assertThatThrownBy(() -> client.withRetry(Retry.NONE).step(step))
          .hasMessageContaining(REFUSAL);
      assertThat(MetricsTest.metrics(server))
          .contains("plumbline_journal_failing 1.0", "plumbline_journal_dropped_total 1.0");

      Files.delete(blocked);
      client.step(step);
      client.step(step);
      assertThat(MetricsTest.metrics(server))
          .contains(
              "plumbline_journal_failing 0.0",
              "plumbline_journal_recorded_total 1.0",
              "plumbline_journal_duplicates_total 1.0",
              "plumbline_journal_dropped_total 1.0",
              "plumbline_journal_missing_total 0.0",
              "plumbline_journal_queue_depth 0.0");
    }
  }

  @Test
  void aServerThatEndsHasWrittenWhatItGraded() throws Exception {
    try (TestServer server = start(JournalMode.ASYNC)) {
      ByteString handle = server.handle();
      for (int i = 0; i < 500; i++) {
        server.stub.step(stop(handle, "step " + i).build());
      }
      assertThat(server.server.drain(Duration.ofSeconds(10))).isTrue();
      assertThat(records()).hasSize(500);
    }
  }

  @Test
  void aJournalInUseIsNotTakenForAPortInUse() throws Exception {
    try (TestServer server = start(JournalMode.ASYNC)) {
      assertThatThrownBy(() -> EnvironmentServer.start(config(JournalMode.ASYNC), 0))
          .isInstanceOf(JournalException.class)
          .hasMessageStartingWith("journal: " + directory() + " is in use");
      assertThat(server.stub.step(stop(server.handle(), "x").build()).hasReward()).isTrue();
    }
  }

  @Test
  void aServerThatCannotStartLetsGoOfItsJournal() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(
              () -> EnvironmentServer.start(config(JournalMode.SYNC), taken.getLocalPort()))
          .hasMessageContaining("is in use (expected: a free one");
    }
    start(JournalMode.SYNC).close();
  }

  @Test
  void aServerWithoutAJournalHasNoStatusOfOne() throws Exception {
    try (TestServer server = new TestServer()) {
      assertThat(server.server.journal()).isEmpty();
    }
  }
}
