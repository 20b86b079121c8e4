package io.plumbline.benchmarks.load;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.plumbline.benchmarks.processes.ChildProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A server in a process of its own on loopback, with the channels to it. */
final class LoadedServer implements AutoCloseable {
  private static final int MAX_MESSAGE_BYTES = 64 << 20;

  private final ChildProcess process;
  private final int port;
  private final List<ManagedChannel> channels = new ArrayList<>();

  private LoadedServer(ChildProcess process, String order) throws InterruptedException {
    this.process = process;
    try {
      this.port = Integer.parseInt(process.ask(order));
    } catch (InterruptedException | RuntimeException e) {
      process.close();
      throw e;
    }
  }

  /** An environment server. */
  static LoadedServer environments(String... options) throws IOException, InterruptedException {
    return new LoadedServer(ChildProcess.start(ServerProcess.class, List.of(options)), "serve");
  }

  /** An echo with a server's replies. */
  static LoadedServer echo(Payload payload) throws IOException, InterruptedException {
    String replies = Base64.getEncoder().encodeToString(payload.replies().toByteArray());
    return new LoadedServer(ChildProcess.start(ServerProcess.class, List.of()), "echo " + replies);
  }

  ChildProcess process() {
    return process;
  }

  /** A new connection, which ends with this. */
  ManagedChannel connect() {
    ManagedChannel channel = channel(port);
    channels.add(channel);
    return channel;
  }

  /** A connection to whatever listens there on loopback. */
  static ManagedChannel channel(int port) {
    return Grpc.newChannelBuilder("127.0.0.1:" + port, InsecureChannelCredentials.create())
        .directExecutor()
        .maxInboundMessageSize(MAX_MESSAGE_BYTES)
        .build();
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    process.close();
  }
}
