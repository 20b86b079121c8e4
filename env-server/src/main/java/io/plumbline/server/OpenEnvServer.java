package io.plumbline.server;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.shaded.io.netty.bootstrap.ServerBootstrap;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelFuture;
import io.grpc.netty.shaded.io.netty.channel.ChannelInitializer;
import io.grpc.netty.shaded.io.netty.channel.ChannelPipeline;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpObjectAggregator;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpServerCodec;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import io.grpc.netty.shaded.io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * OpenEnv's protocol, for its own client. A connection is a Rollout of the contract, which is
 * called within the process: what holds for callers over gRPC holds for those who come this way.
 */
final class OpenEnvServer implements AutoCloseable {
  /** No answer is sent later; half of what OpenEnv's client waits where nothing else is said. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int MOST_LINE_BYTES = 4 << 10;
  private static final int MOST_HEADER_BYTES = 8 << 10;
  private static final int MOST_BODY_BYTES = 1 << 10;

  /** For a session's last words to be written. */
  private static final int GOODBYE_MILLIS = 1_000;

  private final Server contract;
  private final ManagedChannel calls;
  private final EventLoopGroup loops;
  private final Channel listening;

  /**
   * @param address where to listen; a port of 0 for any that is free
   * @param services of the contract and of health, as they are offered over gRPC
   * @param patience how long an answer may take; then the connection is closed without one
   * @throws IOException if the port cannot be had or a file of the encryption cannot be used; names
   *     it
   */
  OpenEnvServer(
      InetSocketAddress address,
      Optional<Tls> tls,
      List<ServerServiceDefinition> services,
      MessageMemory memory,
      Metrics metrics,
      Duration patience)
      throws IOException {
    Optional<SslContext> encryption = Optional.empty();
    if (tls.isPresent()) {
      encryption = Optional.of(tls.get().context());
    }
    String name = InProcessServerBuilder.generateName();
    InProcessServerBuilder builder = InProcessServerBuilder.forName(name).directExecutor();
    services.forEach(builder::addService);
    contract = builder.build().start();
    calls = InProcessChannelBuilder.forName(name).directExecutor().build();
    loops =
        new MultiThreadIoEventLoopGroup(
            Runtime.getRuntime().availableProcessors(),
            new DefaultThreadFactory("plumbline-openenv", true),
            NioIoHandler.newFactory());
    OpenEnvSessions sessions = new OpenEnvSessions(calls, memory, metrics, patience);
    metrics.gauge("plumbline_openenv_sessions_open", "OpenEnv's sessions.", sessions::open);
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childHandler(new Connections(encryption, sessions))
            .bind(address)
            .awaitUninterruptibly();
    listening = bound.channel();
    if (!bound.isSuccess()) {
      close();
      throw new IOException(
          "openenv_port: " + address.getPort() + " is in use (expected: a free one, or 0)",
          bound.cause());
    }
  }

  /** What each connection begins with. */
  private static final class Connections extends ChannelInitializer<Channel> {
    private final Optional<SslContext> encryption;
    private final OpenEnvSessions sessions;

    Connections(Optional<SslContext> encryption, OpenEnvSessions sessions) {
      this.encryption = encryption;
      this.sessions = sessions;
    }

    @Override
    protected void initChannel(Channel channel) {
      ChannelPipeline pipeline = channel.pipeline();
      encryption.ifPresent(context -> pipeline.addLast(context.newHandler(channel.alloc())));
      pipeline.addLast(
          new HttpServerCodec(MOST_LINE_BYTES, MOST_HEADER_BYTES, MOST_BODY_BYTES),
          new HttpObjectAggregator(MOST_BODY_BYTES),
          new OpenEnvHttp(sessions));
    }
  }

  int port() {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  /** Takes no more connections. Sessions end with their Rollouts. */
  void drain() {
    var unused = listening.close();
    contract.shutdown();
  }

  /** Waits for sessions to end, and for what they say last to be written. */
  boolean awaitTermination(Duration most) throws InterruptedException {
    boolean ended = contract.awaitTermination(most.toMillis(), TimeUnit.MILLISECONDS);
    // Rollouts that end leave a task to their session's loop; this one runs behind it.
    for (EventExecutor loop : loops) {
      var unused = loop.submit(() -> {}).await(GOODBYE_MILLIS);
    }
    return ended;
  }

  /** Ends all connections. */
  @Override
  public void close() {
    calls.shutdownNow();
    contract.shutdownNow();
    var unused = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
