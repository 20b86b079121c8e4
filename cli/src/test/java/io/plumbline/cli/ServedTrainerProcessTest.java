package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.plumbline.client.EnvironmentClient;
import io.plumbline.policy.v1.GenerateRequest;
import io.plumbline.policy.v1.ListRunsRequest;
import io.plumbline.policy.v1.PolicyServiceGrpc;
import io.plumbline.policy.v1.PolicyServiceGrpc.PolicyServiceBlockingStub;
import io.plumbline.policy.v1.ResumeRunRequest;
import io.plumbline.policy.v1.Run;
import io.plumbline.policy.v1.RunState;
import io.plumbline.policy.v1.StartRunRequest;
import io.plumbline.policy.v1.WatchRunRequest;
import io.plumbline.policy.v1.WatchRunResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code plumbline serve --with-trainer} as a process that is stopped, or killed. */
@Tag("once")
class ServedTrainerProcessTest {
  private static final int UPDATES = 20;

  @TempDir Path scratch;

  /** A server process and a caller of its policy service. */
  private final class Server implements AutoCloseable {
    final PlumblineProcess process;
    final String address;
    private final ManagedChannel channel;

    Server() throws IOException {
      process =
          PlumblineProcess.start(
              scratch,
              List.of(),
              "serve",
              "--port=0",
              "--with-trainer",
              "--runs=" + scratch.resolve("runs"),
              "--trainer-threads=1");
      String line = process.awaitLine("plumbline: serving on 127.0.0.1:");
      address = line.substring(line.lastIndexOf(' ') + 1);
      channel = Grpc.newChannelBuilder(address, InsecureChannelCredentials.create()).build();
    }

    PolicyServiceBlockingStub stub() {
      return PolicyServiceGrpc.newBlockingStub(channel).withDeadlineAfter(1, TimeUnit.MINUTES);
    }

    Iterator<WatchRunResponse> watch(int after) {
      return stub()
          .watchRun(WatchRunRequest.newBuilder().setName("run").setAfterUpdate(after).build());
    }

    void awaitUpdate(int update) {
      Iterator<WatchRunResponse> news = watch(update - 1);
      while (!news.next().hasUpdate()) {
        // states and progress
      }
    }

    Run run() {
      return stub().listRuns(ListRunsRequest.getDefaultInstance()).getRuns(0);
    }

    @Override
    public void close() {
      channel.shutdownNow();
      process.close();
    }
  }

  @Test
  void aRunOutlivesProcessesThatAreStoppedAndKilled() throws Exception {
    TinyPolicy.model(scratch.resolve("runs").resolve("model"), 1);
    StartRunRequest.Builder request =
        StartRunRequest.newBuilder().setName("run").setPolicy("model");
    for (String setting : TinyRun.settings(UPDATES)) {
      request.putSettings(
          setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
    }
    int seen;
    try (Server first = new Server();
        EnvironmentClient environments = EnvironmentClient.connect(first.address)) {
      first.stub().startRun(request.build());
      Iterator<WatchRunResponse> watching = first.watch(0);
      first.awaitUpdate(2);
      assertThat(environments.listEnvironments().getEnvironmentsCount()).isEqualTo(3);
      first.process.terminate();
      WatchRunResponse last = watching.next();
      while (watching.hasNext()) {
        last = watching.next();
      }
      assertThat(last.getRun().getState()).isEqualTo(RunState.RUN_STATE_STOPPED);
      seen = last.getRun().getUpdates();
      assertThat(seen).isBetween(2, UPDATES - 1);
      assertThat(first.process.end()).isZero();
    }
    try (Server second = new Server()) {
      assertThat(second.run().getState()).isEqualTo(RunState.RUN_STATE_STOPPED);
      assertThat(second.run().getUpdates()).isEqualTo(seen);
      second.stub().resumeRun(ResumeRunRequest.newBuilder().setName("run").build());
      second.awaitUpdate(seen + 1);
      second.process.kill();
    }
    try (Server third = new Server()) {
      assertThat(third.run().getState()).isEqualTo(RunState.RUN_STATE_STOPPED);
      third.stub().resumeRun(ResumeRunRequest.newBuilder().setName("run").build());
      WatchRunResponse last = WatchRunResponse.getDefaultInstance();
      for (Iterator<WatchRunResponse> news = third.watch(seen); news.hasNext(); ) {
        last = news.next();
      }
      assertThat(last.getRun().getState()).isEqualTo(RunState.RUN_STATE_FINISHED);
      assertThat(last.getRun().getUpdates()).isEqualTo(UPDATES);
      GenerateRequest ask =
          GenerateRequest.newBuilder().setPolicy("run").setText("a,b\n").setMaxTokens(40).build();
      assertThat(third.stub().generate(ask).next().hasPiece()).isTrue();
      third.process.terminate();
      assertThat(third.process.end()).isZero();
    }
  }

  @Test
  void aTrainerNeedsAFolderAndAFolderATrainer() throws Exception {
    try (PlumblineProcess process =
        PlumblineProcess.start(scratch, List.of(), "serve", "--port=0", "--with-trainer")) {
      assertThat(process.end()).isEqualTo(2);
      assertThat(process.errors())
          .isEqualTo(
              "plumbline: runs: absent (expected: both --with-trainer and --runs, or neither)\n");
    }
  }
}
