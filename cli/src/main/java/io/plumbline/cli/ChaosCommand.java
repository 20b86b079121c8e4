package io.plumbline.cli;

import io.plumbline.benchmarks.chaos.Chaos;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "chaos",
    description = {
      "Kills, pauses, drains and restarts two replicas under clients with short deadlines, retries,"
          + " disconnects and duplicate sends.",
      "Every outcome has to be that of a server left alone, byte for byte."
    })
final class ChaosCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "of the faults and of what is played (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--runs",
      defaultValue = "1",
      description = "runs, each with the next seed (default: ${DEFAULT-VALUE})")
  private int runs;

  @Option(
      names = "--seconds",
      defaultValue = "30",
      description = "length of the faults in a run (default: ${DEFAULT-VALUE})")
  private int seconds;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Requirements.within("runs", runs, 1, 1000);
    Requirements.within("seconds", seconds, 1, 3600);
    boolean clean = true;
    for (int i = 0; i < runs; i++) {
      clean &= new Chaos(seed + i, Duration.ofSeconds(seconds), spec.commandLine().getOut()).run();
    }
    return clean ? ExitCodes.OK : ExitCodes.NO;
  }
}
