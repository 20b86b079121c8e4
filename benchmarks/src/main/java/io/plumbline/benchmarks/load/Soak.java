package io.plumbline.benchmarks.load;

import io.plumbline.benchmarks.processes.ChildProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

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

  /** By how much it may grow and be flat still. */
  private static final double FLAT_PERCENT = 5;

  private static final int LEAST_SAMPLES = 6;

  private record Sample(double heap, double resident) {}

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
      boolean answered = round.lost() == 0 && round.tally().failed().isEmpty();
      return new DrillReport(figures.data(), answered && !grows(samples));
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
      samples.add(new Sample(heap, resident));
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
    return memory(
        memory(figures, "heap after GC", sizes(samples, Sample::heap)),
        "resident",
        sizes(samples, Sample::resident));
  }

  private static boolean grows(List<Sample> samples) {
    return growth(sizes(samples, Sample::heap)) > FLAT_PERCENT
        || growth(sizes(samples, Sample::resident)) > FLAT_PERCENT;
  }

  private static List<Double> sizes(List<Sample> samples, Function<Sample, Double> size) {
    return samples.stream().map(size).toList();
  }

  private static Figures memory(Figures figures, String what, List<Double> sizes) {
    if (sizes.size() < LEAST_SAMPLES) {
      return figures.put(what + " verdict", "too few looks to tell");
    }
    double growth = growth(sizes);
    return figures
        .put(what + " MiB, least", "%.1f", Collections.min(sizes))
        .put(what + " MiB, most", "%.1f", Collections.max(sizes))
        .put(what + " growth percent", "%+.1f", growth)
        .put(what + " verdict", growth > FLAT_PERCENT ? "grows" : "flat");
  }

  /**
   * By how many percent the least of the last third is above that of the middle one, as the first
   * fills caches. A leak raises the least, however much of the rest is garbage or given back.
   */
  static double growth(List<Double> sizes) {
    if (sizes.size() < LEAST_SAMPLES) {
      return 0;
    }
    int third = sizes.size() / 3;
    double middle = Collections.min(sizes.subList(third, 2 * third));
    double last = Collections.min(sizes.subList(2 * third, sizes.size()));
    return 100 * (last / Math.max(1, middle) - 1);
  }
}
