package io.plumbline.benchmarks.graders;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs this package's benchmarks in one go and prints what each costs as a ratio to Commons CSV's
 * parse of the same table, with the bytes it allocates. What grades no table is set against the
 * parse of the gold table. Takes JMH's options.
 */
public final class GradersReport {
  private static final String FLOOR = "commonsCsvParse";
  private static final String GOLD = "gold";

  private GradersReport() {}

  /** Runs the benchmarks. */
  public static void main(String[] args) throws RunnerException, CommandLineOptionException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .parent(new CommandLineOptions(args))
                    .include(GradersReport.class.getPackageName().replace(".", "\\.") + "\\..*")
                    .addProfiler(GCProfiler.class)
                    .build())
            .run();
    Map<String, Double> floors = new HashMap<>();
    for (RunResult result : results) {
      if (benchmark(result).equals(FLOOR)) {
        floors.put(output(result), result.getPrimaryResult().getScore());
      }
    }
    System.out.printf(
        Locale.ROOT, "%n%-30s %10s %10s %8s %8s%n", "", "ns/op", "error", "ratio", "B/op");
    for (RunResult result : results) {
      Result<?> time = result.getPrimaryResult();
      Result<?> bytes = result.getSecondaryResults().get("gc.alloc.rate.norm");
      System.out.printf(
          Locale.ROOT,
          "%-30s %10.0f %10.0f %8.3f %8.0f%n",
          benchmark(result) + (isTable(result) ? " " + output(result) : ""),
          time.getScore(),
          time.getScoreError(),
          time.getScore() / floors.getOrDefault(output(result), Double.NaN),
          bytes == null ? Double.NaN : bytes.getScore());
    }
  }

  private static String benchmark(RunResult result) {
    String benchmark = result.getParams().getBenchmark();
    return benchmark.substring(benchmark.lastIndexOf('.') + 1);
  }

  private static boolean isTable(RunResult result) {
    return result.getParams().getParam("output") != null;
  }

  private static String output(RunResult result) {
    String output = result.getParams().getParam("output");
    return output == null ? GOLD : output;
  }
}
