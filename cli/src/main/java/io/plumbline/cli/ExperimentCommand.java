package io.plumbline.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "experiment",
    description = "Experiments that end in a report.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {RowPreservationCommand.class, ReplayCommand.class})
final class ExperimentCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** Without a subcommand. */
  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "command: none (expected: one of row-preservation, replay)");
  }
}
