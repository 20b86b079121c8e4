package io.plumbline.server;

import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import java.io.IOException;
import java.net.InetAddress;

/** Metrics over HTTP on loopback, at {@code /metrics}, for a Prometheus or its agent. */
final class MetricsPage implements AutoCloseable {
  private final HTTPServer server;

  /**
   * @param port 0 for any that is free
   * @throws IOException if it cannot be had; names it
   */
  MetricsPage(Metrics metrics, int port) throws IOException {
    try {
      server =
          HTTPServer.builder()
              .inetAddress(InetAddress.getLoopbackAddress())
              .port(port)
              .registry(metrics.registry())
              .buildAndStart();
    } catch (IOException e) {
      throw new IOException("metrics_port: " + port + " is in use (expected: a free one, or 0)", e);
    }
  }

  int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    server.close();
  }
}
