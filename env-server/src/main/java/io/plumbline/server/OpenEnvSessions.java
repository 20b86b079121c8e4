package io.plumbline.server;

import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.health.v1.HealthGrpc.HealthStub;
import io.grpc.stub.MetadataUtils;
import io.plumbline.env.v1.EnvironmentServiceGrpc;
import io.plumbline.env.v1.EnvironmentServiceGrpc.EnvironmentServiceStub;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** What connections share: the contract, and how many of them may have a session. */
final class OpenEnvSessions {
  /** Sessions at a time; each keeps a connection and its buffers. */
  static final int MOST = 4096;

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final Channel calls;
  private final MessageMemory memory;
  private final Metrics metrics;
  private final Duration patience;
  private final AtomicInteger open = new AtomicInteger();

  OpenEnvSessions(Channel calls, MessageMemory memory, Metrics metrics, Duration patience) {
    this.calls = calls;
    this.memory = memory;
    this.metrics = metrics;
    this.patience = patience;
  }

  /** The contract, as who shows this header. */
  EnvironmentServiceStub as(Optional<String> authorization) {
    Metadata headers = new Metadata();
    authorization.ifPresent(value -> headers.put(AUTHORIZATION, value));
    ClientInterceptor shown = MetadataUtils.newAttachHeadersInterceptor(headers);
    return EnvironmentServiceGrpc.newStub(calls).withInterceptors(shown);
  }

  HealthStub health() {
    return HealthGrpc.newStub(calls);
  }

  int open() {
    return open.get();
  }

  /** Whether one more may begin; if so, it has to {@link #leave}. */
  boolean enter() {
    if (open.incrementAndGet() <= MOST) {
      return true;
    }
    open.decrementAndGet();
    return false;
  }

  void leave() {
    open.decrementAndGet();
  }

  OpenEnvMemory memory() {
    return new OpenEnvMemory(memory.connection());
  }

  Metrics metrics() {
    return metrics;
  }

  Duration patience() {
    return patience;
  }
}
