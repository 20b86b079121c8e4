package io.plumbline.server;

import static io.plumbline.server.RefusalsTest.refused;
import static io.plumbline.server.TestServer.reset;
import static io.plumbline.server.TestServer.stop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.plumbline.env.v1.EnvironmentServiceGrpc;
import io.plumbline.env.v1.ErrorTrailer;
import io.plumbline.env.v1.ListEnvironmentsRequest;
import io.plumbline.env.v1.RolloutRequest;
import io.plumbline.env.v1.RolloutResponse;
import io.plumbline.env.v1.StepBatchRequest;
import io.plumbline.env.v1.StepRequest;
import io.plumbline.graders.Environment;
import io.plumbline.graders.Grade;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What one principal may take, and that it is nobody else's. */
class QuotaTest {
  private final AtomicLong nanos = new AtomicLong(7);

  private TestServer server(Quota quota) throws IOException {
    Access access =
        Access.of(
            List.of(
                Credential.ofToken("one", Role.TRAINER, "one-a", quota),
                Credential.ofToken("one", Role.TRAINER, "one-b", quota),
                Credential.ofToken("other", Role.TRAINER, "other", quota)),
            nanos::get);
    return new TestServer(TestServer.config(TestServer.KEY), access);
  }

  private static void exhausted(Runnable call, String field, long most, long retryNanos) {
    refused(
        call::run,
        Status.Code.RESOURCE_EXHAUSTED,
        field,
        field + ": more of one (expected: at most " + most + "; try again later)");
    try {
      call.run();
    } catch (StatusRuntimeException e) {
      var retry =
          Objects.requireNonNull(Objects.requireNonNull(e.getTrailers()).get(ErrorTrailer.KEY))
              .getRetryAfter();
      assertThat(retry.getSeconds() * 1_000_000_000 + retry.getNanos()).isEqualTo(retryNanos);
    }
  }

  @Test
  void requestsBeyondThoseOfASecondWaitForTheirTime() throws IOException {
    try (TestServer server = server(new Quota(0, 4, 0))) {
      Runnable call =
          () -> server.with("one-a").listEnvironments(ListEnvironmentsRequest.getDefaultInstance());
      for (int i = 0; i < 4; i++) {
        call.run();
      }
      exhausted(call, "requests_per_second", 4, 1);
      nanos.addAndGet(1);
      server.with("one-b").reset(reset().build()); // all tokens of a name count together
      exhausted(call, "requests_per_second", 4, 250_000_000);
      server.with("other").reset(reset().build());
      nanos.addAndGet(250_000_000);
      call.run();
      exhausted(call, "requests_per_second", 4, 250_000_000);
    }
  }

  @Test
  void aBatchCountsForItsItemsAndOneBeyondTheLimitIsPaidOff() throws IOException {
    try (TestServer server = server(new Quota(0, 4, 0))) {
      StepRequest step = stop(ByteString.copyFromUtf8("none"), "x").build();
      StepBatchRequest batch =
          StepBatchRequest.newBuilder().addAllSteps(Collections.nCopies(10, step)).build();
      assertThat(server.with("one-a").stepBatch(batch).getResultsCount()).isEqualTo(10);
      exhausted(
          () -> server.with("one-a").stepBatch(batch), "requests_per_second", 4, 1_500_000_001);
    }
  }

  @Test
  void bytesAreCounted() throws IOException {
    try (TestServer server = server(new Quota(0, 0, 1000))) {
      ByteString handle = server.with("one-a").reset(reset().build()).getEpisodes(0).getHandle();
      StepRequest step = stop(handle, "x".repeat(3000)).build();
      assertThat(server.with("one-a").step(step).hasReward()).isTrue();
      long wait =
          (step.getSerializedSize() + reset().build().getSerializedSize() - 1000) * 1_000_000L;
      exhausted(() -> server.with("one-a").step(step), "bytes_per_second", 1000, wait + 1);
      nanos.addAndGet(wait + 1);
      assertThat(server.with("one-a").step(step).hasReward()).isTrue();
    }
  }

