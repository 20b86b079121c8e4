package io.plumbline.server;

import static io.plumbline.server.RefusalsTest.refused;
import static io.plumbline.server.TestServer.key;
import static io.plumbline.server.TestServer.reset;
import static io.plumbline.server.TestServer.stop;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.plumbline.env.v1.AdminServiceGrpc;
import io.plumbline.env.v1.AdminServiceGrpc.AdminServiceBlockingStub;
import io.plumbline.env.v1.DrainRequest;
import io.plumbline.env.v1.EnvironmentServiceGrpc;
import io.plumbline.env.v1.ReloadSecretsRequest;
import io.plumbline.env.v1.ReloadSecretsResponse;
import io.plumbline.env.v1.RolloutRequest;
import io.plumbline.env.v1.RolloutResponse;
import io.plumbline.env.v1.StepRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an admin may do, and nobody else. */
class AdminTest {
  private TestServer server;
  private Secrets onDisk = secrets(List.of(key(1)), "team", "keeper");
  private boolean unreadable;

  @BeforeEach
  void start() throws IOException {
    server =
        new TestServer(
            TestServer.config(key(1)),
            onDisk.access(),
            Optional.of(
                () -> {
                  if (unreadable) {
                    throw new IllegalArgumentException("access_file: gone");
                  }
                  return onDisk;
                }));
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  /** Of a trainer and an admin whose tokens are their names. */
  private static Secrets secrets(List<HandleKey> keys, String trainer, String admin) {
    Access access =
        Access.of(
            List.of(
                Credential.ofToken(trainer, Role.TRAINER, trainer, Quota.UNLIMITED),
                Credential.ofToken("actor", Role.AGENT, "actor", Quota.UNLIMITED),
                Credential.ofToken(admin, Role.ADMIN, admin, Quota.UNLIMITED)));
    return new Secrets(keys, access);
  }

  private AdminServiceBlockingStub admin(String token) {
    return TestServer.as(AdminServiceGrpc.newBlockingStub(server.channel), "Bearer " + token);
  }

  private ReloadSecretsResponse reload(Secrets secrets) {
    onDisk = secrets;
    return admin("keeper").reloadSecrets(ReloadSecretsRequest.getDefaultInstance());
  }

  @Test
  void nobodyElseMay() {
    for (String name : List.of("actor", "team")) {
      String who = name.equals("actor") ? "actor, an agent" : "team, a trainer";
      refused(
          () -> admin(name).reloadSecrets(ReloadSecretsRequest.getDefaultInstance()),
          Status.Code.PERMISSION_DENIED,
          "reload_secrets",
          "reload_secrets: asked for by " + who + " (expected: an admin's request)");
      refused(
          () -> admin(name).drain(DrainRequest.getDefaultInstance()),
          Status.Code.PERMISSION_DENIED,
          "drain",
          "drain: asked for by " + who + " (expected: an admin's request)");
    }
    assertThat(server.with("team").reset(reset().build()).getEpisodesCount()).isEqualTo(1);
  }

  @Test
  void aNewKeyTakesOverWithoutAnyHandleBeingLost() {
    ByteString old = server.with("team").reset(reset().build()).getEpisodes(0).getHandle();
    StepRequest step = stop(old, "x").build();
    ByteString reply = server.with("team").step(step).toByteString();
    List<HandleKey> behind = List.of(key(1), key(2));
    assertThat(reload(secrets(behind, "team", "keeper")).getHandleKeyIdsList())
        .containsExactly(new SigningKey(key(1)).name(), new SigningKey(key(2)).name());
    assertThat(server.with("team").step(step).toByteString()).isEqualTo(reply);
    reload(secrets(List.of(key(2), key(1)), "team", "keeper"));
    assertThat(server.with("team").step(step).toByteString()).isEqualTo(reply);
    ByteString anew = server.with("team").reset(reset().build()).getEpisodes(0).getHandle();
    reload(secrets(List.of(key(2)), "team", "keeper"));
    assertThat(server.with("team").step(stop(anew, "x").build()).hasReward()).isTrue();
    refused(
        () -> server.with("team").step(step),
        Status.Code.UNAUTHENTICATED,
        "handle",
        "handle: signed with a key that is not this server's (expected: a handle from this"
            + " server's Reset)");
  }

  @Test
  void tokensComeAndGo() {
    assertThat(reload(secrets(List.of(key(1)), "newcomer", "keeper")).getPrincipals()).isEqualTo(3);
    assertThat(server.with("newcomer").reset(reset().build()).getEpisodesCount()).isEqualTo(1);
    refused(
        () -> server.with("team").reset(reset().build()),
        Status.Code.UNAUTHENTICATED,
        "authorization",
        "authorization: an unknown token (expected: Bearer and a token of this server)");
  }

  @Test
  void aStreamEndsWithItsToken() throws InterruptedException {
    BlockingQueue<Object> events = new LinkedBlockingQueue<>();
    StreamObserver<RolloutRequest> requests =
        TestServer.as(EnvironmentServiceGrpc.newStub(server.channel), "Bearer team")
            .rollout(collecting(events));
    RolloutRequest request = RolloutRequest.newBuilder().setId(1).setReset(reset()).build();
    requests.onNext(request);
    assertThat(events.take()).isInstanceOf(RolloutResponse.class);
    reload(secrets(List.of(key(1)), "team", "keeper"));
    requests.onNext(request);
    assertThat(events.take()).isInstanceOf(RolloutResponse.class);
    reload(secrets(List.of(key(1)), "newcomer", "keeper"));
    requests.onNext(request);
    assertThat(events.take())
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e ->
                assertThat(e.getStatus().getDescription())
                    .isEqualTo(
                        "authorization: an unknown token (expected: Bearer and a token of this"
                            + " server)"));
    assertThat(server.with("newcomer").reset(reset().build()).getEpisodesCount()).isEqualTo(1);
  }

