package io.plumbline.benchmarks.load;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Graded steps through gRPC beside a bare echo of the same requests and replies. Each server is a
 * process of its own; rounds of both alternate, so that a busy machine slows both.
 *
 * @param modes how steps travel, one after the other
 * @param inFlight steps in flight at a time, in a closed loop
 * @param rate steps per second in an open loop; empty for a closed one
 * @param rounds of each server that are measured, after some that warm up: two at least, and until
 *     the compilers have seen enough steps
 * @param round their length
 */
public record StepLoad(
    List<Mode> modes, int inFlight, OptionalDouble rate, int rounds, Duration round) {
  private static final int LEAST_WARM_UPS = 2;
  private static final int MOST_WARM_UPS = 10;
  private static final long WARM_STEPS = 200_000;
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final int GRADE_MILLIS = 300;

  public StepLoad {
    modes = List.copyOf(modes);
  }

  /** A round of one server, with the processor time that the server took. */
  record Measured(Round round, Duration cpu) {
    /** Microseconds for each step that was answered. */
    double cpuMicros() {
      return cpu.toNanos() / 1e3 / round.answeredItems();
    }
  }

  /** One round of each, and what one grade cost in between. */
  record Pair(Measured echo, Measured step, double gradeMicros) {
    double ratio() {
      return step.round.perSecond() / echo.round.perSecond();
    }

    /** Microseconds of the server's processor time that neither echo nor grade account for. */
    double remainderMicros() {
      return step.cpuMicros() - echo.cpuMicros() - gradeMicros;
    }
  }

  /**
   * Measures, and prints as it goes.
   *
   * @throws IllegalStateException if steps fail
   */
  public LoadReport run(PrintWriter out) throws IOException, InterruptedException {
    try (LoadedServer server = LoadedServer.environments()) {
      Payload payload = Payload.from(server.connect());
      try (LoadedServer echo = LoadedServer.echo(payload)) {
        LoadReport report = new LoadReport(this, payload);
        out.println(report.heading());
        for (Mode mode : modes) {
          report.add(mode, measure(mode, server, echo, payload, out));
        }
        return report;
      }
    }
  }

  private List<Pair> measure(
      Mode mode, LoadedServer server, LoadedServer echo, Payload payload, PrintWriter out)
      throws InterruptedException {
    Wire steps = mode.wire(server.connect(), payload);
    Wire echoes = mode.wire(echo.connect(), payload);
    server.process().ask("grade " + GRADE_MILLIS);
    long warm = 0;
    for (int i = 0; i < LEAST_WARM_UPS || (warm < WARM_STEPS && i < MOST_WARM_UPS); i++) {
      one(mode, echo, echoes);
      warm += one(mode, server, steps).round().answeredItems();
    }
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      Measured echoed = one(mode, echo, echoes);
      Measured stepped = one(mode, server, steps);
      double grade = Double.parseDouble(server.process().ask("grade " + GRADE_MILLIS)) / 1e3;
      Pair pair = new Pair(echoed, stepped, grade);
      pairs.add(pair);
      out.printf(
          Locale.ROOT,
          "%s, round %d: echo %,.0f/s, graded steps %,.0f/s, ratio %.2f%n",
          mode.label(),
          i + 1,
          echoed.round().perSecond(),
          stepped.round().perSecond(),
          pair.ratio());
      out.flush();
    }
    return pairs;
  }

  private Measured one(Mode mode, LoadedServer server, Wire wire) throws InterruptedException {
    Duration before = server.process().cpu();
    Round measured =
        rate.isPresent()
            ? new OpenLoop(wire, rate.getAsDouble() / wire.items(), GRACE).run(round)
            : new ClosedLoop(wire, mode.requests(inFlight)).run(round);
    Duration cpu = server.process().cpu().minus(before);
    return new Measured(measured.requireAnswers(rate.isPresent()), cpu);
  }
}
