package io.plumbline.benchmarks.load;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.plumbline.benchmarks.processes.Cores;
import io.plumbline.client.EnvironmentClient;
import io.plumbline.env.v1.EnvironmentServiceGrpc;
import io.plumbline.env.v1.ResetRequest;
import io.plumbline.env.v1.StepRequest;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.graders.tasks.TaskSplit;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * Asks more of a server than it can do: finds what that is in a closed loop, then sends at a rate,
 * first a little below it and then at a multiple. The steps are revisions with their evidence,
 * which cost a server many times what refusing them does, and what sending them costs this process:
 * nobody can be overloaded by who is slower. They come over several connections, because a client
 * holds back itself what one connection may not have open.
 *
 * @param times the multiple, above 1
 * @param inFlight steps in flight in the closed loop
 * @param steps how many different ones there are; each costs a reset before anything is measured
 * @param round how long each part lasts
 */
public record Overload(double times, int inFlight, int steps, Duration round) {
  private static final int CONNECTIONS = 8;
  private static final int WARM_UPS = 4;
  private static final int ROUNDS = 3;
  private static final double USUAL = 0.8;
  private static final double MIB = 1 << 20;
  private static final Duration GRACE = Duration.ofSeconds(20);

  /** Measures, and prints as it goes. */
  public DrillReport run(PrintWriter out) throws IOException, InterruptedException {
    int cores = Runtime.getRuntime().availableProcessors();
    try (LoadedServer server = LoadedServer.environments("-XX:ActiveProcessorCount=1")) {
      out.println(
          apart(server.process().handle(), cores)
              ? "the server has one core, this process the others"
              : "server and load share all cores: each slows the other");
      Wire wire = wire(server);
      Round closed = capacity(wire);
      double capacity = closed.perSecond();
      say(out, "capacity", capacity);
      open(wire, capacity * USUAL).requireAnswers(true); // warms up
      Round usual = median(opened(wire, capacity * USUAL));
      usual.requireAnswers(true);
      say(out, "at " + USUAL + " of it", usual.perSecond());
      Duration served = server.process().cpu();
      Duration sent = ownCpu();
      List<Round> overs = opened(wire, capacity * times);
      served = server.process().cpu().minus(served);
      sent = ownCpu().minus(sent);
      Round over = median(overs);
      double seconds = overs.stream().mapToDouble(Round::seconds).sum();
      say(out, "at " + times + " times", over.perSecond());
      Figures figures =
          figures(closed, usual, over)
              .count("lost", overs.stream().mapToLong(Round::lost).sum())
              .put(
                  "failed otherwise",
                  overs.stream().map(each -> each.tally().failed()).toList().toString())
              .put(
                  "p99 of accepted, to that at capacity: least",
                  "%.2f",
                  p99(overs.get(0)) / p99(closed))
              .put(
                  "p99 of accepted, to that at capacity: most",
                  "%.2f",
                  p99(overs.get(ROUNDS - 1)) / p99(closed))
              .put("cores that the server used", "%.2f", served.toMillis() / 1e3 / seconds)
              .put("cores that the load used", "%.2f", sent.toMillis() / 1e3 / seconds);
      server
          .process()
          .mostResident()
          .ifPresent(bytes -> figures.put("resident MiB, at most", "%.0f", bytes / MIB));
      out.println(figures.text());
      out.flush();
      return new DrillReport(
          figures.data(),
          overs.stream().allMatch(each -> each.lost() == 0 && each.tally().failed().isEmpty()));
    } finally {
      Cores.keep(ProcessHandle.current(), "0-" + (cores - 1)); // for whatever comes next
    }
  }

  private static boolean apart(ProcessHandle server, int cores) throws InterruptedException {
    return cores > 1
        && Cores.keep(server, "0")
        && Cores.keep(ProcessHandle.current(), "1-" + (cores - 1));
  }

  private static Duration ownCpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private static void say(PrintWriter out, String what, double perSecond) {
    out.printf(Locale.ROOT, "%s: %,.0f graded steps/s%n", what, perSecond);
    out.flush();
  }

  private Wire wire(LoadedServer server) {
    List<StepRequest> made = steps(new EnvironmentClient(server.connect()));
    return new ManyWires(
        Stream.generate(server::connect).limit(CONNECTIONS).map(c -> wire(c, made)).toList());
  }

  private static Wire wire(ManagedChannel channel, List<StepRequest> steps) {
    return new CallWire<>(
        channel, EnvironmentServiceGrpc.getStepMethod(), steps, 1, reply -> Status.Code.OK);
  }

  private List<StepRequest> steps(EnvironmentClient client) {
    TaskSplit split =
        TaskCatalogue.bundled("").split("doc_revision", "generated_train").orElseThrow();
    List<StepRequest> made = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      Task task = split.task(i);
      ResetRequest reset =
          ResetRequest.newBuilder()
              .setTaskId(task.id())
              .setProfile("strict")
              .setEvidence(true)
              .build();
      ByteString handle = client.reset(reset).getEpisodes(0).getHandle();
      made.add(Payload.step(handle, i % 2 == 0 ? task.reference().gold() : task.input()));
    }
    return made;
  }

  /** The closed loop's median round. */
  private Round capacity(Wire wire) throws InterruptedException {
    ClosedLoop loop = new ClosedLoop(wire, inFlight);
    for (int i = 0; i < WARM_UPS; i++) {
      loop.run(round).requireAnswers(false);
    }
    List<Round> rounds = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      rounds.add(loop.run(round).requireAnswers(false));
    }
    rounds.sort(Comparator.comparingDouble(Round::perSecond));
    return rounds.get(ROUNDS / 2);
  }

  private Round open(Wire wire, double rate) throws InterruptedException {
    return new OpenLoop(wire, rate, GRACE).run(round);
  }

  /** Some rounds, by the waiting of what was accepted. */
  private List<Round> opened(Wire wire, double rate) throws InterruptedException {
    List<Round> rounds = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      rounds.add(open(wire, rate));
    }
    rounds.sort(Comparator.comparingDouble(Overload::p99));
    return rounds;
  }

  private static Round median(List<Round> rounds) {
    return rounds.get(ROUNDS / 2);
  }

  private static Figures figures(Round closed, Round usual, Round over) {
    double capacity = closed.perSecond();
    Histogram accepted = over.tally().answered();
    Histogram refused = over.tally().refused();
    return new Figures()
        .put("capacity, steps/s", "%,.0f", capacity)
        .put("offered, of capacity", "%.2f", over.sent() / over.seconds() / capacity)
        .put("accepted, of capacity", "%.2f", over.perSecond() / capacity)
        .put("refused, share of offered", "%.3f", (double) refused.getTotalCount() / over.sent())
        .percentile("p99 at capacity, closed loop", closed.tally().answered(), 99)
        .percentile("p99 at 0.8 of capacity", usual.tally().answered(), 99)
        .percentile("p50 of accepted", accepted, 50)
        .percentile("p99 of accepted", accepted, 99)
        .put("p99 of accepted, to that at capacity", "%.2f", p99(over) / p99(closed))
        .put("p99 of accepted, to that at 0.8", "%.2f", p99(over) / p99(usual))
        .percentile("p50 of refusals", refused, 50)
        .percentile("p99 of refusals", refused, 99);
  }

  private static double p99(Round round) {
    return round.tally().answered().getValueAtPercentile(99);
  }
}
