package io.plumbline.cli;

import io.plumbline.graders.Environment;
import io.plumbline.graders.Profile;
import io.plumbline.graders.redteam.Findings;
import io.plumbline.graders.redteam.RedTeam;
import io.plumbline.graders.tasks.TaskSplit;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "redteam",
    description = {
      "Searches for outputs whose grade exceeds their true quality, which a slow oracle that shares"
          + " nothing with the graders tells.",
      "Prints each as it is found, as little different from the gold as it can be, as a line of a"
          + " probe file. The exit code is 0 if none is found, else 1."
    })
final class RedteamCommand implements Callable<Integer> {
  private static final int MOST_MINUTES = 7 * 24 * 60;
  private static final int MOST_CANDIDATES = 1_000_000;

  @Spec private CommandSpec spec;

  @Option(names = "--env", required = true, description = "the environment")
  private String environment;

  @Option(
      names = "--profile",
      defaultValue = "strict",
      description = "whose rules: reference or strict (default: ${DEFAULT-VALUE})")
  private String profile;

  @Option(
      names = "--minutes",
      defaultValue = "10",
      description = "how long to search (default: ${DEFAULT-VALUE})")
  private int minutes;

  @Option(
      names = "--tasks",
      paramLabel = "N",
      description = "ends the search after so many tasks, if that is earlier")
  private @Nullable Long tasks;

  @Option(
      names = "--candidates",
      defaultValue = "2000",
      description = "outputs to try for each task (default: ${DEFAULT-VALUE})")
  private int candidates;

  @Option(
      names = "--threshold",
      defaultValue = "0.05",
      description = "smallest excess of grade over quality that counts (default: ${DEFAULT-VALUE})")
  private double threshold;

  @Option(
      names = "--seed",
      defaultValue = "0",
      description =
          "what the mutations are drawn by (default: ${DEFAULT-VALUE}); with one thread the same"
              + " seed finds the same")
  private long seed;

  @Option(names = "--threads", defaultValue = "0", description = "0, the default: one per core")
  private int threads;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "where the exploits go; without it, standard output")
  private @Nullable Path out;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Requirements.within("minutes", minutes, 1, MOST_MINUTES);
    Requirements.within("candidates", candidates, 1, MOST_CANDIDATES);
    if (tasks != null) {
      Requirements.atLeast("tasks", tasks, 1);
    }
    if (out != null) {
      Requirements.writable("out", out);
    }
    RedTeam team = team();
    PrintWriter lines =
        out == null ? spec.commandLine().getOut() : new PrintWriter(Files.newBufferedWriter(out));
    try {
      boolean[] found = {false};
      int code = StopSignal.heed(stop -> found[0] = search(team, lines, stop), () -> {});
      return found[0] ? ExitCodes.NO : code;
    } finally {
      if (out != null) {
        lines.close();
      }
    }
  }

  private RedTeam team() {
    Environment searched = Assembly.environment(environment);
    Profile rules =
        Profile.named(profile)
            .orElseThrow(
                () ->
                    new UserError(
                        "profile: \"" + profile + "\" (expected: one of reference, strict)"));
    List<TaskSplit> open =
        Assembly.catalogue().splits(searched.name()).stream().filter(TaskSplit::open).toList();
    try {
      RedTeam.Settings settings =
          new RedTeam.Settings(seed, Requirements.threads(threads), threshold, candidates);
      return new RedTeam(searched, rules, open, settings);
    } catch (IllegalArgumentException e) {
      throw new UserError(e);
    }
  }

  /** Whether any exploit was found. */
  private boolean search(RedTeam team, PrintWriter lines, BooleanSupplier stop)
      throws InterruptedException {
    Consumer<String> say = Progress.to(spec.commandLine().getErr());
    long start = System.nanoTime();
    BooleanSupplier over =
        () -> stop.getAsBoolean() || System.nanoTime() - start > TimeUnit.MINUTES.toNanos(minutes);
    Findings findings =
        team.run(
            tasks == null ? Long.MAX_VALUE : tasks,
            over,
            exploit -> Progress.to(lines).accept(exploit.line()),
            soFar -> say.accept(progress(soFar, System.nanoTime() - start)));
    say.accept(progress(findings, System.nanoTime() - start));
    findings
        .exploits()
        .forEach(exploit -> say.accept("  " + exploit.task() + ": " + exploit.why()));
    if (stop.getAsBoolean()) {
      throw new CancellationException("stopped");
    }
    return !findings.exploits().isEmpty();
  }

  private static String progress(Findings findings, long nanos) {
    return String.format(
        Locale.ROOT,
        "%.1f min: %s in %,d candidates over %,d tasks; %,d are graded below their quality",
        nanos / 6e10,
        switch (findings.exploits().size()) {
          case 0 -> "no exploit found";
          case 1 -> "1 exploit";
          default -> findings.exploits().size() + " exploits";
        },
        findings.candidates(),
        findings.tasks(),
        findings.underpaid());
  }
}
