package io.plumbline.server;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.plumbline.env.v1.EnvironmentServiceGrpc;
import io.plumbline.graders.Environment;
import io.plumbline.server.journal.Journal;
import io.plumbline.server.journal.JournalException;
import io.plumbline.server.journal.JournalStatus;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running server: the environment service, health and reflection. */
public final class EnvironmentServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EnvironmentServer.class);
  private static final int QUEUED_CALLS = 256;

  /** How long running calls may take once a server drains, where nothing else is said. */
  public static final Duration DEFAULT_GRACE = Duration.ofSeconds(10);

  private final Server server;
  private final HealthStatusManager health = new HealthStatusManager();
  private final StandingCalls standing = new StandingCalls();
  private final HandleSigner signer;
  private final Metrics metrics;
  private final Authentication authentication;
  private final RolloutStreams streams;
  private final GradingPool pool;
  private final MessageMemory memory = MessageMemory.ofThisProcess();

  /** What OpenEnv's clients are offered: the contract and health, as over gRPC. */
  private final List<ServerServiceDefinition> contract;

  private @Nullable MetricsPage page;
  private @Nullable OpenEnvServer openenv;
  private final Optional<Journal> journal;
  private final List<ServiceBeside> beside;

  private EnvironmentServer(
      ServerConfig config,
      Optional<Journal> journal,
      Access access,
      ServerBuilder<?> builder,
      InstantSource clock,
      Optional<Supplier<Secrets>> secretsAnew,
      List<ServiceBeside> beside) {
    this.journal = journal;
    this.beside = List.copyOf(beside);
    Registry registry = new Registry(config.environments(), config.catalogue());
    signer = new HandleSigner(config.handleKeys());
    metrics = new Metrics(config.environments());
    authentication = new Authentication(access, metrics);
    pool = new GradingPool(Runtime.getRuntime().availableProcessors(), QUEUED_CALLS);
    streams = new RolloutStreams(pool);
    metrics.gauge(
        "plumbline_grading_queue_depth", "Calls that wait for the grading pool.", pool::waiting);
    metrics.gauge("plumbline_rollouts_open", "Rollout streams that are open.", streams::open);
    metrics.gauge("plumbline_connections_open", "Connections.", memory::connections);
    metrics.gauge("plumbline_calls_open", "Calls that are open.", memory::calls);
    metrics.gauge(
        "plumbline_message_bytes",
        "Bytes of requests that are received or wait, and of unary replies that wait to be read.",
        memory::held);
    journal.ifPresent(recorded -> JournalHealth.show(recorded, health, metrics));
    EnvironmentHealth environments =
        new EnvironmentHealth(
            health, config.environments().stream().map(Environment::name).toList());
    Episodes episodes =
        new Episodes(
            registry,
            signer,
            new Grading(metrics, environments),
            metrics,
            config.handleTtl(),
            clock,
            journal);
    BindableService endpoint =
        new EnvironmentEndpoint(
            registry, episodes, pool, new Admission(), streams, metrics, config);
    CallMetrics counted = new CallMetrics(metrics);
    contract =
        List.of(
            ServerInterceptors.intercept(
                MalformedMessages.refusedBy(endpoint.bindService(), metrics),
                authentication,
                counted),
            ServerInterceptors.intercept(health.getHealthService(), standing));
    contract.forEach(builder::addService);
    builder
        .directExecutor()
        .maxInboundMessageSize(Limits.MAX_MESSAGE_BYTES)
        .decompressorRegistry(Gzip.registry())
        .addStreamTracerFactory(memory)
        .addTransportFilter(memory.perConnection())
        .addService(
            ServerInterceptors.intercept(
                ProtoReflectionServiceV1.newInstance(), standing, authentication));
    secretsAnew.ifPresent(
        source ->
            builder.addService(
                ServerInterceptors.intercept(
                    MalformedMessages.refusedBy(
                        new AdminEndpoint(() -> reload(source), this::drainSoon).bindService(),
                        metrics),
                    authentication,
                    counted)));
    for (ServiceBeside each : beside) {
      ServerServiceDefinition service = each.service().bindService();
      builder.addService(
          ServerInterceptors.intercept(
              MalformedMessages.refusedBy(service, metrics),
              new RoleGate(each.least(), metrics),
              authentication,
              counted));
      health.setStatus(service.getServiceDescriptor().getName(), ServingStatus.SERVING);
    }
    server = builder.build();
  }

  /**
   * Serves on loopback, without encryption or authentication.
   *
   * @param port 1 to 65535, or 0 for any that is free
   * @throws IOException if the port cannot be had; the message names it
   */
  public static EnvironmentServer start(ServerConfig config, int port) throws IOException {
    return start(config, Exposure.loopback(port));
  }

  /**
   * Serves where and to whom {@code exposure} says.
   *
   * @throws IOException if the port cannot be had or a file of the encryption cannot be used; the
   *     message names it
   */
  public static EnvironmentServer start(ServerConfig config, Exposure exposure) throws IOException {
    return start(config, exposure, Optional.empty(), List.of());
  }

  /**
   * Serves as above, with an AdminService beside.
   *
   * @param secretsAnew reads the secrets again when an admin asks for it, with an {@link
   *     IllegalArgumentException} if they cannot be used
   */
  public static EnvironmentServer start(
      ServerConfig config, Exposure exposure, Supplier<Secrets> secretsAnew) throws IOException {
    return start(config, exposure, secretsAnew, List.of());
  }

  /** Serves as above, with other services beside. */
  public static EnvironmentServer start(
      ServerConfig config,
      Exposure exposure,
      Supplier<Secrets> secretsAnew,
      List<ServiceBeside> beside)
      throws IOException {
    return start(config, exposure, Optional.of(secretsAnew), beside);
  }

  private static EnvironmentServer start(
      ServerConfig config,
      Exposure exposure,
      Optional<Supplier<Secrets>> secretsAnew,
      List<ServiceBeside> beside)
      throws IOException {
    NettyServerBuilder builder = Transport.builder(exposure);
    EnvironmentServer server;
    try {
      server =
          start(config, exposure.access(), builder, InstantSource.system(), secretsAnew, beside);
    } catch (JournalException e) {
      throw e;
    } catch (IOException e) {
      String why = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
      boolean taken = why != null && why.contains("in use");
      throw new IOException(
          "port: "
              + exposure.address().getPort()
              + (taken ? " is in use" : ": " + why)
              + " (expected: a free one, or 0)",
          e);
    }
    try {
      server.openBeside(exposure);
    } catch (IOException e) {
      server.close();
      throw e;
    }
    LOG.atInfo()
        .addKeyValue("address", exposure.address().getHostString() + ":" + server.port())
        .addKeyValue("version", config.version())
        .addKeyValue("tokens", !exposure.access().isLocal())
        .addKeyValue("tls", exposure.tls().isPresent())
        .log("serving");
    return server;
  }

  private void openBeside(Exposure exposure) throws IOException {
    if (exposure.metricsPort().isPresent()) {
      page = new MetricsPage(metrics, exposure.metricsPort().getAsInt());
    }
    if (exposure.openenvPort().isPresent()) {
      openenv =
          new OpenEnvServer(
              new InetSocketAddress(
                  exposure.address().getAddress(), exposure.openenvPort().getAsInt()),
              exposure.tls(),
              contract,
              memory,
              metrics,
              OpenEnvServer.PATIENCE);
    }
  }

  /**
   * Serves within this process: {@code EnvironmentClient.inProcess(name)} reaches it.
   *
   * @throws IOException if another server of this process has the name
   */
  public static EnvironmentServer startInProcess(ServerConfig config, String name)
      throws IOException {
    try {
      return start(
          config,
          Access.local(),
          InProcessServerBuilder.forName(name),
          InstantSource.system(),
          Optional.empty(),
          List.of());
    } catch (JournalException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException("name: \"" + name + "\" is taken (expected: a free one)", e);
    }
  }

  static EnvironmentServer start(
      ServerConfig config,
      Access access,
      ServerBuilder<?> builder,
      InstantSource clock,
      Optional<Supplier<Secrets>> secretsAnew,
      List<ServiceBeside> beside)
      throws IOException {
    Optional<Journal> journal = Optional.empty();
    if (config.journal().isPresent()) {
      journal = Optional.of(Journal.open(config.journal().get()));
    }
    try {
      EnvironmentServer started =
          new EnvironmentServer(config, journal, access, builder, clock, secretsAnew, beside);
      started.server.start();
      started.health.setStatus(EnvironmentServiceGrpc.SERVICE_NAME, ServingStatus.SERVING);
      return started;
    } catch (IOException | RuntimeException e) {
      journal.ifPresent(Journal::close);
      throw e;
    }
  }

  /** How its journal does; empty if it has none. */
  Optional<JournalStatus> journal() {
    return journal.map(Journal::status);
  }

  private Secrets reload(Supplier<Secrets> source) {
    Secrets secrets = source.get();
    if (secrets.access().isLocal() != authentication.isOpen()) {
      throw new IllegalArgumentException(
          "access: "
              + (authentication.isOpen() ? "with" : "without")
              + " tokens (expected: as it was at the start)");
    }
    signer.use(secrets.handleKeys());
    authentication.use(secrets.access());
    return secrets;
  }

  private void drainSoon(Duration grace) {
    Thread thread =
        new Thread(
            () -> {
              try {
                drain(grace);
              } catch (InterruptedException e) {
                close();
              }
            },
            "plumbline-drain-asked-for");
    thread.start();
  }

  /** The port it listens on; -1 in process. */
  public int port() {
    return server.getPort();
  }

  /** The port of its metrics, where it shows them. */
  public OptionalInt metricsPort() {
    return page == null ? OptionalInt.empty() : OptionalInt.of(page.port());
  }

  /** The port for OpenEnv's clients, where it has one. */
  public OptionalInt openenvPort() {
    return openenv == null ? OptionalInt.empty() : OptionalInt.of(openenv.port());
  }

  /**
   * Turns new calls away, lets running ones finish for at most {@code grace}, and stops. Rollouts
   * answer what they have read. Health watches and reflection streams hear that it does and are not
   * waited for.
   *
   * @return whether every running call finished
   */
  public boolean drain(Duration grace) throws InterruptedException {
    LOG.atInfo().addKeyValue("grace", grace).log("draining");
    health.enterTerminalState();
    beside.forEach(each -> each.draining().run());
    server.shutdown();
    if (openenv != null) {
      openenv.drain();
    }
    standing.end();
    streams.drain();
    long end = System.nanoTime() + grace.toNanos();
    boolean finished = server.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS);
    if (openenv != null) {
      finished &= openenv.awaitTermination(Duration.ofNanos(end - System.nanoTime()));
    }
    close();
    if (!finished) {
      LOG.warn("calls were cut off: they ran longer than {}", grace);
    }
    return finished;
  }

  /** Waits until the server has stopped. */
  public void awaitTermination() throws InterruptedException {
    server.awaitTermination();
  }

  /** Stops at once; calls that run are cut off. */
  @Override
  public void close() {
    server.shutdownNow();
    pool.close();
    if (page != null) {
      page.close();
    }
    if (openenv != null) {
      openenv.close();
    }
    journal.ifPresent(Journal::close);
  }
}
