package io.plumbline.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.InsecureChannelCredentials;
import io.grpc.Status;
import io.plumbline.client.AsyncRollout;
import io.plumbline.client.EnvironmentClient;
import io.plumbline.client.EnvironmentException;
import io.plumbline.client.Retry;
import io.plumbline.client.Rollout;
import io.plumbline.env.v1.GradeRequest;
import io.plumbline.env.v1.GradeResult;
import io.plumbline.env.v1.ResetResponse;
import io.plumbline.env.v1.StepRequest;
import io.plumbline.env.v1.StepResponse;
import io.plumbline.env.v1.StepResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Java client where the way to the server breaks, hangs, or is crowded. */
class ClientFaultsTest {
  private static final Duration BRIEF = Duration.ofMillis(300);
  private static final Retry IMPATIENT =
      new Retry(BRIEF, Duration.ofMillis(10), Duration.ofMillis(100));

  private EnvironmentServer server;
  private Proxy proxy;
  private EnvironmentClient direct;
  private EnvironmentClient client;

  @BeforeEach
  void start() throws IOException {
    server = EnvironmentServer.start(TestServer.config(TestServer.KEY), 0);
    proxy = new Proxy(server.port());
    direct = EnvironmentClient.connect("127.0.0.1:" + server.port());
    client = EnvironmentClient.connect("127.0.0.1:" + proxy.port());
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    direct.close();
    proxy.close();
    server.close();
  }

  /** Steps that all differ. */
  private List<StepRequest> steps(int count) {
    ByteString handle = direct.reset(TestServer.reset().build()).getEpisodes(0).getHandle();
    return IntStream.range(0, count)
        .mapToObj(i -> TestServer.stop(handle, "Quarter,Revenue\nQ1," + i + "\n").build())
        .toList();
  }

  private List<StepResponse> outcomes(List<StepRequest> steps) {
    return direct.stepBatch(steps).stream().map(StepResult::getResponse).toList();
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(60, TimeUnit.SECONDS);
  }

