package io.plumbline.cli;

import io.plumbline.client.EnvironmentClient;
import io.plumbline.client.Retry;
import io.plumbline.conformance.Caller;
import io.plumbline.conformance.Case;
import io.plumbline.conformance.Conformance;
import io.plumbline.conformance.Outcome;
import io.plumbline.conformance.Suite;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "conformance",
    description = {
      "Checks whether a server keeps the contract, case by case (clients/conformance).",
      "Exit code 1 says that a case failed; one that needs a token which is not given is skipped."
    })
final class ConformanceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--target",
      required = true,
      paramLabel = "HOST:PORT",
      description = "the environment server")
  private String target;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "a trainer's token, where the server asks for tokens")
  private @Nullable Path tokenFile;

  @Option(
      names = "--agent-token-file",
      paramLabel = "FILE",
      description = "an agent's token, too, for the cases that are about agents")
  private @Nullable Path agentTokenFile;

  @Option(
      names = "--server-authority",
      paramLabel = "FILE",
      description =
          "the server's certificate, or its authority's, in PEM: encrypts; without it nothing does")
  private @Nullable Path authority;

  @Override
  public Integer call() {
    try (EnvironmentClient trainer = connect(ServerOptions.token("token-file", tokenFile))) {
      // One that is not there is no server that breaks the contract.
      var unused = trainer.withRetry(Retry.NONE).listEnvironments();
      Map<Caller, EnvironmentClient> callers = new EnumMap<>(Caller.class);
      callers.put(Caller.TRAINER, trainer);
      if (tokenFile != null) {
        callers.put(Caller.NOBODY, connect(Optional.empty()));
        callers.put(Caller.STRANGER, connect(Optional.of(UUID.randomUUID().toString())));
      }
      if (agentTokenFile != null) {
        callers.put(Caller.AGENT, connect(ServerOptions.token("agent-token-file", agentTokenFile)));
      }
      try {
        return run(new Conformance(callers));
      } finally {
        callers.values().forEach(EnvironmentClient::close);
      }
    }
  }

  private int run(Conformance conformance) {
    PrintWriter out = spec.commandLine().getOut();
    Map<Class<?>, Integer> counts = new HashMap<>();
    for (Case each : Suite.cases()) {
      Outcome outcome = conformance.run(each);
      counts.merge(outcome.getClass(), 1, Integer::sum);
      out.println(line(each, outcome));
      out.flush();
    }
    int failed = counts.getOrDefault(Outcome.Failed.class, 0);
    out.println(
        "conformance: "
            + counts.getOrDefault(Outcome.Passed.class, 0)
            + " passed, "
            + failed
            + " failed, "
            + counts.getOrDefault(Outcome.Skipped.class, 0)
            + " skipped");
    return failed == 0 ? ExitCodes.OK : ExitCodes.NO;
  }

  private static String line(Case each, Outcome outcome) {
    if (outcome instanceof Outcome.Failed failed) {
      return "FAIL  " + each.name() + "; " + String.join("; ", failed.differences());
    }
    if (outcome instanceof Outcome.Skipped skipped) {
      return "skip  " + each.name() + "; needs " + skipped.lacking();
    }
    return "pass  " + each.name();
  }

  private EnvironmentClient connect(Optional<String> token) {
    return ServerOptions.connect("target", target, authority, token);
  }
}
