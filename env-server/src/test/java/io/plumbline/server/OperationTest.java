package io.plumbline.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import io.plumbline.client.EnvironmentClient;
import io.plumbline.client.EnvironmentException;
import io.plumbline.env.v1.EnvironmentServiceGrpc;
import io.plumbline.env.v1.ResetResponse;
import io.plumbline.env.v1.StepBatchRequest;
import io.plumbline.env.v1.StepRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over a real port, as a stranger's client meets it. */
class OperationTest {
  private EnvironmentServer server;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws Exception {
    server = EnvironmentServer.start(TestServer.config(TestServer.KEY), 0);
    channel =
        Grpc.newChannelBuilder("127.0.0.1:" + server.port(), InsecureChannelCredentials.create())
            .build();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.close();
  }

  @Test
  void healthIsServingForTheServerAndTheService() {
    for (String service : List.of("", "plumbline.env.v1.EnvironmentService")) {
      HealthCheckResponse response =
          HealthGrpc.newBlockingStub(channel)
              .check(HealthCheckRequest.newBuilder().setService(service).build());
      assertThat(response.getStatus()).isEqualTo(ServingStatus.SERVING);
    }
  }

  @Test
  void reflectionListsTheService() throws Exception {
    CompletableFuture<List<String>> names = new CompletableFuture<>();
    StreamObserver<ServerReflectionRequest> requests =
        ServerReflectionGrpc.newStub(channel)
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse value) {
                    names.complete(
                        value.getListServicesResponse().getServiceList().stream()
                            .map(ServiceResponse::getName)
                            .toList());
                  }

                  @Override
                  public void onError(Throwable t) {
                    names.completeExceptionally(t);
                  }

                  @Override
                  public void onCompleted() {}
                });
    requests.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
    assertThat(names.get(30, TimeUnit.SECONDS)).contains("plumbline.env.v1.EnvironmentService");
    requests.onCompleted();
  }

  @Test
  void theJavaClientPlaysAnEpisodeAndUnderstandsRefusals() {
    try (EnvironmentClient client = EnvironmentClient.connect("127.0.0.1:" + server.port())) {
      ResetResponse reset = client.reset(TestServer.reset().build());
      String gold = TestServer.gold(reset.getTask().getId());
      assertThat(
              client
                  .step(TestServer.stop(reset.getEpisodes(0).getHandle(), gold).build())
                  .getReward())
          .isEqualTo(1.0);
      client.release(List.of(reset.getEpisodes(0).getHandle()));

      EnvironmentException e =
          catchThrowableOfType(
              EnvironmentException.class,
              () -> client.reset(TestServer.reset().setSplit("nowhere").build()));
      assertThat(e.field()).isEqualTo("split");
      assertThat(e.code()).isEqualTo(Status.Code.NOT_FOUND);
      assertThat(e.retryAfter()).isEmpty();
    }
  }

  @Test
  void aDrainDoesNotWaitForAHealthWatch() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    HealthGrpc.newStub(channel)
        .watch(
            HealthCheckRequest.getDefaultInstance(),
            new StreamObserver<>() {
              @Override
              public void onNext(HealthCheckResponse value) {
                heard.add(value.getStatus().name());
              }

              @Override
              public void onError(Throwable t) {
                heard.add(Status.fromThrowable(t).getCode().name());
              }

              @Override
              public void onCompleted() {
                heard.add("completed");
              }
            });
    assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("SERVING");
    assertThat(server.drain(Duration.ofSeconds(30))).isTrue();
    assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("NOT_SERVING");
    assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("UNAVAILABLE");
  }

  @Test
  void aMessageThatIsTooLargeOnceDecompressedIsRefusedByItsLimit() {
    StepBatchRequest batch =
        StepBatchRequest.newBuilder()
            .addSteps(StepRequest.newBuilder().setAction(ByteString.copyFrom(new byte[17 << 20])))
            .build();
    StatusRuntimeException e =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                EnvironmentServiceGrpc.newBlockingStub(channel)
                    .withCompression("gzip")
                    .stepBatch(batch));
    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(e.getStatus().getDescription())
        .isEqualTo("request: larger once decompressed (expected: at most 16777216 bytes)");
  }
}
