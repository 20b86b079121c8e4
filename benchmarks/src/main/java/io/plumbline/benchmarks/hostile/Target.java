package io.plumbline.benchmarks.hostile;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.plumbline.benchmarks.processes.ChildProcess;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A server in a process of its own, its log in a file. */
final class Target implements AutoCloseable {
  private static final int MAX_MESSAGE_BYTES = 64 << 20;

  /**
   * What a server holds on to.
   *
   * @param heap bytes in use after a collection
   * @param direct bytes of the transport's buffers
   */
  record Memory(long heap, long direct) {}

  private final Path log = Files.createTempFile("plumbline-hostile", ".log");
  private final ChildProcess process;
  private final int port;
  private final URI metrics;
  private final HttpClient http = HttpClient.newHttpClient();

  Target(String... options) throws IOException, InterruptedException {
    process = ChildProcess.start(TargetProcess.class, List.of(options), Redirect.to(log.toFile()));
    try {
      String[] ports = process.ask("serve").split(" ", 2);
      port = Integer.parseInt(ports[0]);
      metrics = URI.create("http://127.0.0.1:" + ports[1] + "/metrics");
    } catch (InterruptedException | RuntimeException e) {
      close();
      throw e;
    }
  }

  int port() {
    return port;
  }

  ManagedChannel connect() {
    return Grpc.newChannelBuilder("127.0.0.1:" + port, InsecureChannelCredentials.create())
        .directExecutor()
        .maxInboundMessageSize(MAX_MESSAGE_BYTES)
        .build();
  }

  Memory memory() throws InterruptedException {
    String[] sizes = process.ask("memory").split(" ", 2);
    return new Memory(Long.parseLong(sizes[0]), Long.parseLong(sizes[1]));
  }

  /** A number of its metrics page. */
  long gauge(String name) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  /** Lines that it has logged so far. */
  List<String> log() throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> !line.isBlank()).toList();
    }
  }

  @Override
  public void close() throws IOException {
    process.close();
    Files.deleteIfExists(log);
  }
}
