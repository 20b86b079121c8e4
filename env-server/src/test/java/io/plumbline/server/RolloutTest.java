package io.plumbline.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.plumbline.env.v1.EnvironmentServiceGrpc;
import io.plumbline.env.v1.Error;
import io.plumbline.env.v1.FinishReason;
import io.plumbline.env.v1.ResetRequest;
import io.plumbline.env.v1.RolloutRequest;
import io.plumbline.env.v1.RolloutResponse;
import io.plumbline.env.v1.StepRequest;
import io.plumbline.env.v1.StepResponse;
import io.plumbline.graders.Grade;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Resets and steps on one stream. */
class RolloutTest {
  /** Graded in the pool. */
  private static final String LARGE = "x".repeat(Limits.MAX_INLINE_BYTES + 1);

  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    server = new TestServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** A stream whose reader says itself when it takes a reply. */
  private static final class Stream extends ClientCall.Listener<RolloutResponse> {
    private final ClientCall<RolloutRequest, RolloutResponse> call;
    private final BlockingQueue<RolloutResponse> replies = new LinkedBlockingQueue<>();
    private final CompletableFuture<Status> end = new CompletableFuture<>();

    Stream(TestServer server, int taken) {
      call = server.channel.newCall(EnvironmentServiceGrpc.getRolloutMethod(), CallOptions.DEFAULT);
      call.start(this, new Metadata());
      call.request(taken);
    }

    void send(long id, StepRequest step) {
      call.sendMessage(RolloutRequest.newBuilder().setId(id).setStep(step).build());
    }

    RolloutResponse next() throws InterruptedException {
      RolloutResponse reply = replies.poll(30, TimeUnit.SECONDS);
      assertThat(reply).as("a reply").isNotNull();
      return reply;
    }

    Status end() throws Exception {
      return end.get(30, TimeUnit.SECONDS);
    }

    @Override
    public void onMessage(RolloutResponse reply) {
      replies.add(reply);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      end.complete(status);
    }
  }

  @Test
  void aStreamAnswersAsSingleCallsDo() throws Exception {
    ResetRequest reset = TestServer.reset().setGroupSize(3).build();
    Stream stream = new Stream(server, 100);
    stream.call.sendMessage(RolloutRequest.newBuilder().setId(7).setReset(reset).build());
    RolloutResponse started = stream.next();
    assertThat(started.getId()).isEqualTo(7);
    assertThat(started.getReset()).isEqualTo(server.stub.reset(reset));
    Map<Long, StepResponse> expected = new HashMap<>();
    for (var episode : started.getReset().getEpisodesList()) {
      long id = 100L + episode.getAttempt();
      StepRequest step = TestServer.stop(episode.getHandle(), "Quarter\nQ" + id).build();
      stream.send(id, step);
      expected.put(id, server.stub.step(step));
    }
    stream.call.halfClose();
    Map<Long, StepResponse> answered = new HashMap<>();
    for (int i = 0; i < 3; i++) {
      RolloutResponse reply = stream.next();
      answered.put(reply.getId(), reply.getStep());
    }
    assertThat(answered).isEqualTo(expected);
    assertThat(stream.end().isOk()).isTrue();
  }

  @Test
  void oneRefusedRequestFailsAlone() throws Exception {
    ByteString handle = server.handle();
    Stream stream = new Stream(server, 100);
    stream.send(1, TestServer.stop(ByteString.copyFromUtf8("forged"), "x").build());
    stream.send(2, StepRequest.newBuilder().setHandle(handle).build());
    stream.call.sendMessage(RolloutRequest.newBuilder().setId(3).build());
    stream.send(4, TestServer.stop(handle, "x").build());
    stream.call.halfClose();
    List<Integer> codes = new ArrayList<>();
    List<String> fields = new ArrayList<>();
    for (long id = 1; id <= 4; id++) {
      RolloutResponse reply = stream.next();
      assertThat(reply.getId()).isEqualTo(id);
      codes.add(reply.getError().getCode());
      fields.add(reply.getError().getField());
    }
    assertThat(codes)
        .containsExactly(
            Status.Code.UNAUTHENTICATED.value(),
            Status.Code.INVALID_ARGUMENT.value(),
            Status.Code.INVALID_ARGUMENT.value(),
            0);
    assertThat(fields).containsExactly("handle", "finish_reason", "request", "");
    assertThat(stream.end().isOk()).isTrue();
  }

  @Test
  void aReaderThatStopsHoldsUpItselfAndNobodyElse() throws Exception {
    ByteString handle = server.handle();
    Stream slow = new Stream(server, 0);
    int sent = 0;
    while (slow.call.isReady() && sent < 100_000) {
      slow.send(sent++, TestServer.stop(handle, "Quarter\n" + sent).build());
    }
    assertThat(slow.call.isReady()).as("the server still reads after " + sent).isFalse();
    Stream other = new Stream(server, 1);
    other.send(1, TestServer.stop(handle, "Quarter\nother").build());
    assertThat(other.next().getId()).isEqualTo(1);
    slow.call.request(sent + 1);
    slow.call.halfClose();
    for (int i = 0; i < sent; i++) {
      assertThat(slow.next().getId()).isEqualTo(i);
    }
    assertThat(slow.end().isOk()).isTrue();
  }

