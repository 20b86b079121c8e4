package io.plumbline.cli;

import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.server.EnvironmentServer;
import io.plumbline.server.HandleKey;
import io.plumbline.server.ServerConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "serve",
    description = "Serves the environments over gRPC on loopback until SIGTERM or Ctrl-C.")
final class ServeCommand implements Callable<Integer> {
  private static final Duration GRACE = Duration.ofSeconds(10);

  @Spec private CommandSpec spec;

  @Option(
      names = "--port",
      defaultValue = "50051",
      description = "0 for any free port (default: ${DEFAULT-VALUE})")
  private int port;

  @Option(
      names = "--handle-key-file",
      paramLabel = "FILE",
      description =
          "secrets, one a line, in hex: the first signs handles, all are accepted; made if it is"
              + " not there. Without it a restart knows no handle from before")
  private @Nullable Path keyFile;

  @Option(
      names = "--handle-ttl",
      paramLabel = "DURATION",
      defaultValue = "PT24H",
      description = "how long a handle stays valid, ISO-8601 (default: ${DEFAULT-VALUE})")
  private String handleTtl;

  @Option(
      names = "--tasks",
      paramLabel = "FILE",
      description = "task file to serve as a split of its own; may be repeated")
  private List<Path> taskFiles = List.of();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Requirements.within("port", port, 0, 65_535);
    Duration ttl = ttl();
    TaskCatalogue catalogue = TaskFiles.mounted(Assembly.catalogue(), taskFiles);
    List<HandleKey> keys =
        keyFile == null ? List.of(HandleKey.fresh()) : KeyFile.readOrMake(keyFile);
    ServerConfig config;
    try {
      config = Assembly.config(catalogue, keys, ttl);
    } catch (IllegalArgumentException e) { // such as one key twice
      throw new UserError(e);
    }
    EnvironmentServer server = EnvironmentServer.start(config, port);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(server), "plumbline-drain"));
    if (keyFile == null) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(
          "plumbline: handles are signed with a key of this process alone; --handle-key-file keeps"
              + " them good over a restart");
      err.flush();
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println("plumbline: serving on 127.0.0.1:" + server.port());
    out.flush();
    server.awaitTermination();
    return 0;
  }

  private Duration ttl() {
    try {
      Duration ttl = Duration.parse(handleTtl);
      if (ttl.toSeconds() >= 1 && ttl.toDays() <= 365) {
        return ttl;
      }
    } catch (DateTimeParseException e) {
      // said below
    }
    throw new UserError(
        "handle-ttl: \""
            + handleTtl
            + "\" (expected: 1 second to 365 days in ISO-8601, such as PT24H)");
  }

  /** A signal ends the process by this hook: calls finish, then it exits 0. */
  private static void drain(EnvironmentServer server) {
    boolean finished;
    try {
      finished = server.drain(GRACE);
    } catch (InterruptedException e) {
      finished = false;
    }
    Runtime.getRuntime().halt(finished ? 0 : 1);
  }
}
