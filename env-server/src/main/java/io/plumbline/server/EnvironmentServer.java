package io.plumbline.server;

import io.grpc.BindableService;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptors;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.plumbline.env.v1.EnvironmentServiceGrpc;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** A running server: the environment service, health and reflection. */
public final class EnvironmentServer implements AutoCloseable {
  private static final int QUEUED_CALLS = 256;

  private final Server server;
  private final HealthStatusManager health;
  private final StandingCalls standing;
  private final RolloutStreams streams;
  private final GradingPool pool;

  private EnvironmentServer(
      Server server,
      HealthStatusManager health,
      StandingCalls standing,
      RolloutStreams streams,
      GradingPool pool) {
    this.server = server;
    this.health = health;
    this.standing = standing;
    this.streams = streams;
    this.pool = pool;
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
    ServerCredentials credentials =
        exposure.tls().isPresent()
            ? exposure.tls().get().credentials()
            : InsecureServerCredentials.create();
    NettyServerBuilder builder;
    try {
      builder = NettyServerBuilder.forAddress(exposure.address(), credentials);
    } catch (IllegalArgumentException e) {
      throw new IOException("tls: its files cannot be used (expected: PEM files that fit)", e);
    }
    try {
      return start(config, exposure.access(), builder, InstantSource.system());
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
          config, Access.local(), InProcessServerBuilder.forName(name), InstantSource.system());
    } catch (IOException e) {
      throw new IOException("name: \"" + name + "\" is taken (expected: a free one)", e);
    }
  }

  static EnvironmentServer start(
      ServerConfig config, Access access, ServerBuilder<?> builder, InstantSource clock)
      throws IOException {
    Registry registry = new Registry(config.environments(), config.catalogue());
    Episodes episodes =
        new Episodes(registry, new HandleSigner(config.handleKeys()), config.handleTtl(), clock);
    GradingPool pool = new GradingPool(Runtime.getRuntime().availableProcessors(), QUEUED_CALLS);
    HealthStatusManager health = new HealthStatusManager();
    StandingCalls standing = new StandingCalls();
    Authentication authentication = new Authentication(access);
    RolloutStreams streams = new RolloutStreams(pool);
    BindableService endpoint = new EnvironmentEndpoint(registry, episodes, pool, streams, config);
    Server server =
        builder
            .directExecutor()
            .maxInboundMessageSize(Limits.MAX_MESSAGE_BYTES)
            .addService(
                ServerInterceptors.intercept(
                    MalformedMessages.refusedBy(endpoint.bindService()), authentication))
            .addService(ServerInterceptors.intercept(health.getHealthService(), standing))
            .addService(
                ServerInterceptors.intercept(
                    ProtoReflectionServiceV1.newInstance(), standing, authentication))
            .build()
            .start();
    health.setStatus(EnvironmentServiceGrpc.SERVICE_NAME, ServingStatus.SERVING);
    return new EnvironmentServer(server, health, standing, streams, pool);
  }

  /** The port it listens on; -1 in process. */
  public int port() {
    return server.getPort();
  }

  /**
   * Turns new calls away, lets running ones finish for at most {@code grace}, and stops. Rollouts
   * answer what they have read. Health watches and reflection streams hear that it does and are not
   * waited for.
   *
   * @return whether every running call finished
   */
  public boolean drain(Duration grace) throws InterruptedException {
    health.enterTerminalState();
    server.shutdown();
    standing.end();
    streams.drain();
    boolean finished = server.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS);
    close();
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
  }
}
