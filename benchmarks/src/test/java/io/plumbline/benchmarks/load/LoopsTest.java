package io.plumbline.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.plumbline.env.v1.EnvironmentServiceGrpc;
import io.plumbline.env.v1.StepRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** What a stall of a server does to the latencies that each loop counts. */
final class LoopsTest {
  private static final long HALF_A_STALL = TimeUnit.MILLISECONDS.toNanos(200);

  /** Sends to a server that stalls at its tenth step. */
  private static Round send(Function<Wire, Sending> loop) throws Exception {
    try (StallingServer server = new StallingServer(10)) {
      ManagedChannel channel =
          Grpc.newChannelBuilder(server.target(), InsecureChannelCredentials.create())
              .directExecutor()
              .build();
      try {
        Wire wire =
            new CallWire<>(
                channel,
                EnvironmentServiceGrpc.getStepMethod(),
                List.of(StepRequest.getDefaultInstance()),
                1,
                reply -> Status.Code.OK);
        return loop.apply(wire).run();
      } finally {
        channel.shutdownNow();
      }
    }
  }

  private interface Sending {
    Round run() throws InterruptedException;
  }

  private static long slow(Histogram latencies) {
    return latencies.getCountBetweenValues(HALF_A_STALL, Tally.LONGEST_NANOS);
  }

  @Test
  void anOpenLoopCountsAllThatWasDueWhileTheServerStalled() throws Exception {
    Round round =
        send(
            wire ->
                () -> new OpenLoop(wire, 500, Duration.ofSeconds(60)).run(Duration.ofSeconds(2)));

    // 500 a second were due; those of the stall's first half waited for its second at least.
    assertThat(round.requireAnswers(false).sent()).isEqualTo(1_000);
    assertThat(slow(round.tally().answered())).isGreaterThan(90);
  }

  @Test
  void aClosedLoopCountsTheStallOnceUntilItIsCorrected() throws Exception {
    Round round = send(wire -> () -> new ClosedLoop(wire, 1).run(Duration.ofMillis(900)));
    Histogram served = round.requireAnswers(false).tally().answered();
    Histogram corrected =
        served.copyCorrectedForCoordinatedOmission(TimeUnit.MILLISECONDS.toNanos(2));

    assertThat(served.getMaxValue())
        .isGreaterThan(TimeUnit.MILLISECONDS.toNanos(StallingServer.STALL_MILLIS - 1));
    assertThat(slow(corrected) - slow(served)).isGreaterThan(90);
  }

  @Test
  void aRoundWhoseRequestsFailSaysHowMany() throws Exception {
    ManagedChannel nowhere =
        Grpc.newChannelBuilder("127.0.0.1:1", InsecureChannelCredentials.create()).build();
    try {
      Wire wire =
          new CallWire<>(
              nowhere,
              EnvironmentServiceGrpc.getStepMethod(),
              List.of(StepRequest.getDefaultInstance()),
              1,
              reply -> Status.Code.OK);
      Round round = new ClosedLoop(wire, 4).run(Duration.ofMillis(100));

      assertThatThrownBy(() -> round.requireAnswers(true))
          .hasMessage("requests without a step: {UNAVAILABLE=4}, 0 refused, 0 lost, of 4");
    } finally {
      nowhere.shutdownNow();
    }
  }
}
