package io.plumbline.cli;

import io.plumbline.server.Credential;
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

  @Override
  public Integer call() {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    Credential credential;
    try {
      credential = Credential.ofToken(name, AccessFile.role(role), token);
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
