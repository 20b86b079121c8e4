package io.plumbline.cli;

import io.plumbline.server.Credential;
import io.plumbline.server.Quota;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "token",
    description = {
      "Makes a token for somebody who may call a server.",
      "The token goes to standard error, once; the line for the server's access file, which does"
          + " not tell it, to standard output."
    })
final class TokenCommand implements Callable<Integer> {
  private static final int BYTES = 32;

  @Spec private CommandSpec spec;

  @Option(names = "--name", required = true, description = "whose it is, such as team-a")
  private String name;

  @Option(
      names = "--role",
      required = true,
      description = "agent: steps and scores; trainer: evidence, too; admin: operation, too")
  private String role;

  @Option(
      names = "--calls-in-flight",
      defaultValue = "0",
      description = "calls that it may have open at a time; 0: no limit (default)")
  private int callsInFlight;

  @Option(
      names = "--requests-per-second",
      defaultValue = "0",
      description = "requests that it may send, items of batches alike; 0: no limit (default)")
  private long requestsPerSecond;

  @Option(
      names = "--bytes-per-second",
      defaultValue = "0",
      description = "bytes of requests that it may send; 0: no limit (default)")
  private long bytesPerSecond;

  @Override
  public Integer call() {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    Credential credential;
    try {
      Quota quota = new Quota(callsInFlight, requestsPerSecond, bytesPerSecond);
      credential = Credential.ofToken(name, AccessFile.role(role), token, quota);
    } catch (IllegalArgumentException e) {
      throw new UserError(e);
    }
    PrintWriter err = spec.commandLine().getErr();
    err.println(token);
    err.flush();
    PrintWriter out = spec.commandLine().getOut();
    out.println(AccessFile.line(credential));
    out.flush();
    return ExitCodes.OK;
  }
}
