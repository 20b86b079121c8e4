package io.plumbline.cli;

import io.plumbline.benchmarks.load.DrillReport;
import io.plumbline.benchmarks.load.EpisodesDrill;
import io.plumbline.benchmarks.load.LoadReport;
import io.plumbline.benchmarks.load.Mode;
import io.plumbline.benchmarks.load.Orders;
import io.plumbline.benchmarks.load.Overload;
import io.plumbline.benchmarks.load.Soak;
import io.plumbline.benchmarks.load.StepLoad;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "load",
    description =
        "Measures graded steps through gRPC beside a bare echo of the same payloads, each server a"
            + " process of its own on loopback.")
final class LoadCommand implements Callable<Integer> {
  private static final String ALL = "all";
  private static final int SOAK_RATE = 1_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--mode",
      defaultValue = ALL,
      description =
          "how steps travel: unary, batch (StepBatch of 64), stream (Rollout) or all (default:"
              + " ${DEFAULT-VALUE})")
  private String mode;

  @Option(
      names = "--in-flight",
      defaultValue = "128",
      description = "steps in flight at a time, in a closed loop (default: ${DEFAULT-VALUE})")
  private int inFlight;

  @Option(
      names = "--rate",
      paramLabel = "R",
      description = "open loop at R steps a second; without it a closed loop")
  private @Nullable Integer rate;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "measured rounds of each kind (default: ${DEFAULT-VALUE})")
  private int rounds;

  @Option(
      names = "--seconds",
      defaultValue = "4",
      description = "length of a round (default: ${DEFAULT-VALUE})")
  private int seconds;

  @Option(
      names = "--overload",
      paramLabel = "TIMES",
      description =
          "asks so many times of what the server can do of it, and says what became of what was"
              + " accepted and what was refused")
  private @Nullable Integer overload;

  @Option(
      names = "--episodes",
      paramLabel = "N",
      description = "has so many episodes in flight at once, on a server with 256 MiB of heap")
  private @Nullable Integer episodes;

  @Option(
      names = "--soak",
      paramLabel = "MINUTES",
      description =
          "sends a mixed load for so long, at --rate requests a second or 1000, and says whether"
              + " the server's memory stays flat")
  private @Nullable Integer soak;

  @Option(
      names = "--orders",
      description =
          "instead loads servers on this machine that standard input names, a line for each round:"
              + " for benchmarks/peers")
  private boolean orders;

  @Option(names = "--json", paramLabel = "FILE", description = "also writes the figures there")
  private @Nullable Path json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Requirements.within("in-flight", inFlight, 1, 128); // what one connection may have open
    Requirements.within("rounds", rounds, 1, 100);
    Requirements.within("seconds", seconds, 1, 60);
    if (rate != null) {
      Requirements.within("rate", rate, 64, 10_000_000);
    }
    if (json != null) {
      Requirements.writable("json", json);
    }
    if (Stream.of(overload, episodes, soak).filter(Objects::nonNull).count() > 1) {
      throw new UserError("load: several drills (expected: one of --overload, --episodes, --soak)");
    }
    PrintWriter out = spec.commandLine().getOut();
    if (orders) {
      Orders.obey(
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)), out);
      return ExitCodes.OK;
    }
    Duration round = Duration.ofSeconds(seconds);
    if (overload != null) {
      Requirements.within("overload", overload, 2, 20);
      return report(new Overload(overload, inFlight, 16_384, round).run(out));
    }
    if (episodes != null) {
      Requirements.within("episodes", episodes, 1, 100_000);
      return report(new EpisodesDrill(episodes).run(out));
    }
    if (soak != null) {
      Requirements.within("soak", soak, 1, 24 * 60);
      int perSecond = rate == null ? SOAK_RATE : rate;
      Duration minute = Duration.ofMinutes(1);
      return report(new Soak(perSecond, minute.multipliedBy(soak), minute).run(out));
    }
    OptionalDouble openRate = rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate);
    LoadReport report = new StepLoad(modes(), inFlight, openRate, rounds, round).run(out);
    out.println(report.table());
    write(report.data());
    return ExitCodes.OK;
  }

  private int report(DrillReport report) throws IOException {
    write(report.figures());
    return report.passed() ? ExitCodes.OK : ExitCodes.NO;
  }

  private void write(Map<String, Object> data) throws IOException {
    if (json != null) {
      Files.writeString(json, Json.line(data) + "\n");
    }
  }

  private List<Mode> modes() {
    if (mode.equals(ALL)) {
      return List.of(Mode.values());
    }
    return List.of(
        Arrays.stream(Mode.values())
            .filter(each -> each.label().equals(mode))
            .findFirst()
            .orElseThrow(
                () ->
                    new UserError(
                        "mode: \""
                            + mode
                            + "\" (expected: one of "
                            + Arrays.stream(Mode.values())
                                .map(Mode::label)
                                .collect(Collectors.joining(", "))
                            + ", "
                            + ALL
                            + ")")));
  }
}
