package io.plumbline.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a server listens, and to whom.
 *
 * @param address beyond loopback only with tokens, and with encryption for them to travel in
 * @param access who may call
 * @param tls encryption; empty for none
 * @param metricsPort port on loopback for metrics over HTTP, 0 for any that is free; empty for none
 * @param openenvPort port of the same address for OpenEnv's clients, with the same access and
 *     encryption, 0 for any that is free; empty for none
 */
public record Exposure(
    InetSocketAddress address,
    Access access,
    Optional<Tls> tls,
    OptionalInt metricsPort,
    OptionalInt openenvPort) {

  /** Without OpenEnv's clients. */
  public Exposure(
      InetSocketAddress address, Access access, Optional<Tls> tls, OptionalInt metricsPort) {
    this(address, access, tls, metricsPort, OptionalInt.empty());
  }

  public Exposure {
    if (address.isUnresolved()) {
      throw new IllegalArgumentException(
          "host: \"" + address.getHostString() + "\" (expected: an address of this machine)");
    }
    if (!address.getAddress().isLoopbackAddress()) {
      String host = address.getHostString();
      if (access.isLocal()) {
        throw new IllegalArgumentException(
            "host: " + host + " without tokens (expected: loopback, or an access file)");
      }
      if (tls.isEmpty()) {
        throw new IllegalArgumentException(
            "host: " + host + " without encryption (expected: loopback, or a TLS certificate)");
      }
    }
  }

  /**
   * Loopback, to whoever reaches it, without encryption.
   *
   * @param port 1 to 65535, or 0 for any that is free
   */
  public static Exposure loopback(int port) {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
    }
    return new Exposure(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        Access.local(),
        Optional.empty(),
        OptionalInt.empty());
  }
}
