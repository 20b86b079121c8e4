package io.plumbline.benchmarks.load;

import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import io.plumbline.client.EnvironmentClient;
import io.plumbline.client.Retry;
import io.plumbline.client.Rollout;
import io.plumbline.env.v1.EnvironmentServiceGrpc;
import io.plumbline.env.v1.Episode;
import io.plumbline.env.v1.ResetRequest;
import io.plumbline.env.v1.StepRequest;
import io.plumbline.env.v1.StepResponse;
import io.plumbline.graders.tasks.Task;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Very many episodes in flight at once, on a server with little memory: all their steps as unary
 * calls over a few connections, then the same on as many streams, which must answer the same.
 *
 * @param episodes how many
 */
public record EpisodesDrill(int episodes) {
  private static final String HEAP = "-Xmx256m";
  private static final int CONNECTIONS = 4;
  private static final int GROUP = 500;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final double MIB = 1 << 20;

  /** Runs, and prints what came of it. */
  public DrillReport run(PrintWriter out) throws IOException, InterruptedException {
    try (LoadedServer server = LoadedServer.environments(HEAP)) {
      List<ManagedChannel> channels = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        channels.add(server.connect());
      }
      List<StepRequest> steps = steps(new EnvironmentClient(channels.get(0)));
      Figures figures = new Figures().count("episodes in flight at once", episodes);
      Crowd unary = new Crowd(steps, unary(channels)).run(PATIENCE);
      unary.report("unary", figures);
      Crowd stream = new Crowd(steps, streams(channels)).run(PATIENCE);
      stream.report("stream", figures);
      figures
          .count("replies of stream and unary that differ", stream.differences(unary))
          .put("server's heap", HEAP)
          .put("heap MiB, at most", "%.0f", number(server, "heap-peak") / MIB)
          .put("heap MiB, after GC", "%.1f", number(server, "heap") / MIB);
      server
          .process()
          .mostResident()
          .ifPresent(bytes -> figures.put("resident MiB, at most", "%.0f", bytes / MIB));
      out.println(figures.text());
      out.flush();
      boolean same = stream.differences(unary) == 0;
      return new DrillReport(figures.data(), unary.isComplete() && stream.isComplete() && same);
    }
  }

  private static double number(LoadedServer server, String order) throws InterruptedException {
    return Double.parseDouble(server.process().ask(order));
  }

  /** Groups of attempts at tasks in turn. */
  private List<StepRequest> steps(EnvironmentClient client) {
    List<Task> tasks = Payload.tasks();
    List<StepRequest> steps = new ArrayList<>();
    for (int group = 0; steps.size() < episodes; group++) {
      Task task = tasks.get(group % tasks.size());
      ResetRequest reset =
          ResetRequest.newBuilder()
              .setTaskId(task.id())
              .setProfile("strict")
              .setGroupSize(Math.min(GROUP, episodes - steps.size()))
              .build();
      for (Episode episode : client.reset(reset).getEpisodesList()) {
        steps.add(Payload.step(episode.getHandle(), Payload.output(steps.size(), task)));
      }
    }
    return steps;
  }

  private static Crowd.Sending unary(List<ManagedChannel> channels) {
    return (number, step, end) ->
        EnvironmentServiceGrpc.newStub(channels.get(number % channels.size()))
            .step(step, new Reply(end));
  }

  private record Reply(Crowd.End end) implements StreamObserver<StepResponse> {
    @Override
    public void onNext(StepResponse reply) {
      end.ended(reply, null);
    }

    @Override
    public void onError(Throwable t) {
      end.ended(null, t);
    }

    @Override
    public void onCompleted() {}
  }

  private Crowd.Sending streams(List<ManagedChannel> channels) {
    List<Rollout> rollouts = new ArrayList<>();
    for (ManagedChannel channel : channels) {
      EnvironmentClient client = new EnvironmentClient(channel).withRetry(Retry.NONE);
      rollouts.add(client.rollout(episodes / CONNECTIONS + 1));
    }
    return (number, step, end) -> {
      try {
        var unused = rollouts.get(number % rollouts.size()).step(step).whenComplete(end::ended);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        end.ended(null, e);
      }
    };
  }
}
