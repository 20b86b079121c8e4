package io.plumbline.server;

import static io.plumbline.server.RefusalsTest.refused;
import static io.plumbline.server.TestServer.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.CallOptions;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.plumbline.policy.v1.ListRunsRequest;
import io.plumbline.policy.v1.ListRunsResponse;
import io.plumbline.policy.v1.PolicyServiceGrpc;
import io.plumbline.policy.v1.PolicyServiceGrpc.PolicyServiceBlockingStub;
import io.plumbline.policy.v1.PolicyServiceGrpc.PolicyServiceImplBase;
import io.plumbline.policy.v1.Run;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A service beside the environments' is behind the same door. */
class ServiceBesideTest {
  private static final String SERVICE = PolicyServiceGrpc.SERVICE_NAME;

  private final AtomicBoolean draining = new AtomicBoolean();
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    PolicyServiceImplBase service =
        new PolicyServiceImplBase() {
          @Override
          public void listRuns(ListRunsRequest request, StreamObserver<ListRunsResponse> observer) {
            observer.onNext(
                ListRunsResponse.newBuilder().addRuns(Run.newBuilder().setName("one")).build());
            observer.onCompleted();
          }
        };
    Access access =
        Access.of(
            List.of(
                Credential.ofToken("actor", Role.AGENT, "actor", Quota.UNLIMITED),
                Credential.ofToken("team", Role.TRAINER, "team", Quota.UNLIMITED),
                Credential.ofToken("keeper", Role.ADMIN, "keeper", Quota.UNLIMITED),
                Credential.ofToken("eager", Role.TRAINER, "eager", new Quota(0, 1, 0))));
    server =
        new TestServer(
            TestServer.config(KEY),
            access,
            Optional.empty(),
            List.of(new ServiceBeside(service, Role.TRAINER, () -> draining.set(true))));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private PolicyServiceBlockingStub stub() {
    return PolicyServiceGrpc.newBlockingStub(server.channel);
  }

  private ListRunsResponse listed(String token) {
    return TestServer.as(stub(), "Bearer " + token).listRuns(ListRunsRequest.getDefaultInstance());
  }

  @Test
  void itsLeastRoleAndThoseAboveMayCallIt() {
    assertThat(listed("team").getRuns(0).getName()).isEqualTo("one");
    assertThat(listed("keeper").getRunsCount()).isEqualTo(1);
    refused(
        () -> listed("actor"),
        Status.Code.PERMISSION_DENIED,
        "list_runs",
        "list_runs: asked for by actor, an agent (expected: the request of a trainer or an admin)");
  }

  @Test
  void whoeverHasNoTokenIsUnknownToItToo() {
    refused(
        () -> stub().listRuns(ListRunsRequest.getDefaultInstance()),
        Status.Code.UNAUTHENTICATED,
        "authorization",
        "authorization: absent (expected: Bearer and a token of this server)");
    refused(
        () -> listed("stranger"),
        Status.Code.UNAUTHENTICATED,
        "authorization",
        "authorization: an unknown token (expected: Bearer and a token of this server)");
  }

  @Test
  void aMalformedRequestIsRefusedInItsOwnWords() {
    assertThatThrownBy(
            () ->
                ClientCalls.blockingUnaryCall(
                    TestServer.as(stub(), "Bearer team").getChannel(),
                    PolicyServiceGrpc.getStopRunMethod().toBuilder(
                            new RawMessages(), new RawMessages())
                        .build(),
                    CallOptions.DEFAULT,
                    new byte[] {0x0a, 0x7f}))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e ->
                assertThat(e.getStatus().getDescription())
                    .isEqualTo(
                        "request: malformed (expected: a StopRunRequest of plumbline.policy.v1)"));
  }

  @Test
  void itsRequestsCountForQuotas() {
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 10; i++) {
                listed("eager");
              }
            })
        .hasMessage(
            "RESOURCE_EXHAUSTED: requests_per_second: more of eager (expected: at most 1; try again"
                + " later)");
  }

  @Test
  void healthKnowsItAndItHearsOfADrain() throws Exception {
    assertThat(
            HealthGrpc.newBlockingStub(server.channel)
                .check(HealthCheckRequest.newBuilder().setService(SERVICE).build())
                .getStatus())
        .isEqualTo(ServingStatus.SERVING);
    assertThat(draining).isFalse();
    server.server.drain(Duration.ZERO);
    assertThat(draining).isTrue();
  }
}
