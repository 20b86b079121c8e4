package io.plumbline.benchmarks.trainer;

import io.plumbline.trainer.runs.Throughput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Prints tokens a second, sampled and trained, as shares of the matrix products that they cannot do
 * without; and, given a Python with TRL, the same work done by it right afterwards.
 */
public final class TrainerReport {
  private static final int UPDATES = 2;
  private static final int PROMPT_TOKENS = 404;
  private static final int COMPLETION_TOKENS = 380;

  private TrainerReport() {}

  /**
   * Measures and prints.
   *
   * @param args none, or {@code --peer}, the Python interpreter of {@code benchmarks/peers}, and
   *     {@code --script}, its {@code trl_grpo.py}
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    @Nullable String python = option(args, "--peer");
    @Nullable String script = option(args, "--script");
    int threads = Runtime.getRuntime().availableProcessors();
    Throughput.Figures ours =
        Throughput.measure(threads, PROMPT_TOKENS, COMPLETION_TOKENS, UPDATES);
    System.out.printf(
        Locale.ROOT,
        "%d threads, updates of 16 x 8 completions of %d tokens after prompts of %d%n%n",
        threads,
        COMPLETION_TOKENS,
        PROMPT_TOKENS);
    System.out.printf("%-34s %12s %12s %8s%n", "", "tokens/s", "ceiling", "share");
    row("sampled", ours.sampled(), ours.sampledCeiling());
    row("trained", ours.trained(), ours.trainedCeiling());
    System.out.printf(
        Locale.ROOT,
        "%-34s %12.1f s, %.0f MiB resident%n",
        "an update",
        ours.secondsPerUpdate(),
        ours.memoryMib());
    if (python != null && script != null) {
      compare(ours, peer(python, script, threads));
    }
  }

  private static void row(String name, double speed, double ceiling) {
    System.out.printf(
        Locale.ROOT, "%-34s %12.0f %12.0f %8.3f%n", name, speed, ceiling, speed / ceiling);
  }

  private static JsonNode peer(String python, String script, int threads)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("peer", ".json");
    try {
      Process process =
          new ProcessBuilder(
                  List.of(
                      python,
                      script,
                      "--updates",
                      Integer.toString(UPDATES + 1), // the first warms up, as ours does
                      "--threads",
                      Integer.toString(threads),
                      "--prompt-tokens",
                      Integer.toString(PROMPT_TOKENS),
                      "--completion-tokens",
                      Integer.toString(COMPLETION_TOKENS),
                      "--out",
                      out.toString()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      int code = process.waitFor();
      if (code != 0) {
        throw new IOException("peer: " + script + " ended with " + code + " (expected: 0)");
      }
      return JsonMapper.shared().readTree(Files.readString(out));
    } finally {
      Files.deleteIfExists(out);
    }
  }

  private static void compare(Throughput.Figures ours, JsonNode peer) {
    System.out.printf("%n%-34s %12s %12s %8s%n", "", "Plumbline", "TRL", "ratio");
    ratio("sampled tokens/s", ours.sampled(), peer.path("sampled_tokens_per_second").asDouble());
    ratio(
        "trained completion tokens/s",
        ours.trained(),
        peer.path("trained_completion_tokens_per_second").asDouble());
    ratio(
        "updates/hour",
        3600 / ours.secondsPerUpdate(),
        3600 / peer.path("seconds_per_update").asDouble());
    ratio("resident MiB", ours.memoryMib(), peer.path("peak_rss_mib").asDouble());
  }

  private static void ratio(String name, double ours, double theirs) {
    System.out.printf(
        Locale.ROOT, "%-34s %12.0f %12.0f %8.2f%n", name, ours, theirs, ours / theirs);
  }

  private static @Nullable String option(String[] args, String name) {
    for (int i = 0; i + 1 < args.length; i++) {
      if (args[i].equals(name)) {
        return args[i + 1];
      }
    }
    return null;
  }
}
