package io.plumbline.server;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.MetadataUtils;
import io.plumbline.env.v1.EnvironmentServiceGrpc;
import io.plumbline.env.v1.EnvironmentServiceGrpc.EnvironmentServiceBlockingStub;
import io.plumbline.env.v1.FinishReason;
import io.plumbline.env.v1.ResetRequest;
import io.plumbline.env.v1.StepRequest;
import io.plumbline.graders.Environment;
import io.plumbline.graders.citation.CitationGround;
import io.plumbline.graders.revision.DocRevision;
import io.plumbline.graders.spreadsheet.SpreadsheetClean;
import io.plumbline.graders.tasks.TaskCatalogue;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A real server behind a real stub, in process, with a clock that a test can move. */
final class TestServer implements AutoCloseable {
  static final HandleKey KEY = key(1);
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  static final TaskCatalogue CATALOGUE = TaskCatalogue.bundled("");

  final EnvironmentServer server;
  final ManagedChannel channel;
  final EnvironmentServiceBlockingStub stub;
  private volatile Instant now = Instant.parse("2026-11-21T12:00:00Z");

  TestServer(HandleKey key, Environment... extra) throws IOException {
    this(config(key, extra), Access.local());
  }

  TestServer(ServerConfig config, Access access) throws IOException {
    this(config, access, Optional.empty());
  }

  TestServer(ServerConfig config, Access access, Optional<Supplier<Secrets>> secretsAnew)
      throws IOException {
    this(config, access, secretsAnew, List.of());
  }

  TestServer(
      ServerConfig config,
      Access access,
      Optional<Supplier<Secrets>> secretsAnew,
      List<ServiceBeside> beside)
      throws IOException {
    String name = InProcessServerBuilder.generateName();
    InstantSource clock = () -> now;
    server =
        EnvironmentServer.start(
            config, access, InProcessServerBuilder.forName(name), clock, secretsAnew, beside);
    channel = InProcessChannelBuilder.forName(name).directExecutor().build();
    stub = EnvironmentServiceGrpc.newBlockingStub(channel);
  }

  TestServer() throws IOException {
    this(KEY);
  }

  /** A configuration with the real environments; one of {@code extra} replaces its namesake. */
  static ServerConfig config(HandleKey key, Environment... extra) {
    List<Environment> environments =
        new ArrayList<>(List.of(new SpreadsheetClean(), new DocRevision(), new CitationGround()));
    environments.addAll(Arrays.asList(extra));
    return config(List.of(key), environments);
  }

  static ServerConfig config(List<HandleKey> keys, List<Environment> environments) {
    return new ServerConfig(environments, CATALOGUE, keys, Duration.ofHours(1), "test");
  }

  static HandleKey key(int fill) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) fill);
    return new HandleKey(key);
  }

  void advance(Duration duration) {
    now = now.plus(duration);
  }

  /** The stub with a header {@code authorization: Bearer TOKEN}. */
  EnvironmentServiceBlockingStub with(String token) {
    return as(stub, "Bearer " + token);
  }

  static <S extends AbstractStub<S>> S as(S stub, String authorization) {
    Metadata headers = new Metadata();
    headers.put(AUTHORIZATION, authorization);
    return stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  /** A reset that is in order; tests change what they are about. */
  static ResetRequest.Builder reset() {
    return ResetRequest.newBuilder()
        .setEnvironment("spreadsheet_clean")
        .setSplit("train")
        .setSeed(7)
        .setProfile("strict");
  }

  ByteString handle() {
    return stub.reset(reset().build()).getEpisodes(0).getHandle();
  }

  /** A step that is in order but for the action. */
  static StepRequest.Builder stop(ByteString handle, String action) {
    return StepRequest.newBuilder()
        .setHandle(handle)
        .setAction(ByteString.copyFromUtf8(action))
        .setFinishReason(FinishReason.FINISH_REASON_STOP);
  }

  static String gold(String taskId) {
    return CATALOGUE.find(taskId).orElseThrow().reference().gold();
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.close();
  }
}
