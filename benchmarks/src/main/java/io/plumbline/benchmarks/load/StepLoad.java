package io.plumbline.benchmarks.load;

import com.google.protobuf.ByteString;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.plumbline.client.EnvironmentClient;
import io.plumbline.env.v1.EnvironmentServiceGrpc;
import io.plumbline.env.v1.FinishReason;
import io.plumbline.env.v1.ResetRequest;
import io.plumbline.env.v1.StepRequest;
import io.plumbline.env.v1.StepResponse;
import io.plumbline.graders.tasks.Task;
import io.plumbline.server.EnvironmentServer;
import io.plumbline.server.ServerConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * Graded steps per second through gRPC, beside a bare echo of the same request and reply. Server
 * and client share this process; rounds of both alternate, so that a busy machine slows both.
 */
public final class StepLoad {
  private final ServerConfig config;
  private final Task task;
  private final int inFlight;

  /**
   * @param config of the server under load
   * @param task a {@code spreadsheet_clean} task of its catalogue, whose gold is the output
   * @param inFlight unary calls at a time, at least 1
   */
  public StepLoad(ServerConfig config, Task task, int inFlight) {
    this.config = config;
    this.task = task;
    this.inFlight = inFlight;
  }

  /** Warms up for two rounds, measures {@code rounds} of each kind, prints as it goes. */
  public void run(int rounds, Duration round, PrintWriter out)
      throws IOException, InterruptedException {
    try (EnvironmentServer server = EnvironmentServer.start(config, 0);
        EnvironmentClient client = EnvironmentClient.connect(target(server.port()))) {
      StepRequest request = request(client);
      StepResponse reply = client.step(request);
      out.printf(
          Locale.ROOT,
          "output %d B, request %d B, reply %d B, %d in flight, unary, %d rounds of %d s each%n",
          request.getAction().size(),
          request.getSerializedSize(),
          reply.getSerializedSize(),
          inFlight,
          rounds,
          round.toSeconds());
      try (EchoServer echo = new EchoServer(reply)) {
        measure(server.port(), echo.port(), request, rounds, round, out);
      }
    }
  }

  private StepRequest request(EnvironmentClient client) {
    ByteString handle =
        client
            .reset(ResetRequest.newBuilder().setTaskId(task.id()).setProfile("strict").build())
            .getEpisodes(0)
            .getHandle();
    return StepRequest.newBuilder()
        .setHandle(handle)
        .setAction(ByteString.copyFromUtf8(task.reference().gold()))
        .setFinishReason(FinishReason.FINISH_REASON_STOP)
        .build();
  }

  private void measure(
      int stepPort, int echoPort, StepRequest request, int rounds, Duration round, PrintWriter out)
      throws InterruptedException {
    ManagedChannel stepChannel = channel(stepPort);
    ManagedChannel echoChannel = channel(echoPort);
    try {
      var steps =
          new ClosedLoop<>(stepChannel, EnvironmentServiceGrpc.getStepMethod(), request, inFlight);
      var echoes = new ClosedLoop<>(echoChannel, EchoServer.METHOD, request, inFlight);
      for (int i = 0; i < 2; i++) {
        echoes.run(round);
        steps.run(round);
      }
      double[] ratios = new double[rounds];
      Histogram stepLatencies = new Histogram(3);
      Histogram echoLatencies = new Histogram(3);
      double stepRate = 0;
      double echoRate = 0;
      for (int i = 0; i < rounds; i++) {
        var echo = echoes.run(round);
        var step = steps.run(round);
        ratios[i] = step.perSecond() / echo.perSecond();
        stepRate += step.perSecond() / rounds;
        echoRate += echo.perSecond() / rounds;
        stepLatencies.add(step.latencies());
        echoLatencies.add(echo.latencies());
        out.printf(
            Locale.ROOT,
            "round %d: echo %,.0f/s, graded steps %,.0f/s, ratio %.2f%n",
            i + 1,
            echo.perSecond(),
            step.perSecond(),
            ratios[i]);
        out.flush();
      }
      Arrays.sort(ratios);
      print(out, "bare echo", echoRate, echoLatencies);
      print(out, "graded step", stepRate, stepLatencies);
      out.printf(
          Locale.ROOT,
          "graded steps reach %.2f of the echo (median of rounds; %.2f to %.2f)%n",
          ratios[rounds / 2],
          ratios[0],
          ratios[rounds - 1]);
    } finally {
      stepChannel.shutdownNow();
      echoChannel.shutdownNow();
    }
  }

  private static void print(PrintWriter out, String name, double rate, Histogram latencies) {
    out.printf(
        Locale.ROOT,
        "%-12s %,9.0f/s   p50 %.2f ms   p99 %.2f ms%n",
        name,
        rate,
        latencies.getValueAtPercentile(50) / 1e6,
        latencies.getValueAtPercentile(99) / 1e6);
  }

  private static ManagedChannel channel(int port) {
    return Grpc.newChannelBuilder(target(port), InsecureChannelCredentials.create())
        .directExecutor()
        .build();
  }

  private static String target(int port) {
    return "127.0.0.1:" + port;
  }
}
