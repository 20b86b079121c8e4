package io.plumbline.cli;

import io.plumbline.client.EnvironmentClient;
import io.plumbline.env.v1.ReloadSecretsResponse;
import java.io.PrintWriter;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "admin",
    description = "Operates a running server, with an admin's token.",
    synopsisSubcommandLabel = "COMMAND")
final class AdminCommand implements Runnable {
  private static final int MAX_GRACE_SECONDS = 600;

  @Spec private CommandSpec spec;

  /** Without a subcommand. */
  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "command: none (expected: one of reload, drain)");
  }

  @Command(
      name = "reload",
      description = {
        "Has the server read its handle key file and its access file again.",
        "A new key takes over in three reloads of every replica: as the last line of the file, as"
            + " the first, and, once handles of the old one have expired, alone."
      })
  int reload(@Mixin ServerOptions server) {
    ReloadSecretsResponse secrets;
    try (EnvironmentClient client = server.client()) {
      secrets = client.reloadSecrets();
    }
    say(
        "handle keys "
            + String.join(", ", secrets.getHandleKeyIdsList())
            + " (the first signs), "
            + secrets.getPrincipals()
            + " principals");
    return ExitCodes.OK;
  }

  @Command(
      name = "drain",
      description = "Has the server turn new calls away, finish running ones, and end.")
  int drain(
      @Mixin ServerOptions server,
      @Option(
              names = "--grace",
              paramLabel = "SECONDS",
              description = "how long running calls may take (default: 10)",
              defaultValue = "10")
          int grace) {
    Requirements.within("grace", grace, 0, MAX_GRACE_SECONDS);
    try (EnvironmentClient client = server.client()) {
      client.drain(Duration.ofSeconds(grace));
    }
    say("draining");
    return ExitCodes.OK;
  }

  private void say(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
