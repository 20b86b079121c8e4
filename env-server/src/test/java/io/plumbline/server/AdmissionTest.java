package io.plumbline.server;

import static io.plumbline.server.TestServer.reset;
import static io.plumbline.server.TestServer.stop;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.plumbline.env.v1.EnvironmentServiceGrpc;
import io.plumbline.env.v1.Error;
import io.plumbline.env.v1.ErrorTrailer;
import io.plumbline.env.v1.StepResponse;
import io.plumbline.graders.Grade;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** An event loop that has more calls to answer than it should let wait, over a real socket. */
class AdmissionTest {
  private static final int CALLS = 600;

  /** Answers none until all were sent, and then slower than calls can come. */
  private static Grade slowly(CountDownLatch sent) {
    try {
      assertThat(sent.await(1, TimeUnit.MINUTES)).isTrue();
      Thread.sleep(5);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return Rigged.empty();
  }

  @Test
  void whatCannotBeAnsweredSoonIsRefusedAndTheRestIsAnswered() throws Exception {
    CountDownLatch sent = new CountDownLatch(1);
    try (EnvironmentServer server =
        EnvironmentServer.start(
            TestServer.config(TestServer.KEY, Rigged.environment(output -> slowly(sent))), 0)) {
      ManagedChannel channel =
          Grpc.newChannelBuilder("127.0.0.1:" + server.port(), InsecureChannelCredentials.create())
              .directExecutor()
              .build();
      try {
        var stub = EnvironmentServiceGrpc.newFutureStub(channel);
        ByteString handle = stub.reset(reset().build()).get().getEpisodes(0).getHandle();
        List<ListenableFuture<StepResponse>> replies = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
          replies.add(stub.step(stop(handle, "answer " + i).build()));
        }
        sent.countDown();

        Set<ByteString> answered = new HashSet<>();
        Set<Error> refusals = new HashSet<>();
        int refused = 0;
        for (ListenableFuture<StepResponse> reply : replies) {
          try {
            answered.add(reply.get().getStepId());
          } catch (ExecutionException e) {
            assertThat(Status.fromThrowable(e).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            refusals.add(Status.trailersFromThrowable(e.getCause()).get(ErrorTrailer.KEY));
            refused++;
          }
        }

        assertThat(refused).isPositive();
        assertThat(answered).hasSize(CALLS - refused).hasSizeGreaterThan(128);
        Error refusal = refusals.iterator().next();
        assertThat(refusals).containsExactly(refusal);
        assertThat(refusal.getMessage())
            .isEqualTo("event loop: 128 calls are waiting (expected: fewer; try again later)");
        assertThat(refusal.hasRetryAfter()).isTrue();
      } finally {
        channel.shutdownNow();
      }
    }
  }
}