  @Test
  void aCallOverABrokenConnectionIsTakenAgain() {
    List<StepRequest> steps = steps(30);
    List<StepResponse> replies = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      if (i % 10 == 5) {
        proxy.cut();
      }
      replies.add(client.step(steps.get(i)));
    }
    assertThat(replies).isEqualTo(outcomes(steps));
    assertThat(proxy.connections()).isGreaterThanOrEqualTo(4);
  }

  @Test
  void aCallOverASilentConnectionIsTakenAgainOverAnother() {
    List<StepRequest> steps = steps(2);
    EnvironmentClient quick = client.withTimeout(BRIEF);
    StepResponse first = quick.step(steps.get(0));
    proxy.hang();
    assertThat(List.of(first, quick.step(steps.get(1)))).isEqualTo(outcomes(steps));
    assertThat(proxy.connections()).isEqualTo(2);
  }

  @Test
  void patienceEnds() throws Exception {
    proxy.close();
    EnvironmentClient impatient = client.withRetry(IMPATIENT);
    assertThatThrownBy(impatient::listEnvironments)
        .isInstanceOfSatisfying(
            EnvironmentException.class,
            e -> assertThat(e.code()).isEqualTo(Status.Code.UNAVAILABLE));
    try (Rollout rollout = impatient.rollout(2)) {
      CompletableFuture<ResetResponse> lost = rollout.reset(TestServer.reset().build());
      assertThatThrownBy(() -> get(lost)).cause().isInstanceOf(EnvironmentException.class);
      CompletableFuture<ResetResponse> after = rollout.reset(TestServer.reset().build());
      assertThatThrownBy(() -> get(after)).cause().hasMessageStartingWith("UNAVAILABLE");
    }
  }

  @Test
  void aBrokenStreamIsOpenedAgainWithoutLoss() throws Exception {
    List<StepRequest> steps = steps(400);
    List<CompletableFuture<StepResponse>> replies = new ArrayList<>();
    try (Rollout rollout = client.rollout(32)) {
      for (int i = 0; i < 400; i++) {
        if (i % 100 == 50) {
          proxy.cut();
        }
        replies.add(rollout.step(steps.get(i)));
      }
    }
    List<StepResponse> got = new ArrayList<>();
    for (CompletableFuture<StepResponse> reply : replies) {
      got.add(get(reply));
    }
    assertThat(got).isEqualTo(outcomes(steps));
    assertThat(proxy.connections()).isGreaterThanOrEqualTo(4);
  }

  @Test
  void aSilentStreamIsOpenedAgain() throws Exception {
    List<StepRequest> steps = steps(20);
    List<StepResponse> got = new ArrayList<>();
    try (Rollout rollout = client.withTimeout(BRIEF).rollout(64)) {
      got.add(get(rollout.step(steps.get(0))));
      proxy.hang();
      List<CompletableFuture<StepResponse>> replies = new ArrayList<>();
      for (StepRequest step : steps.subList(1, 20)) {
        replies.add(rollout.step(step));
      }
      for (CompletableFuture<StepResponse> reply : replies) {
        got.add(get(reply));
      }
    }
    assertThat(got).isEqualTo(outcomes(steps));
  }

  @Test
  void noMoreThanTheWindowWait() throws Exception {
    List<StepRequest> steps = steps(3);
    get(client.async().step(steps.get(0))); // connected
    proxy.hang();
    Semaphore sent = new Semaphore(0);
    Rollout rollout = client.rollout(2);
    Thread sender =
        new Thread(
            () -> {
              try {
                for (StepRequest step : steps) {
                  var unused = rollout.step(step);
                  sent.release();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    sender.start();
    sent.acquire(2);
    while (sender.getState() != Thread.State.WAITING) {
      Thread.onSpinWait(); // until it waits for its turn
    }
    assertThat(sent.availablePermits()).isZero();
    proxy.cut();
    sender.join(60_000);
    assertThat(sent.availablePermits()).isEqualTo(1);
    rollout.close();
  }

  @Test
  void anAsyncStreamKeepsWhatIsBeyondItsWindowInOrder() throws Exception {
    List<StepRequest> steps = steps(300);
    AsyncRollout rollout = client.async().rollout(4);
    List<CompletableFuture<StepResponse>> replies = steps.stream().map(rollout::step).toList();
    rollout.close();
    List<StepResponse> got = new ArrayList<>();
    for (CompletableFuture<StepResponse> reply : replies) {
      got.add(get(reply));
    }
    assertThat(got).isEqualTo(outcomes(steps));
    assertThatThrownBy(() -> rollout.step(steps.get(0))).hasMessage("the rollout is closed");
  }

  @Test
  void aServerThatComesBackCostsNoStep() throws Exception {
    List<StepRequest> steps = steps(300);
    List<StepResponse> wanted = outcomes(steps);
    int port = server.port();
    List<CompletableFuture<StepResponse>> replies = new ArrayList<>();
    try (Rollout rollout = direct.rollout(32)) {
      for (int i = 0; i < 300; i++) {
        replies.add(rollout.step(steps.get(i)));
        if (i == 100) {
          server.close();
          server = EnvironmentServer.start(TestServer.config(TestServer.KEY), port);
        }
      }
      for (int i = 0; i < 300; i++) {
        assertThat(get(replies.get(i))).isEqualTo(wanted.get(i));
      }
    }
  }

  @Test
  void aQuotaSlowsDownAndLosesNothing() throws Exception {
    Credential one = Credential.ofToken("one", Role.TRAINER, "token", new Quota(0, 200, 0));
    Exposure exposure =
        new Exposure(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Access.of(List.of(one)),
            Optional.empty(),
            OptionalInt.empty());
    try (EnvironmentServer slow =
            EnvironmentServer.start(TestServer.config(TestServer.KEY), exposure);
        EnvironmentClient known =
            EnvironmentClient.connect(
                "127.0.0.1:" + slow.port(),
                InsecureChannelCredentials.create(),
                Optional.of("token"))) {
      ByteString handle = known.reset(TestServer.reset().build()).getEpisodes(0).getHandle();
      List<StepRequest> steps =
          IntStream.range(0, 300).mapToObj(i -> TestServer.stop(handle, "a," + i).build()).toList();
      List<StepResult> batch = known.stepBatch(steps);
      assertThat(batch).allMatch(StepResult::hasResponse);
      try (Rollout rollout = known.rollout(64)) {
        List<CompletableFuture<StepResponse>> replies = new ArrayList<>();
        for (StepRequest step : steps) {
          replies.add(rollout.step(step));
        }
        for (int i = 0; i < 300; i++) {
          assertThat(get(replies.get(i))).isEqualTo(batch.get(i).getResponse());
        }
      }
    }
  }

  @Test
  void batchesAreAsLargeAsTheServerTakesAndItemsFailAlone() throws Exception {
    GradeRequest fine =
        GradeRequest.newBuilder()
            .setTaskId("spreadsheet_clean/train/1")
            .setOutput(ByteString.copyFromUtf8("a,b"))
            .setProfile("strict")
            .build();
    GradeRequest large = fine.toBuilder().setOutput(text(Limits.MAX_MESSAGE_BYTES / 5)).build();
    GradeRequest huge = fine.toBuilder().setOutput(text(Limits.MAX_MESSAGE_BYTES)).build();
    List<GradeRequest> outputs = new ArrayList<>(Collections.nCopies(600, fine));
    outputs.addAll(Collections.nCopies(3, large));
    outputs.add(huge);
    outputs.add(fine);
    List<GradeResult> graded = get(direct.async().gradeBatch(outputs));
    assertThat(graded).hasSize(605);
    assertThat(graded.subList(0, 600)).allMatch(GradeResult::hasResponse);
    for (GradeResult each : graded.subList(600, 603)) {
      assertThat(EnvironmentException.of(each.getError()).field()).isEqualTo("output");
    }
    EnvironmentException unread = EnvironmentException.of(graded.get(603).getError());
    assertThat(unread.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(unread.isTransient()).isFalse();
    assertThat(graded.get(604)).isEqualTo(graded.get(0));
    assertThat(direct.gradeBatch(List.of())).isEmpty();
  }

  private static ByteString text(int bytes) {
    return ByteString.copyFromUtf8("x".repeat(bytes));
  }

  @Test
  void anIteratorIsReadAMessageAtATime() {
    int[] read = {0};
    Iterator<GradeRequest> endless =
        Stream.generate(
                () -> {
                  read[0]++;
                  return GradeRequest.newBuilder()
                      .setTaskId("spreadsheet_clean/train/" + read[0])
                      .setProfile("strict")
                      .build();
                })
            .iterator();
    Iterator<GradeResult> graded = direct.grades(endless);
    for (int i = 0; i < 300; i++) {
      assertThat(graded.next().hasResponse()).isTrue();
    }
    assertThat(read[0]).isLessThanOrEqualTo(3 * Limits.MAX_BATCH_ITEMS);
  }

  @Test
  void aCallThatIsCancelledEnds() throws Exception {
    client.listEnvironments();
    proxy.hang();
    CompletableFuture<StepResponse> forgotten = client.async().step(steps(1).get(0));
    assertThat(forgotten.cancel(true)).isTrue();
    CompletableFuture<List<StepResult>> batch = client.async().stepBatch(steps(1));
    assertThat(batch.cancel(true)).isTrue();
    assertThatThrownBy(() -> client.withTimeout(Duration.ZERO))
        .hasMessage("timeout: PT0S (expected: above 0)");
  }
}
