package io.plumbline.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.plumbline.client.EnvironmentClient;
import io.plumbline.client.EnvironmentException;
import io.plumbline.client.Retry;
import io.plumbline.client.Rollout;
import io.plumbline.env.v1.StepRequest;
import io.plumbline.env.v1.StepResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Java client's stream, against a server on a port. */
class RolloutClientTest {
  private EnvironmentServer server;
  private EnvironmentClient client;

  @BeforeEach
  void start() throws IOException {
    server = EnvironmentServer.start(TestServer.config(TestServer.KEY), 0);
    client = EnvironmentClient.connect("127.0.0.1:" + server.port()).withRetry(Retry.NONE);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void repliesGoToTheirOwnRequests() throws Exception {
    try (Rollout rollout = client.rollout(8)) {
      ByteString handle =
          rollout.reset(TestServer.reset().build()).get().getEpisodes(0).getHandle();
      List<StepRequest> steps = new ArrayList<>();
      List<CompletableFuture<StepResponse>> replies = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        String action = i % 50 == 0 ? "x".repeat(100_000) + i : "Quarter\nQ" + i;
        StepRequest step = TestServer.stop(handle, action).build();
        steps.add(step);
        replies.add(rollout.step(step));
      }
      for (int i = 0; i < 500; i++) {
        assertThat(replies.get(i).get(30, TimeUnit.SECONDS).getStepId())
            .isEqualTo(Messages.stepId(steps.get(i)));
      }
    }
  }

  @Test
  void aRefusalFailsItsOwnFuture() throws Exception {
    try (Rollout rollout = client.rollout(2)) {
      CompletableFuture<StepResponse> refused =
          rollout.step(TestServer.stop(ByteString.copyFromUtf8("forged"), "x").build());
      assertThatThrownBy(refused::get)
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(EnvironmentException.class)
          .hasMessageStartingWith("UNAUTHENTICATED: handle: ");
      assertThat(rollout.reset(TestServer.reset().build()).get().getEpisodesCount()).isEqualTo(1);
    }
  }

  @Test
  void aServerThatEndsFailsWhatComesAfter() throws Exception {
    try (Rollout rollout = client.rollout(2)) {
      rollout.reset(TestServer.reset().build()).get();
      assertThat(server.drain(Duration.ofSeconds(30))).isTrue();
      CompletableFuture<?> after = rollout.reset(TestServer.reset().build());
      assertThatThrownBy(() -> after.get(30, TimeUnit.SECONDS))
          .cause()
          .isInstanceOfSatisfying(
              EnvironmentException.class,
              e -> assertThat(e.code()).isEqualTo(Status.Code.UNAVAILABLE));
    }
  }

  @Test
  void whatWaitsWhenTheStreamIsClosedIsStillAnswered() throws Exception {
    Rollout rollout = client.rollout(64);
    ByteString handle = rollout.reset(TestServer.reset().build()).get().getEpisodes(0).getHandle();
    List<CompletableFuture<StepResponse>> replies = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      replies.add(rollout.step(TestServer.stop(handle, "x".repeat(70_000) + i).build()));
    }
    rollout.close();
    for (CompletableFuture<StepResponse> reply : replies) {
      assertThat(reply.get(30, TimeUnit.SECONDS).getTerminated()).isTrue();
    }
    assertThatThrownBy(() -> rollout.reset(TestServer.reset().build()))
        .hasMessage("the rollout is closed");
    assertThatThrownBy(() -> client.rollout(0)).hasMessage("window: 0 (expected: at least 1)");
  }
}
