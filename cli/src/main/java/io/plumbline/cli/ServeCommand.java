package io.plumbline.cli;

import io.plumbline.cli.plugins.PluginException;
import io.plumbline.cli.plugins.Plugins;
import io.plumbline.graders.Environment;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.server.Access;
import io.plumbline.server.EnvironmentServer;
import io.plumbline.server.Exposure;
import io.plumbline.server.HandleKey;
import io.plumbline.server.Secrets;
import io.plumbline.server.ServerConfig;
import io.plumbline.server.ServiceBeside;
import io.plumbline.server.Tls;
import io.plumbline.server.journal.JournalConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "serve",
    description =
        "Serves the environments over gRPC until SIGTERM or Ctrl-C: on loopback to whoever reaches"
            + " it, beyond only with an access file and a certificate.")
final class ServeCommand implements Callable<Integer> {
  /** For whoever watches a run, until it has stopped. */
  private static final Duration TRAINING_GRACE = Duration.ofSeconds(30);

  @Spec private CommandSpec spec;

  @Option(
      names = "--port",
      defaultValue = "50051",
      description = "0 for any free port (default: ${DEFAULT-VALUE})")
  private int port;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description = "address to listen on (default: ${DEFAULT-VALUE})")
  private String host;

  @Option(
      names = "--access-file",
      paramLabel = "FILE",
      description =
          "who may call, as plumbline token prints it, a line each; without it whoever reaches the"
              + " server")
  private @Nullable Path accessFile;

  @Option(
      names = "--tls-certificate",
      paramLabel = "FILE",
      description = "the server's certificate in PEM: encrypts; needs --tls-key")
  private @Nullable Path certificate;

  @Option(names = "--tls-key", paramLabel = "FILE", description = "its private key in PEM, PKCS #8")
  private @Nullable Path certificateKey;

  @Option(
      names = "--tls-client-authority",
      paramLabel = "FILE",
      description = "callers must show a certificate of this authority, in PEM")
  private @Nullable Path clientAuthority;

  @Option(
      names = "--metrics-port",
      paramLabel = "PORT",
      description =
          "shows metrics for Prometheus on loopback, at /metrics; 0 for any free port. Without it"
              + " nowhere")
  private @Nullable Integer metricsPort;

  @Option(
      names = "--openenv-port",
      paramLabel = "PORT",
      description =
          "serves OpenEnv's clients as well, over WebSockets, on the same address to the same"
              + " callers; 0 for any free port. Without it nowhere")
  private @Nullable Integer openenvPort;

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

  @Mixin private final JournalOptions journal = new JournalOptions();

  @Option(
      names = "--tasks",
      paramLabel = "FILE",
      split = ",",
      description = "task file to serve as a split of its own; may be repeated")
  private List<Path> taskFiles = List.of();

  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description = "jars with environments of your own, served beside the others")
  private @Nullable Path plugins;

  @Option(
      names = "--with-trainer",
      description =
          "trains and asks policies as well, over gRPC (PolicyService), for trainers and admins;"
              + " needs --runs. SIGTERM has the run that computes stop at its last saved update")
  private boolean withTrainer;

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      description = "where runs lie, each as plumbline train leaves it; made if it is not there")
  private @Nullable Path runs;

  @Option(
      names = "--trainer-threads",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "threads that a run, and another N that an evaluation computes on; 0 leaves half of the"
              + " cores to the environments (default: ${DEFAULT-VALUE})")
  private int trainerThreads;

  @Option(
      names = "--log-format",
      defaultValue = "text",
      description = "of the lines on standard error, text or json (default: ${DEFAULT-VALUE})")
  private LogFormat logFormat;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "settings, a line KEY = VALUE each, KEY as the flags here without dashes. Flags outrank"
              + " environment variables such as PLUMBLINE_SERVE_PORT, those outrank the file")
  @SuppressWarnings("UnusedVariable") // Settings reads the flag itself, before the others
  private @Nullable Path config;

  @Option(
      names = "--print-config",
      description = "prints every setting and where it comes from, and ends")
  private boolean printConfig;

  /** How lines are logged; the names are those of logback.xml. */
  private enum LogFormat {
    text,
    json
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (printConfig) {
      PrintedSettings.print(spec, spec.commandLine().getOut());
      return ExitCodes.OK;
    }
    // before the first line is logged
    System.setProperty("plumbline.log-format", logFormat.name());
    System.setProperty("plumbline.log-level", "INFO");
    Requirements.within("port", port, 0, 65_535);
    if (metricsPort != null) {
      Requirements.within("metrics-port", metricsPort, 0, 65_535);
    }
    if (openenvPort != null) {
      Requirements.within("openenv-port", openenvPort, 0, 65_535);
    }
    Duration ttl = ttl();
    List<Environment> environments = environments();
    TaskCatalogue catalogue = TaskFiles.mounted(Assembly.catalogue(environments), taskFiles);
    List<HandleKey> fresh = List.of(HandleKey.fresh()); // for as long as the process runs
    Optional<JournalConfig> recorded = journal.config();
    ServerConfig config;
    Exposure exposure;
    try {
      Secrets secrets = secrets(fresh);
      ServerConfig plain = Assembly.config(environments, catalogue, secrets.handleKeys(), ttl);
      config = recorded.map(plain::withJournal).orElse(plain);
      exposure =
          new Exposure(
              new InetSocketAddress(host, port),
              secrets.access(),
              tls(),
              metricsPort == null ? OptionalInt.empty() : OptionalInt.of(metricsPort),
              openenvPort == null ? OptionalInt.empty() : OptionalInt.of(openenvPort));
    } catch (IllegalArgumentException e) { // such as one key twice
      throw new UserError(e);
    }
    Optional<ServedTrainer> trainer = trainer(catalogue);
    EnvironmentServer server;
    try {
      List<ServiceBeside> beside = // no lambda: it would load the trainer for whoever has none
          trainer.isPresent() ? List.of(trainer.get().beside()) : List.of();
      server = EnvironmentServer.start(config, exposure, () -> secretsAnew(fresh), beside);
    } catch (IOException | RuntimeException e) {
      trainer.ifPresent(ServedTrainer::close);
      throw e;
    }
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> drain(server, trainer), "plumbline-drain"));
    if (keyFile == null) {
      LoggerFactory.getLogger(ServeCommand.class) // only now, for its format to be known
          .warn(
              "handles are signed with a key of this process alone; --handle-key-file keeps them"
                  + " good over a restart");
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println("plumbline: serving on " + host + ":" + server.port());
    server
        .metricsPort()
        .ifPresent(at -> out.println("plumbline: metrics on http://127.0.0.1:" + at + "/metrics"));
    String scheme = exposure.tls().isPresent() ? "https://" : "http://";
    server
        .openenvPort()
        .ifPresent(
            at -> out.println("plumbline: OpenEnv's clients on " + scheme + host + ":" + at));
    out.flush();
    server.awaitTermination();
    return 0;
  }

  private List<Environment> environments() {
    List<Environment> environments = new ArrayList<>(Assembly.environments());
    if (plugins != null) {
      try {
        environments.addAll(Plugins.load(plugins, Assembly.environments(), Assembly.heldOutSalt()));
      } catch (PluginException e) {
        throw new UserError(e);
      }
    }
    return environments;
  }

  private Optional<ServedTrainer> trainer(TaskCatalogue catalogue)
      throws IOException, InterruptedException {
    if (withTrainer != (runs != null)) {
      throw new UserError(
          "runs: "
              + (runs == null ? "absent" : runs + " without --with-trainer")
              + " (expected: both --with-trainer and --runs, or neither)");
    }
    return runs == null
        ? Optional.empty()
        : Optional.of(ServedTrainer.open(catalogue, runs, trainerThreads));
  }

  private Secrets secrets(List<HandleKey> fresh) {
    return new Secrets(
        keyFile == null ? fresh : KeyFile.readOrMake(keyFile),
        accessFile == null ? Access.local() : AccessFile.read(accessFile));
  }

  private Secrets secretsAnew(List<HandleKey> fresh) {
    try {
      return secrets(fresh);
    } catch (UserError e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private Optional<Tls> tls() {
    if (certificate == null || certificateKey == null) {
      if (certificate != null || certificateKey != null || clientAuthority != null) {
        throw new UserError(
            "tls: incomplete (expected: both --tls-certificate and --tls-key, or neither)");
      }
      return Optional.empty();
    }
    return Optional.of(new Tls(certificate, certificateKey, Optional.ofNullable(clientAuthority)));
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

  /** A signal ends the process by this hook: calls finish, runs stop, then it exits 0. */
  private static void drain(EnvironmentServer server, Optional<ServedTrainer> trainer) {
    boolean finished;
    try {
      finished =
          server.drain(trainer.isPresent() ? TRAINING_GRACE : EnvironmentServer.DEFAULT_GRACE);
    } catch (InterruptedException e) {
      finished = false;
    }
    trainer.ifPresent(ServedTrainer::close);
    Runtime.getRuntime().halt(finished ? 0 : 1);
  }
}
