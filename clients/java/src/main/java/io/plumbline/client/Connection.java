package io.plumbline.client;

import io.grpc.ManagedChannel;
import io.plumbline.env.v1.Limits;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The channel to a server, connected anew where it failed. Thread-safe.
 *
 * <p>By itself gRPC waits up to two minutes between attempts to reach a server that went away, and
 * sends the next call over the same TCP connection, however silent, until the system gives that up.
 * Calls that run are not disturbed by a new one.
 */
final class Connection {
  private final ManagedChannel channel;
  private final String address;
  private final AtomicInteger generation = new AtomicInteger();
  private volatile boolean closed;
  private volatile @Nullable Limits limits;

  Connection(ManagedChannel channel, String address) {
    this.channel = channel;
    this.address = address;
  }

  ManagedChannel channel() {
    return channel;
  }

  String address() {
    return address;
  }

  /** Which connection the calls that begin now take. */
  int generation() {
    return generation.get();
  }

  /** Has later calls connect anew, if a call of this generation failed for want of an answer. */
  void failed(int generation, EnvironmentException e) {
    if (e.isForWantOfAnAnswer() && this.generation.compareAndSet(generation, generation + 1)) {
      channel.enterIdle();
    }
  }

  /** What the server takes, once it was asked. */
  Optional<Limits> limits() {
    return Optional.ofNullable(limits);
  }

  void setLimits(Limits limits) {
    this.limits = limits;
  }

  boolean isClosed() {
    return closed;
  }

  void close() {
    closed = true;
    channel.shutdownNow();
  }
}
