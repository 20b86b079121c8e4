package io.plumbline.server;

import static io.plumbline.server.RefusalsTest.refused;
import static io.plumbline.server.TestServer.reset;
import static io.plumbline.server.TestServer.stop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.plumbline.env.v1.EnvironmentServiceGrpc.EnvironmentServiceBlockingStub;
import io.plumbline.env.v1.GradeRequest;
import io.plumbline.env.v1.StepBatchRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may call, and what each may do. */
class AccessTest {
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    Access access =
        Access.of(
            List.of(
                credential("actor", Role.AGENT, "actor-token"),
                credential("team", Role.TRAINER, "team-token"),
                credential("team", Role.TRAINER, "team-token-to-come"),
                credential("keeper", Role.ADMIN, "keeper-token")));
    server = new TestServer(TestServer.config(TestServer.KEY), access);
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  private static Credential credential(String name, Role role, String token) {
    return Credential.ofToken(name, role, token, Quota.UNLIMITED);
  }

  private static String sha256(String token) {
    try {
      byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private EnvironmentServiceBlockingStub as(String authorization) {
    return TestServer.as(server.stub, authorization);
  }

  private EnvironmentServiceBlockingStub with(String token) {
    return server.with(token);
  }

  private static void unauthenticated(EnvironmentServiceBlockingStub stub, String what) {
    refused(
        () -> stub.reset(reset().build()),
        Status.Code.UNAUTHENTICATED,
        "authorization",
        "authorization: " + what + " (expected: Bearer and a token of this server)");
  }

  @Test
  void onlyAKnownTokenIsLetIn() {
    unauthenticated(server.stub, "absent");
    unauthenticated(with("actor-toke"), "an unknown token");
    unauthenticated(with(""), "an unknown token");
    unauthenticated(with(sha256("actor-token")), "an unknown token");
    unauthenticated(as("Basic actor-token"), "another scheme");
    assertThat(with("actor-token").reset(reset().build()).getEpisodesCount()).isEqualTo(1);
    assertThat(as("bearer  team-token ").reset(reset().build()).getEpisodesCount()).isEqualTo(1);
  }

  @Test
  void healthNeedsNoToken() {
    assertThat(
            HealthGrpc.newBlockingStub(server.channel)
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus())
        .isEqualTo(ServingStatus.SERVING);
  }

  @Test
  void anAgentSeesScoresAndNoEvidence() {
    EnvironmentServiceBlockingStub agent = with("actor-token");
    refused(
        () -> agent.reset(reset().setEvidence(true).build()),
        Status.Code.PERMISSION_DENIED,
        "evidence",
        "evidence: asked for by actor, an agent (expected: a trainer's request)");
    GradeRequest grade =
        GradeRequest.newBuilder()
            .setTaskId("spreadsheet_clean/train/7")
            .setProfile("strict")
            .setOutput(ByteString.copyFromUtf8("x"))
            .setEvidence(true)
            .build();
    refused(
        () -> agent.grade(grade),
        Status.Code.PERMISSION_DENIED,
        "evidence",
        "evidence: asked for by actor, an agent (expected: a trainer's request)");
    assertThat(agent.grade(grade.toBuilder().setEvidence(false).build()).hasReward()).isTrue();
    for (String token : List.of("team-token", "keeper-token")) {
      assertThat(with(token).grade(grade).getGrade().getEvidenceList()).isNotEmpty();
      assertThat(with(token).reset(reset().setEvidence(true).build()).getEpisodesCount())
          .isEqualTo(1);
    }
  }

  @Test
  void aHandleServesItsOwnPrincipalUnderAnyOfItsTokens() {
    ByteString handle = with("team-token").reset(reset().build()).getEpisodes(0).getHandle();
    assertThat(with("team-token-to-come").step(stop(handle, "x").build()).hasReward()).isTrue();
    refused(
        () -> with("keeper-token").step(stop(handle, "x").build()),
        Status.Code.UNAUTHENTICATED,
        "handle",
        "handle: another principal's (expected: one of your own)");
    StepBatchRequest batch = StepBatchRequest.newBuilder().addSteps(stop(handle, "x")).build();
    assertThat(with("actor-token").stepBatch(batch).getResults(0).getError().getField())
        .isEqualTo("handle");
  }

  @Test
  void credentialsThatContradictEachOtherAreRefused() {
    Credential one = credential("one", Role.AGENT, "a");
    assertThatThrownBy(() -> Access.of(List.of()))
        .hasMessage("credentials: 0 (expected: 1 to 1000)");
    assertThatThrownBy(() -> Access.of(List.of(one, credential("one", Role.ADMIN, "b"))))
        .hasMessage("role: of one, agent and admin (expected: one role for each name)");
    Credential bound = Credential.ofToken("one", Role.AGENT, "b", new Quota(3, 0, 20));
    assertThatThrownBy(() -> Access.of(List.of(bound, one)))
        .hasMessage(
            "quota: of one, calls_in_flight=3 bytes_per_second=20 and unlimited (expected: one quota for"
                + " each name)");
    assertThatThrownBy(() -> Access.of(List.of(one, credential("two", Role.AGENT, "a"))))
        .hasMessage("token_sha256: of two, that of one (expected: one of its own)");
    assertThatThrownBy(() -> credential("Team A", Role.AGENT, "a"))
        .hasMessageStartingWith("name: \"Team A\" (expected: 1 to 63 of a-z");
    assertThatThrownBy(() -> new Credential("one", Role.AGENT, "my-secret", Quota.UNLIMITED))
        .hasMessage("token_sha256: of one (expected: 64 hex digits in lower case)");
  }
}
