package io.plumbline.server;

import static io.plumbline.server.TestServer.reset;
import static io.plumbline.server.TestServer.stop;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.plumbline.env.v1.EnvironmentServiceGrpc;
import io.plumbline.env.v1.Error;
import io.plumbline.env.v1.ErrorTrailer;
import io.plumbline.env.v1.StepResponse;
import io.plumbline.graders.Environment;
import io.plumbline.graders.Grade;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** An event loop that has more calls to answer than it should let wait, over a real socket. */
class AdmissionTest {
  private static final int CALLS = 100; // of each connection, fewer than it may have open

  /** About four for each event loop, of which there are two for each core. */
  private static final int CONNECTIONS = 8 * Runtime.getRuntime().availableProcessors();

  /** Answers none until all were sent, and then slower than calls can come. */
  private static Grade slowly(CountDownLatch sent) {
    try {
      assertThat(sent.await(1, TimeUnit.MINUTES)).isTrue();
      Thread.sleep(1);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return Rigged.empty();
  }

  @Test
  void whatCannotBeAnsweredSoonIsRefusedAndTheRestIsAnswered() throws Exception {
    List<Error> refusals = new ArrayList<>();
    int answered = answered(CONNECTIONS, CALLS, refusals);
    assertThat(refusals).isNotEmpty().hasSize(CONNECTIONS * CALLS - answered);
    assertThat(answered).isGreaterThanOrEqualTo(Admission.LEAST);
    assertThat(Set.copyOf(refusals)).hasSize(1);
    assertThat(refusals.get(0).getMessage())
        .isEqualTo("event loop: calls wait longer than 10 ms (expected: fewer; try again later)");
    assertThat(refusals.get(0).hasRetryAfter()).isTrue();
  }

  @Test
  void oneConnectionIsHeldBackAndNeverRefused() throws Exception {
    List<Error> refusals = new ArrayList<>();
    assertThat(answered(1, 3 * Admission.LEAST, refusals)).isEqualTo(3 * Admission.LEAST);
    assertThat(refusals).isEmpty();
  }

  /** How many different steps are answered of those sent at once; the others' refusals. */
  private static int answered(int connections, int calls, List<Error> refusals) throws Exception {
    CountDownLatch sent = new CountDownLatch(1);
    Environment slow = Rigged.environment(output -> slowly(sent));
    List<ManagedChannel> channels = new ArrayList<>();
    try (EnvironmentServer server =
        EnvironmentServer.start(TestServer.config(TestServer.KEY, slow), 0)) {
      for (int i = 0; i < connections; i++) {
        channels.add(
            Grpc.newChannelBuilder(
                    "127.0.0.1:" + server.port(), InsecureChannelCredentials.create())
                .directExecutor()
                .build());
      }
      List<ByteString> handles = new ArrayList<>(); // each over its own, so that it connects
      for (ManagedChannel channel : channels) {
        handles.add(
            EnvironmentServiceGrpc.newBlockingStub(channel)
                .reset(reset().build())
                .getEpisodes(0)
                .getHandle());
      }
      List<ListenableFuture<StepResponse>> replies = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        var stub = EnvironmentServiceGrpc.newFutureStub(channels.get(i));
        for (int call = 0; call < calls; call++) {
          replies.add(stub.step(stop(handles.get(i), "answer " + call + " on " + i).build()));
        }
      }
      sent.countDown();
      Set<ByteString> answered = new HashSet<>();
      for (ListenableFuture<StepResponse> reply : replies) {
        try {
          answered.add(reply.get().getStepId());
        } catch (ExecutionException e) {
          assertThat(Status.fromThrowable(e).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
          Metadata trailers = Objects.requireNonNull(Status.trailersFromThrowable(e));
          refusals.add(Objects.requireNonNull(trailers.get(ErrorTrailer.KEY)));
        }
      }
      return answered.size();
    } finally {
      channels.forEach(ManagedChannel::shutdownNow);
    }
  }
}
