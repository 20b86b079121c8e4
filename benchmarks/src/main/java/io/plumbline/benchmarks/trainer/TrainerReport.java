package io.plumbline.benchmarks.trainer;

import io.plumbline.benchmarks.processes.TemporaryFiles;
import io.plumbline.trainer.checkpoint.ModelConfig;
import io.plumbline.trainer.checkpoint.ModelFolder;
import io.plumbline.trainer.model.Weights;
import io.plumbline.trainer.policies.PolicyStack;
import io.plumbline.trainer.runs.Throughput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Prints tokens a second, sampled and trained, as shares of the matrix products that they cannot do
 * without; and, given a Python with TRL, the same work done by it right afterwards.
 */
public final class TrainerReport {
  private static final int UPDATES = 4;
  private static final String EMBEDDED = "embedded";
  private static final String LARGE = "22m";

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
    String size = Objects.requireNonNullElse(option(args, "--size"), EMBEDDED);
    if (!size.equals(EMBEDDED) && !size.equals(LARGE)) {
      System.err.println("trainer: --size: " + size + " (expected: embedded or 22m)");
      System.exit(2);
    }
    Throughput.Work work = size.equals(LARGE) ? large() : embedded();
    int threads = Runtime.getRuntime().availableProcessors();
    Throughput.Figures ours = Throughput.measure(work, threads, UPDATES);
    System.out.printf(
        Locale.ROOT,
        "%s, %d threads, updates of %d x %d completions of %d tokens after prompts of %d%n%n",
        size,
        threads,
        work.prompts(),
        work.groupSize(),
        work.completionTokens(),
        work.promptTokens());
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
      compare(ours, peer(python, script, threads, work));
    }
  }

  private static void row(String name, double speed, double ceiling) {
    System.out.printf(
        Locale.ROOT, "%-34s %12.0f %12.0f %8.3f%n", name, speed, ceiling, speed / ceiling);
  }

  /** Of the embedded policy's shape. */
  private static Throughput.Work embedded() {
    try (PolicyStack embedded = PolicyStack.embedded()) {
      return new Throughput.Work(embedded.base().config(), 16, 8, 404, 380);
    }
  }

  /** Of 22 million weights. */
  private static Throughput.Work large() {
    ModelConfig shape =
        new ModelConfig(
            8192,
            512,
            1408,
            6,
            8,
            4,
            64,
            2048,
            10_000,
            1e-6,
            true,
            OptionalInt.empty(),
            OptionalInt.of(1),
            OptionalInt.of(0));
    return new Throughput.Work(shape, 4, 4, 256, 128);
  }

  private static JsonNode peer(String python, String script, int threads, Throughput.Work work)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("plumbline-peer");
    Path out = folder.resolve("peer.json");
    Path model = folder.resolve("model");
    new ModelFolder(work.shape(), new TreeMap<>(Weights.initial(work.shape(), 1))).write(model);
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
                      "--model",
                      model.toString(),
                      "--groups",
                      Integer.toString(work.prompts()),
                      "--group-size",
                      Integer.toString(work.groupSize()),
                      "--micro-batch",
                      Integer.toString(Math.min(8, work.prompts() * work.groupSize() / 4)),
                      "--prompt-tokens",
                      Integer.toString(work.promptTokens()),
                      "--completion-tokens",
                      Integer.toString(work.completionTokens()),
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
      TemporaryFiles.delete(folder);
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
