package io.plumbline.server;

import static io.plumbline.server.TestServer.reset;
import static io.plumbline.server.TestServer.stop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.plumbline.env.v1.DimensionStatus;
import io.plumbline.env.v1.EnvironmentServiceGrpc;
import io.plumbline.env.v1.ResetRequest;
import io.plumbline.env.v1.RolloutRequest;
import io.plumbline.env.v1.RolloutResponse;
import io.plumbline.env.v1.StepBatchRequest;
import io.plumbline.env.v1.StepResponse;
import io.plumbline.graders.Grade;
import io.plumbline.graders.Grader;
import io.plumbline.graders.tasks.GeneratedSplit;
import io.plumbline.graders.tasks.TaskSplit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FaultsTest {

  @Test
  void aGraderThatBreaksYieldsNoRewardRatherThanZero() throws IOException {
    try (TestServer server =
        Rigged.server(
            output -> {
              throw new IllegalStateException("broken on purpose");
            })) {
      StepResponse step = server.stub.step(stop(server.handle(), "x").build());

      assertThat(step.hasReward()).isFalse();
      assertThat(step.getGrade().getDimensions(0).hasValue()).isFalse();
      assertThat(step.getGrade().getDimensions(0).getStatus())
          .isEqualTo(DimensionStatus.DIMENSION_STATUS_FAILED);
      assertThat(step.getTerminated()).isTrue();
    }
  }

  @Test
  void aGraderThatBreaksWithAnErrorIsNoDifferent() throws IOException {
    List<Error> errors =
        List.of(
            new NoClassDefFoundError("a/Library"), new StackOverflowError(), new AssertionError());
    for (Error error : errors) {
      try (TestServer server =
          Rigged.server(
              output -> {
                throw error;
              })) {
        StepResponse step = server.stub.step(stop(server.handle(), "x").build());

        assertThat(step.getGrade().getDimensions(0).getStatus())
            .isEqualTo(DimensionStatus.DIMENSION_STATUS_FAILED);
      }
    }
  }

  @Test
  void aGradeThatIsNotByTheRubricIsNoGrade() throws IOException {
    Grade foreign = new Grade(List.of(), List.of(), "rigged/1");
    try (TestServer server = Rigged.server(output -> foreign)) {
      StepResponse step = server.stub.step(stop(server.handle(), "x").build());

      assertThat(step.hasReward()).isFalse();
      assertThat(step.getGrade().getDimensionsList())
          .extracting(dimension -> dimension.getName(), dimension -> dimension.getStatus())
          .containsExactly(tuple("only", DimensionStatus.DIMENSION_STATUS_FAILED));
    }
  }

  @Test
  void evidenceThatBreaksLeavesTheGradeAsItIs() throws IOException {
    Grader mute =
        new Grader() {
          @Override
          public Grade grade(String output) {
            return Rigged.empty();
          }

          @Override
          public List<String> evidence(String output) {
            throw new IllegalStateException("broken on purpose");
          }
        };
    try (TestServer server = new TestServer(TestServer.KEY, new Rigged(mute))) {
      ByteString handle =
          server.stub.reset(reset().setEvidence(true).build()).getEpisodes(0).getHandle();
      StepResponse step = server.stub.step(stop(handle, "x").build());

      assertThat(step.getReward()).isZero();
      assertThat(step.getGrade().getEvidenceList())
          .containsExactly("evidence: none, as what gives it broke");
    }
  }

  @Test
  void tasksThatBreakFailTheirOwnCallAlone() throws IOException {
    TaskSplit broken =
        new GeneratedSplit(
            "spreadsheet_clean",
            "broken",
            true,
            "",
            random -> {
              throw new NoClassDefFoundError("a/Library");
            },
            0,
            GeneratedSplit.BUCKETS);
    ServerConfig plain = TestServer.config(TestServer.KEY);
    ServerConfig config =
        new ServerConfig(
            plain.environments(),
            plain.catalogue().with(broken),
            plain.handleKeys(),
            plain.handleTtl(),
            plain.version());
    try (TestServer server = new TestServer(config, Access.local())) {
      assertThatThrownBy(() -> server.stub.reset(reset().setSplit("broken").build()))
          .hasMessage("INTERNAL: internal error; the server's log has the details");
      RolloutRequest request =
          RolloutRequest.newBuilder().setReset(reset().setSplit("broken")).build();
      assertThat(rollout(server, request).getError().getCode())
          .isEqualTo(Status.Code.INTERNAL.value());
      assertThat(server.handle()).isNotEmpty();
    }
  }

  private static RolloutResponse rollout(TestServer server, RolloutRequest request) {
    CompletableFuture<RolloutResponse> reply = new CompletableFuture<>();
    StreamObserver<RolloutRequest> requests =
        EnvironmentServiceGrpc.newStub(server.channel)
            .rollout(
                new StreamObserver<>() {
                  @Override
                  public void onNext(RolloutResponse response) {
                    reply.complete(response);
                  }

                  @Override
                  public void onError(Throwable e) {
                    reply.completeExceptionally(e);
                  }

                  @Override
                  public void onCompleted() {}
                });
    requests.onNext(request);
    requests.onCompleted();
    return reply.orTimeout(30, TimeUnit.SECONDS).join();
  }

  @Test
  void aProfileThatItsEnvironmentLacksIsRefused() throws IOException {
    try (TestServer server = Rigged.server(output -> Rigged.empty())) {
      assertThatThrownBy(() -> server.stub.reset(reset().setProfile("reference").build()))
          .isInstanceOf(StatusRuntimeException.class)
          .hasMessage(
              "INVALID_ARGUMENT: profile: \"reference\" (expected: strict, for spreadsheet_clean)");
    }
  }

  @Test
  void aBatchStopsWhenItsCallerHasGone() throws Exception {
    AtomicInteger graded = new AtomicInteger();
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    try (TestServer server =
        Rigged.server(
            output -> {
              graded.incrementAndGet();
              first.countDown();
              await(cancelled);
              return Rigged.empty();
            })) {
      ByteString handle = server.handle();
      StepBatchRequest.Builder batch = StepBatchRequest.newBuilder();
      for (int i = 0; i < 8; i++) {
        batch.addSteps(stop(handle, "x".repeat(Limits.MAX_INLINE_BYTES + 1)));
      }
      var call =
          server.channel.newCall(EnvironmentServiceGrpc.getStepBatchMethod(), CallOptions.DEFAULT);
      var reply = ClientCalls.futureUnaryCall(call, batch.build());
      await(first);
      reply.cancel(true);
      cancelled.countDown();
      assertThat(server.server.drain(Duration.ofSeconds(30))).isTrue();
      assertThat(graded).hasValue(1);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aFullQueueIsRefusedAtOnceWithATimeToRetry() {
    GradingPool pool = new GradingPool(1, 2);
    CountDownLatch release = new CountDownLatch(1);
    for (int i = 0; i < 3; i++) {
      pool.execute(() -> await(release)); // one runs, two wait
    }
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> pool.execute(() -> {}));
    release.countDown();
    pool.close();

    assertThat(refusal.error().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED.value());
    assertThat(refusal.error().hasRetryAfter()).isTrue();
    assertThat(refusal.error().getMessage())
        .isEqualTo("grading queue: 2 calls are waiting (expected: fewer; try again later)");
  }

  @Test
  void textThatIsNotUtf8InANameIsRefusedAsSuch() throws IOException {
    try (TestServer server = new TestServer()) {
      ByteString malformed =
          reset().build().toByteString().concat(ByteString.fromHex("0a02ff61")); // field 1 again
      StatusRuntimeException e =
          catchThrowableOfType(
              StatusRuntimeException.class, () -> raw(server, malformed.toByteArray()));

      assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(e.getStatus().getDescription())
          .isEqualTo(
              "request: a text field that is not UTF-8 (expected: a ResetRequest of"
                  + " plumbline.env.v1)");
      assertThat(server.handle()).isNotEmpty(); // it serves on
    }
  }

  private static byte[] raw(TestServer server, byte[] request) {
    MethodDescriptor<byte[], byte[]> method =
        EnvironmentServiceGrpc.getResetMethod().toBuilder(new RawMessages(), new RawMessages())
            .build();
    return ClientCalls.blockingUnaryCall(server.channel, method, CallOptions.DEFAULT, request);
  }

  @Test
  void aPortInUseIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> EnvironmentServer.start(TestServer.config(TestServer.KEY), port))
          .isInstanceOf(IOException.class)
          .hasMessage("port: " + port + " is in use (expected: a free one, or 0)");
    }
    assertThatThrownBy(() -> EnvironmentServer.start(TestServer.config(TestServer.KEY), 70_000))
        .hasMessage("port: 70000 (expected: 0 to 65535)");
  }

  @Test
  void aNameInUseIsNamed() throws IOException {
    ServerConfig config = TestServer.config(TestServer.KEY);
    try (EnvironmentServer taken = EnvironmentServer.startInProcess(config, "here")) {
      assertThat(taken.port()).isEqualTo(-1);
      assertThatThrownBy(() -> EnvironmentServer.startInProcess(config, "here"))
          .isInstanceOf(IOException.class)
          .hasMessage("name: \"here\" is taken (expected: a free one)");
    }
  }

  @Test
  void shortKeysAndOddLifetimesAreRefused() {
    assertThatThrownBy(() -> new HandleKey(new byte[31]))
        .hasMessage("handle_key: 31 bytes (expected: at least 32)");
    ServerConfig config = TestServer.config(TestServer.KEY);
    assertThatThrownBy(
            () ->
                new ServerConfig(
                    config.environments(),
                    config.catalogue(),
                    config.handleKeys(),
                    Duration.ZERO,
                    config.version()))
        .hasMessage("handle_ttl: PT0S (expected: 1 second to 365 days)");
    assertThat(config.toString() + config.handleKeys()).doesNotContain("0101");
  }

  @Test
  void resetsAfterADrainAreTurnedAway() throws Exception {
    try (TestServer server = new TestServer()) {
      ResetRequest request = reset().build();
      assertThat(server.stub.reset(request).getEpisodesCount()).isEqualTo(1);
      assertThat(server.server.drain(Duration.ofSeconds(30))).isTrue();
      StatusRuntimeException e =
          catchThrowableOfType(StatusRuntimeException.class, () -> server.stub.reset(request));
      assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }
  }
}
