package io.plumbline.benchmarks.graders;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Measures every sample under every profile of its environment in one run and prints what each
 * costs as a ratio to the floor over the same text, with the bytes it allocates, and then how much
 * more all cores do than one. Takes JMH's options.
 */
public final class GradersReport {
  private static final String SCALED_CHARS = "1000";

  private final CommandLineOptions options;

  private GradersReport(CommandLineOptions options) {
    this.options = options;
  }

  /** Runs the benchmarks. */
  public static void main(String[] args) throws RunnerException, CommandLineOptionException {
    GradersReport report = new GradersReport(new CommandLineOptions(args));
    List<RunResult> costs = new ArrayList<>();
    List<RunResult> alone = new ArrayList<>();
    List<RunResult> together = new ArrayList<>();
    int cores = Runtime.getRuntime().availableProcessors();
    for (Sample sample : Sample.values()) {
      costs.addAll(new Runner(report.costs(sample).build()).run());
      alone.addAll(new Runner(report.throughput(sample, 1).build()).run());
      together.addAll(new Runner(report.throughput(sample, cores).build()).run());
    }
    printCosts(costs);
    printScaling(alone, together, cores);
  }

  private ChainedOptionsBuilder costs(Sample sample) {
    List<String> works = new ArrayList<>(sample.floors());
    works.addAll(sample.profiles());
    return options(sample, works).addProfiler(GCProfiler.class);
  }

  private ChainedOptionsBuilder throughput(Sample sample, int threads) {
    return options(sample, sample.profiles())
        .param("chars", SCALED_CHARS)
        .mode(Mode.Throughput)
        .threads(threads);
  }

  private ChainedOptionsBuilder options(Sample sample, List<String> works) {
    return new OptionsBuilder()
        .parent(options)
        .include(GradersBenchmark.class.getName().replace(".", "\\."))
        .param("sample", sample.name())
        .param("work", works.toArray(String[]::new));
  }

  private static void printCosts(List<RunResult> results) {
    Map<String, Double> floors = new LinkedHashMap<>();
    for (RunResult result : results) {
      if (isFloor(result)) {
        floors.put(text(result) + " " + parameter(result, "work"), score(result));
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%n%-24s %9s %12s %10s %12s %8s %8s %8s%n",
        "",
        "chars",
        "ns/op",
        "error",
        "floor",
        "ratio",
        "to ref.",
        "B/op");
    for (RunResult result : results) {
      if (isFloor(result)) {
        continue;
      }
      Sample sample = Sample.valueOf(parameter(result, "sample"));
      String work = sample.floor(parameter(result, "work"));
      double floor = floors.getOrDefault(text(result) + " " + work, Double.NaN);
      double reference = floors.getOrDefault(text(result) + " " + Sample.FLOOR, Double.NaN);
      Result<?> bytes = result.getSecondaryResults().get("gc.alloc.rate.norm");
      System.out.printf(
          Locale.ROOT,
          "%-24s %9s %12.0f %10.0f %12.0f %8.3f %8.3f %8.0f%n",
          name(result),
          parameter(result, "chars"),
          score(result),
          result.getPrimaryResult().getScoreError(),
          floor,
          score(result) / floor,
          score(result) / reference,
          bytes == null ? Double.NaN : bytes.getScore());
    }
  }

  private static void printScaling(List<RunResult> alone, List<RunResult> together, int cores) {
    System.out.printf(
        Locale.ROOT,
        "%n%-24s %9s %12s %12s %8s%n",
        "",
        "chars",
        "1 thread/s",
        cores + " threads/s",
        "ratio");
    for (int i = 0; i < alone.size(); i++) {
      System.out.printf(
          Locale.ROOT,
          "%-24s %9s %12.0f %12.0f %8.2f%n",
          name(alone.get(i)),
          SCALED_CHARS,
          score(alone.get(i)) * 1e9,
          score(together.get(i)) * 1e9,
          score(together.get(i)) / score(alone.get(i)));
    }
  }

  /** {@code table edited strict}. */
  private static String name(RunResult result) {
    Sample sample = Sample.valueOf(parameter(result, "sample"));
    return sample.label() + " " + parameter(result, "work");
  }

  private static boolean isFloor(RunResult result) {
    return List.of(Sample.FLOOR, Sample.STRICT_FLOOR).contains(parameter(result, "work"));
  }

  /** What the output is, whatever is done to it. */
  private static String text(RunResult result) {
    return parameter(result, "sample") + " " + parameter(result, "chars");
  }

  private static String parameter(RunResult result, String name) {
    return result.getParams().getParam(name);
  }

  /** Nanoseconds an operation, or operations a nanosecond. */
  private static double score(RunResult result) {
    return result.getPrimaryResult().getScore();
  }
}