  @Test
  void aRolloutAnswersWhatIsTooMuchAndGoesOn() throws Exception {
    try (TestServer server = server(new Quota(0, 1, 0))) {
      BlockingQueue<RolloutResponse> replies = new LinkedBlockingQueue<>();
      StreamObserver<RolloutRequest> requests = rollout(server, "one-a", replies);
      for (int id = 1; id <= 2; id++) {
        requests.onNext(RolloutRequest.newBuilder().setId(id).setReset(reset()).build());
      }
      assertThat(next(replies).hasReset()).isTrue();
      RolloutResponse refused = next(replies);
      assertThat(refused.getId()).isEqualTo(2);
      assertThat(refused.getError().getField()).isEqualTo("requests_per_second");
      assertThat(refused.getError().hasRetryAfter()).isTrue();
      nanos.addAndGet(1);
      requests.onNext(RolloutRequest.newBuilder().setId(3).setReset(reset()).build());
      assertThat(next(replies).hasReset()).isTrue();
      requests.onCompleted();
    }
  }

  @Test
  void aCallInFlightIsOneForAsLongAsItIsOpen() throws Exception {
    try (TestServer server = server(new Quota(2, 0, 0))) {
      BlockingQueue<RolloutResponse> replies = new LinkedBlockingQueue<>();
      StreamObserver<RolloutRequest> first = rollout(server, "one-a", replies);
      StreamObserver<RolloutRequest> second = rollout(server, "one-b", replies);
      Runnable call = () -> server.with("one-a").reset(reset().build());
      exhausted(call, "calls_in_flight", 2, 100_000_000);
      server.with("other").reset(reset().build());
      first.onError(Status.CANCELLED.asException()); // a caller that goes away gives its place back
      call.run();
      second.onCompleted();
      for (int i = 0; i < 5; i++) {
        call.run();
      }
    }
  }

  @Test
  void whatOverloadTurnsAwayIsNotCounted() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    int most = 1000;
    Access access =
        Access.of(
            List.of(Credential.ofToken("one", Role.TRAINER, "one", new Quota(0, most, 0))),
            nanos::get);
    Environment slow = Rigged.environment(output -> onceOpen(gate));
    try (TestServer server = new TestServer(TestServer.config(TestServer.KEY, slow), access)) {
      var stub = TestServer.as(EnvironmentServiceGrpc.newFutureStub(server.channel), "Bearer one");
      ByteString handle = server.with("one").reset(reset().build()).getEpisodes(0).getHandle();
      StepRequest step = stop(handle, "x".repeat(Limits.MAX_INLINE_BYTES + 1)).build();
      int taken = 1;
      while (!stub.step(step).isDone()) { // one that the pool takes waits for the gate
        taken++;
      }
      for (int i = 0; i < 10; i++) {
        assertThat(stub.step(step)).isDone();
      }
      gate.countDown();
      Runnable call =
          () -> server.with("one").listEnvironments(ListEnvironmentsRequest.getDefaultInstance());
      for (int i = taken; i < most; i++) {
        call.run();
      }
      exhausted(call, "requests_per_second", most, 1);
    }
  }

  private static Grade onceOpen(CountDownLatch gate) {
    try {
      assertThat(gate.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return Rigged.empty();
  }

  @Test
  void aQuotaHasLimits() {
    assertThatThrownBy(() -> new Quota(-1, 0, 0))
        .hasMessage("calls_in_flight: -1 (expected: 0 to 1000000000)");
    assertThatThrownBy(() -> new Quota(0, 1_000_000_001, 0))
        .hasMessage("requests_per_second: 1000000001 (expected: 0 to 1000000000)");
    assertThatThrownBy(() -> new Quota(0, 0, -5))
        .hasMessage("bytes_per_second: -5 (expected: 0 to 1000000000)");
  }

  private static RolloutResponse next(BlockingQueue<RolloutResponse> replies) throws Exception {
    return Objects.requireNonNull(replies.poll(10, TimeUnit.SECONDS), "no reply in 10 s");
  }

  private static StreamObserver<RolloutRequest> rollout(
      TestServer server, String token, BlockingQueue<RolloutResponse> replies) {
    return TestServer.as(EnvironmentServiceGrpc.newStub(server.channel), "Bearer " + token)
        .rollout(
            new StreamObserver<>() {
              @Override
              public void onNext(RolloutResponse reply) {
                replies.add(reply);
              }

              @Override
              public void onError(Throwable t) {}

              @Override
              public void onCompleted() {}
            });
  }
}
