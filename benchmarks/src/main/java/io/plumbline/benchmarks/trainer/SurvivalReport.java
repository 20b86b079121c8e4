package io.plumbline.benchmarks.trainer;

import io.plumbline.benchmarks.options.Numbers;
import io.plumbline.benchmarks.processes.TemporaryFiles;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * {@code ./plumbline bench survive}: short runs of one thread that are killed with SIGKILL at
 * random moments and resumed, beside the same runs left alone; their adapters have to be the same
 * bytes.
 */
public final class SurvivalReport {
  private static final List<String> OBJECTIVES = List.of("grpo", "ppo", "sft", "dpo", "orpo");
  private static final List<String> SETTINGS =
      List.of(
          "updates=8",
          "prompts=2",
          "group_size=4",
          "max_tokens=64",
          "evaluate_every=3",
          "evaluation_tasks=2",
          "evaluation_max_tokens=64");

  private final Path launcher;
  private final Path folder;
  private int kills;
  private int afresh;

  private SurvivalReport(Path launcher, Path folder) {
    this.launcher = launcher;
    this.folder = folder;
  }

  /** Arguments are {@code LAUNCHER [--seeds N] [--kills K]}; ends with 1 if any bytes differ. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Numbers options =
        Numbers.read(
            "survive",
            Arrays.copyOfRange(args, 1, args.length),
            Map.of("--seeds", 10L, "--kills", 3L));
    Path folder = Files.createTempDirectory("plumbline-survive");
    boolean same = true;
    try {
      SurvivalReport report = new SurvivalReport(Path.of(args[0]), folder);
      for (int seed = 1; seed <= options.of("--seeds"); seed++) {
        same &= report.survives(seed, options.of("--kills"));
      }
      System.out.printf(
          Locale.ROOT,
          "=> %d runs, %d kills (%d before anything was saved): adapters %s%n",
          options.of("--seeds"),
          report.kills,
          report.afresh,
          same ? "the same, byte for byte" : "DIFFER");
    } finally {
      TemporaryFiles.delete(folder);
    }
    System.exit(same ? 0 : 1);
  }

  private boolean survives(int seed, long most) throws IOException, InterruptedException {
    String objective = OBJECTIVES.get(seed % OBJECTIVES.size());
    Path alone = folder.resolve("alone" + seed);
    long start = System.nanoTime();
    finish(begin(alone, seed, objective));
    long nanos = System.nanoTime() - start;
    Path killed = folder.resolve("killed" + seed);
    SplittableRandom random = new SplittableRandom(seed);
    int before = kills;
    for (int i = 0; i < most; i++) {
      Process process = start(killed, seed, objective);
      if (!process.waitFor(random.nextLong(nanos), TimeUnit.NANOSECONDS)) {
        process.destroyForcibly().waitFor();
        kills++;
      }
    }
    finish(start(killed, seed, objective));
    boolean same = Arrays.equals(adapter(alone), adapter(killed));
    System.out.printf(
        Locale.ROOT,
        "seed %d, %s: %.1f s alone, %d kills, %s%n",
        seed,
        objective,
        nanos / 1e9,
        kills - before,
        same ? "the same bytes" : "OTHER BYTES");
    return same;
  }

  /**
   * Goes on with a run or, where it was killed before its settings were written, begins it again.
   */
  private Process start(Path run, int seed, String objective) throws IOException {
    if (Files.exists(run.resolve("config.properties"))) {
      return process(List.of("train", "--out", run.toString(), "--resume"));
    }
    if (Files.exists(run)) {
      TemporaryFiles.delete(run);
      afresh++;
    }
    return begin(run, seed, objective);
  }

  private Process begin(Path run, int seed, String objective) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("train", "--out", run.toString()));
    arguments.addAll(List.of("--threads", "1", "--seed", Integer.toString(seed)));
    arguments.addAll(List.of("--set", "objective=" + objective));
    SETTINGS.forEach(setting -> arguments.addAll(List.of("--set", setting)));
    return process(arguments);
  }

  private Process process(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .redirectOutput(Redirect.DISCARD)
        .redirectError(Redirect.INHERIT)
        .start();
  }

  private static void finish(Process process) throws IOException, InterruptedException {
    int code = process.waitFor();
    if (code != 0) {
      throw new IOException("train ended with " + code + " (expected: 0)");
    }
  }

  private static byte[] adapter(Path run) throws IOException {
    return Files.readAllBytes(run.resolve("adapter").resolve("adapter_model.safetensors"));
  }
}
