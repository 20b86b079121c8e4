package io.plumbline.cli;

import io.plumbline.benchmarks.load.StepLoad;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.server.HandleKey;
import io.plumbline.server.ServerConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "load",
    description =
        "Measures graded steps per second through gRPC beside a bare echo of the same payload.")
final class LoadCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--in-flight",
      defaultValue = "128",
      description = "calls at a time (default: ${DEFAULT-VALUE})")
  private int inFlight;

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

  @Override
  public Integer call() throws IOException, InterruptedException {
    Requirements.within("in-flight", inFlight, 1, 4096);
    Requirements.within("rounds", rounds, 1, 100);
    Requirements.within("seconds", seconds, 1, 60);
    TaskCatalogue catalogue = Assembly.catalogue();
    Task task = Assembly.split(catalogue, "spreadsheet_clean", "stress_train").task(0);
    ServerConfig config =
        Assembly.config(catalogue, List.of(HandleKey.fresh()), ServerConfig.DEFAULT_TTL);
    PrintWriter out = spec.commandLine().getOut();
    new StepLoad(config, task, inFlight).run(rounds, Duration.ofSeconds(seconds), out);
    out.flush();
    return 0;
  }
}