  @Test
  void aLargeActionIsOvertakenAndTooManyHoldUpTheirOwnStream() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    try (TestServer slow = Rigged.server(output -> gated(output, gate))) {
      ByteString handle = slow.handle();
      Stream stream = new Stream(slow, 100);
      for (int i = 0; i < RolloutStream.MAX_IN_POOL - 1; i++) {
        stream.send(i, TestServer.stop(handle, LARGE + i).build());
      }
      stream.send(1000, TestServer.stop(handle, "small").build());
      assertThat(stream.next().getId()).isEqualTo(1000);
      stream.send(1001, TestServer.stop(handle, LARGE).build());
      stream.send(1002, TestServer.stop(handle, "small").build());
      Stream other = new Stream(slow, 100);
      other.send(1, TestServer.stop(handle, "small").build());
      assertThat(other.next().getId()).isEqualTo(1);
      assertThat(stream.replies).isEmpty(); // its pool is full, so 1002 is not read
      gate.countDown();
      stream.call.halfClose();
      Set<Long> answered = new HashSet<>();
      for (int i = 0; i <= RolloutStream.MAX_IN_POOL; i++) {
        RolloutResponse reply = stream.next();
        assertThat(reply.hasStep()).isTrue();
        answered.add(reply.getId());
      }
      assertThat(answered).hasSize(RolloutStream.MAX_IN_POOL + 1).contains(1001L, 1002L);
      assertThat(stream.end().isOk()).isTrue();
    }
  }

  @Test
  void anOverloadedPoolSaysWhenToComeAgain() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    try (TestServer slow = Rigged.server(output -> gated(output, gate))) {
      StepRequest step = TestServer.stop(slow.handle(), LARGE).build();
      Stream stream = new Stream(slow, 1);
      for (int full = 0; stream.replies.isEmpty(); full++) {
        assertThat(full).as("requests that a pool takes").isLessThan(10_000);
        stream = new Stream(slow, 1);
        for (int i = 0; i < RolloutStream.MAX_IN_POOL; i++) {
          stream.send(i, step);
        }
      }
      Error refusal = stream.next().getError();
      assertThat(refusal.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED.value());
      assertThat(refusal.hasRetryAfter()).isTrue();
      gate.countDown();
    }
  }

  private static Grade gated(String output, CountDownLatch gate) {
    if (output.length() >= LARGE.length()) {
      try {
        assertThat(gate.await(30, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    return Rigged.empty();
  }

  @Test
  void aServerThatDrainsAnswersWhatItHasReadAndSaysWhyItEnds() throws Exception {
    ByteString handle = server.handle();
    Stream stream = new Stream(server, 100);
    for (int i = 0; i < 4; i++) {
      stream.send(i, TestServer.stop(handle, LARGE + i).build());
    }
    assertThat(server.server.drain(Duration.ofSeconds(30))).isTrue();
    assertThat(stream.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(stream.end().getDescription()).isEqualTo("the server is shutting down");
    assertThat(stream.replies).extracting(RolloutResponse::hasStep).containsOnly(true);
  }

  @Test
  void aCallerThatGoesAwayLeavesNothingBehind() throws Exception {
    ByteString handle = server.handle();
    Stream stream = new Stream(server, 100);
    for (int i = 0; i < 16; i++) {
      stream.send(i, TestServer.stop(handle, LARGE + i).build());
    }
    stream.call.cancel("gone", null);
    assertThat(stream.end().getCode()).isEqualTo(Status.Code.CANCELLED);
    StepRequest step = TestServer.stop(handle, LARGE).build();
    assertThat(server.stub.step(step).getTerminated()).isTrue(); // behind them in the same pool
    assertThat(server.server.drain(Duration.ofSeconds(30))).isTrue();
  }

  @Test
  void theDeadlineOfAStreamEndsIt() throws Exception {
    ClientCall<RolloutRequest, RolloutResponse> call =
        server.channel.newCall(
            EnvironmentServiceGrpc.getRolloutMethod(),
            CallOptions.DEFAULT.withDeadlineAfter(50, TimeUnit.MILLISECONDS));
    CompletableFuture<Status> end = new CompletableFuture<>();
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            end.complete(status);
          }
        },
        new Metadata());
    assertThat(end.get(30, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
  }

  @Test
  void stepsOfABudgetAreHeldToIt() throws Exception {
    ByteString handle =
        server.stub.reset(TestServer.reset().setTokenBudget(5).build()).getEpisodes(0).getHandle();
    Stream stream = new Stream(server, 2);
    stream.send(1, TestServer.stop(handle, "x").setTokenCount(6).build());
    assertThat(stream.next().getError().getField()).isEqualTo("token_count");
    stream.send(
        2,
        TestServer.stop(handle, "x")
            .setTokenCount(6)
            .setFinishReason(FinishReason.FINISH_REASON_LENGTH)
            .build());
    assertThat(stream.next().getStep().getTruncated()).isTrue();
  }
}
