package io.plumbline.server;

import static io.plumbline.server.TestServer.stop;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class EnvironmentHealthTest {

  static ServingStatus health(TestServer server, String service) {
    return HealthGrpc.newBlockingStub(server.channel)
        .check(HealthCheckRequest.newBuilder().setService(service).build())
        .getStatus();
  }

  @Test
  void anEnvironmentWhoseGradersBreakInARowIsNotServingUntilOneWorks() throws Exception {
    AtomicBoolean broken = new AtomicBoolean(true);
    try (TestServer server =
        Rigged.server(
            output -> {
              if (broken.get()) {
                throw new IllegalStateException("rigged to break");
              }
              return Rigged.empty();
            })) {
      ByteString handle = server.handle();
      for (int i = 0; i < EnvironmentHealth.MOST; i++) {
        assertThat(health(server, "spreadsheet_clean")).isEqualTo(ServingStatus.SERVING);
        server.stub.step(stop(handle, "x").build());
      }
      assertThat(health(server, "spreadsheet_clean")).isEqualTo(ServingStatus.NOT_SERVING);
      assertThat(health(server, "doc_revision")).isEqualTo(ServingStatus.SERVING);
      assertThat(health(server, "")).isEqualTo(ServingStatus.SERVING);
      broken.set(false);
      server.stub.step(stop(handle, "x").build());
      assertThat(health(server, "spreadsheet_clean")).isEqualTo(ServingStatus.SERVING);
    }
  }
}
