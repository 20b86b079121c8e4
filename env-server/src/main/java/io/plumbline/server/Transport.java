package io.plumbline.server;

import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** HTTP/2 over sockets, and what one connection may do to it. */
final class Transport {
  /**
   * Calls that one connection may have open; its client holds back what is more, so that it is not
   * refused.
   */
  private static final int CALLS_OF_A_CONNECTION = Admission.LEAST;

  /** Resets are counted over so many seconds: all its calls may end so in each of them. */
  private static final int RESETS_SECONDS = 4;

  private static final long IDLE_MINUTES = 15;

  /** After so long without a word, a client is asked whether it is still there. */
  private static final long SILENT_MINUTES = 2;

  /**
   * What strangers make gRPC log with a stack, once for every broken frame; who sent it is told.
   * Held here, as loggers that nobody holds forget their levels.
   */
  private static final List<Logger> OF_BROKEN_FRAMES =
      List.of(
          Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty.NettyServerHandler"),
          Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty.NettyServerStream"),
          Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty.NettyServerTransport.connections"));

  private Transport() {}

  /**
   * For where and to whom {@code exposure} says.
   *
   * @throws IOException if a file of the encryption cannot be used; the message names it
   */
  static NettyServerBuilder builder(Exposure exposure) throws IOException {
    OF_BROKEN_FRAMES.forEach(logger -> logger.setLevel(Level.SEVERE));
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
    return builder
        .maxConcurrentCallsPerConnection(CALLS_OF_A_CONNECTION)
        .maxRstFramesPerWindow(RESETS_SECONDS * CALLS_OF_A_CONNECTION, RESETS_SECONDS)
        .maxConnectionIdle(IDLE_MINUTES, TimeUnit.MINUTES)
        .keepAliveTime(SILENT_MINUTES, TimeUnit.MINUTES);
  }
}