  private static StreamObserver<RolloutResponse> collecting(BlockingQueue<Object> events) {
    return new StreamObserver<>() {
      @Override
      public void onNext(RolloutResponse reply) {
        events.add(reply);
      }

      @Override
      public void onError(Throwable e) {
        events.add(e);
      }

      @Override
      public void onCompleted() {
        events.add("completed");
      }
    };
  }

  @Test
  void secretsThatCannotBeUsedChangeNothing() {
    unreadable = true;
    refused(
        () -> reload(secrets(List.of(key(2)), "newcomer", "keeper")),
        Status.Code.FAILED_PRECONDITION,
        "secrets",
        "secrets: access_file: gone");
    unreadable = false;
    refused(
        () -> reload(new Secrets(List.of(key(2)), Access.local())),
        Status.Code.FAILED_PRECONDITION,
        "secrets",
        "secrets: access: without tokens (expected: as it was at the start)");
    assertThat(server.with("team").reset(reset().build()).getEpisodesCount()).isEqualTo(1);
  }

  @Test
  void aDrainEndsTheServer() throws InterruptedException {
    refused(
        () -> admin("keeper").drain(drain(-1)),
        Status.Code.INVALID_ARGUMENT,
        "grace",
        "grace: PT-1S (expected: 0 to 600 seconds)");
    refused(
        () -> admin("keeper").drain(drain(601)),
        Status.Code.INVALID_ARGUMENT,
        "grace",
        "grace: PT10M1S (expected: 0 to 600 seconds)");
    admin("keeper").drain(drain(5));
    server.server.awaitTermination();
    assertThat(server.server.drain(java.time.Duration.ZERO)).isTrue();
  }

  private static DrainRequest drain(int seconds) {
    return DrainRequest.newBuilder().setGrace(Duration.newBuilder().setSeconds(seconds)).build();
  }
}
