package io.plumbline.benchmarks.start;

import io.plumbline.benchmarks.options.Numbers;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** {@code ./plumbline bench start}: seconds from the command to its first line, in turns. */
public final class StartReport {
  private static final int MOST_RUNS = 100;

  /**
   * One start.
   *
   * @param wall seconds until it said that it serves
   * @param cpu seconds of processor time until then, of all its threads
   */
  private record Start(double wall, double cpu) {}

  private StartReport() {}

  /** Arguments are {@code LAUNCHER [--runs N]}; ends with 2 if they are wrong. */
  public static void main(String[] args) throws IOException, InterruptedException {
    String[] options = Arrays.copyOfRange(args, 1, args.length);
    long runs = Numbers.read("start", options, Map.of("--runs", 10L)).of("--runs");
    if (runs < 1 || runs > MOST_RUNS) {
      System.err.println("start: --runs: " + runs + " (expected: 1 to " + MOST_RUNS + ")");
      System.exit(2);
    }
    List<String> serve = List.of(args[0], "serve", "--port", "0");
    List<String> bare =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            BareServer.class.getName());
    start(serve); // files are cached, and an archive of classes is made
    start(bare);
    List<Start> ours = new ArrayList<>();
    List<Start> floor = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      ours.add(start(serve));
      floor.add(start(bare));
    }
    say("serve", ours);
    say("a bare JVM with an empty gRPC server", floor);
    System.out.printf(
        Locale.ROOT,
        "=> ready in %.2f times the floor's time, of %d runs%n",
        median(ours.stream().map(Start::wall)) / median(floor.stream().map(Start::wall)),
        runs);
  }

  private static Start start(List<String> command) throws IOException, InterruptedException {
    long start = System.nanoTime();
    Process process = new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      String line = lines.readLine();
      double wall = (System.nanoTime() - start) / 1e9;
      if (line == null || !line.contains(": serving on ")) {
        throw new IOException(command.get(0) + " does not serve: " + line);
      }
      Duration cpu = process.info().totalCpuDuration().orElse(Duration.ZERO);
      return new Start(wall, cpu.toNanos() / 1e9);
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  private static void say(String what, List<Start> starts) {
    System.out.printf(
        Locale.ROOT,
        "%-38s %.2f s until it is ready (%.2f to %.2f), %.2f s of processor time%n",
        what,
        median(starts.stream().map(Start::wall)),
        starts.stream().mapToDouble(Start::wall).min().orElseThrow(),
        starts.stream().mapToDouble(Start::wall).max().orElseThrow(),
        median(starts.stream().map(Start::cpu)));
  }

  private static double median(Stream<Double> values) {
    List<Double> sorted = values.sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
