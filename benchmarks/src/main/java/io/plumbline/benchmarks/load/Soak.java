package io.plumbline.benchmarks.load;

import io.plumbline.benchmarks.processes.ChildProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToDoubleFunction;

/**
 * A mixed load at a moderate rate for a long time: does the server's memory stay flat?
 *
 * @param rate requests per second
 * @param duration of all
 * @param every how often memory is looked at, after a collection
 */
public record Soak(int rate, Duration duration, Duration every) {
  private static final double MIB = 1 << 20;
  private static final Duration GRACE = Duration.ofSeconds(20);

  /** Memory within this of its mean is flat. */
  private static final double FLAT_PERCENT = 10;

  private record Sample(double hours, double heap, double resident) {}

  /** Runs, and prints a line for each look. */
  public DrillReport run(PrintWriter out) throws IOException, InterruptedException {
    ExecutorService sender = Executors.newSingleThreadExecutor();
    try (LoadedServer server = LoadedServer.environments("-Xmx512m")) {
      Payload payload = Payload.from(server.connect());
      OpenLoop loop = new OpenLoop(new MixedWire(server.connect(), payload), rate, GRACE);
      Tally tally = new Tally();
      Future<Round> sending = sender.submit(() -> loop.run(duration, tally));
      List<Sample> samples = watch(server.process(), tally, sending, out);
      Round round = sending.get();
      Figures figures = figures(samples, round);
      out.println(figures.text());
      out.flush();
      return new DrillReport(figures.data(), round.lost() == 0 && round.tally().failed().isEmpty());
    } catch (ExecutionException e) {
      throw new IllegalStateException("the load could not be sent", e.getCause());
    } finally {
      sender.shutdownNow();
    }
  }

  private List<Sample> watch(
      ChildProcess server, Tally tally, Future<Round> sending, PrintWriter out)
      throws InterruptedException, ExecutionException {
    List<Sample> samples = new ArrayList<>();
    long start = System.nanoTime();
    long answeredBefore = 0;
    while (!isOver(sending)) {
      double seconds = (System.nanoTime() - start) / 1e9;
      double heap = Double.parseDouble(server.ask("heap")) / MIB;
      double resident = server.resident().orElse(0) / MIB;
      samples.add(new Sample(seconds / 3600, heap, resident));
      long answered = tally.answered().getTotalCount();
      out.printf(
          Locale.ROOT,
          "%6.1f min   %,8.0f answers/s   heap after GC %6.1f MiB   resident %6.1f MiB   refused %d"
              + "   failed %s%n",
          seconds / 60,
          (answered - answeredBefore) * 1e9 / every.toNanos(),
          heap,
          resident,
          tally.refused().getTotalCount(),
          tally.failed());
      out.flush();
      answeredBefore = answered;
    }
    return samples;
  }

  /** Waits for the time of the next look. */
  private boolean isOver(Future<Round> sending) throws InterruptedException, ExecutionException {
    try {
      sending.get(every.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  private Figures figures(List<Sample> samples, Round round) {
    Figures figures =
        new Figures()
            .count("requests sent", round.sent())
            .count("answered as they should be", round.answeredItems())
            .count("refused for the moment", round.tally().refused().getTotalCount())
            .put("failed", round.tally().failed().toString())
            .count("lost", round.lost())
            .percentile("p99 from when due", round.tally().answered(), 99);
    // The first quarter fills caches and compiles.
    List<Sample> settled = samples.subList(samples.size() / 4, samples.size());
    if (settled.size() < 3) {
      return figures.put("memory", "too few looks to tell");
    }
    memory(figures, "heap after GC", settled, Sample::heap);
    memory(figures, "resident", settled, Sample::resident);
    return figures;
  }

  private static void memory(
      Figures figures, String what, List<Sample> samples, ToDoubleFunction<Sample> size) {
    double mean = samples.stream().mapToDouble(size).average().orElse(0);
    double least = samples.stream().mapToDouble(size).min().orElse(0);
    double most = samples.stream().mapToDouble(size).max().orElse(0);
    double percent = 100 * Math.max(most - mean, mean - least) / Math.max(1, mean);
    figures
        .put(what + " MiB, mean", "%.1f", mean)
        .put(what + " MiB per hour, slope", "%+.2f", slope(samples, size, mean))
        .put(
            what + " verdict",
            (percent <= FLAT_PERCENT ? "flat" : "not flat")
                + String.format(Locale.ROOT, ": within %.1f %% of its mean", percent));
  }

  /** Of the line through the samples with the least squares. */
  private static double slope(List<Sample> samples, ToDoubleFunction<Sample> size, double mean) {
    double middle = samples.stream().mapToDouble(Sample::hours).average().orElse(0);
    double above = 0;
    double below = 0;
    for (Sample sample : samples) {
      double x = sample.hours() - middle;
      above += x * (size.applyAsDouble(sample) - mean);
      below += x * x;
    }
    return above / below;
  }
}
