package io.plumbline.server;

import static io.plumbline.server.TestServer.reset;
import static io.plumbline.server.TestServer.stop;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.plumbline.env.v1.Error;
import io.plumbline.env.v1.ErrorTrailer;
import io.plumbline.env.v1.FinishReason;
import io.plumbline.env.v1.GetTaskRequest;
import io.plumbline.env.v1.GradeRequest;
import io.plumbline.env.v1.SampleTasksRequest;
import io.plumbline.env.v1.StepBatchRequest;
import io.plumbline.env.v1.StepRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RefusalsTest {
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    server = new TestServer();
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  /** Asserts that a call is refused so, in its status and in its trailer. */
  static void refused(ThrowingCallable call, Status.Code code, String field, String message) {
    StatusRuntimeException e = catchThrowableOfType(StatusRuntimeException.class, call);
    assertThat(e).as(message).isNotNull();
    assertThat(e.getStatus().getCode()).isEqualTo(code);
    assertThat(e.getStatus().getDescription()).isEqualTo(message);
    Error error = requireNonNull(requireNonNull(e.getTrailers()).get(ErrorTrailer.KEY));
    assertThat(error.getField()).isEqualTo(field);
    assertThat(error.getMessage()).isEqualTo(message);
    assertThat(error.getCode()).isEqualTo(code.value());
  }

  @Test
  void controlCharactersOfAUserAreShownNotRepeated() {
    refused(
        () -> server.stub.getTask(GetTaskRequest.newBuilder().setTaskId("a\n\u001b[2Jé\0").build()),
        Status.Code.NOT_FOUND,
        "task_id",
        "task_id: \"a\\u000a\\u001b[2Jé\\u0000\" (expected: environment/split/key, as SampleTasks"
            + " lists them)");
  }

  @Test
  void whatDoesNotExistIsNotFound() {
    refused(
        () -> server.stub.reset(reset().setEnvironment("poetry").build()),
        Status.Code.NOT_FOUND,
        "environment",
        "environment: \"poetry\" (expected: one of spreadsheet_clean, doc_revision,"
            + " citation_ground)");
    refused(
        () -> server.stub.reset(reset().setSplit("test").build()),
        Status.Code.NOT_FOUND,
        "split",
        "split: \"test\" (expected: one of train, validation, heldout, stress_train,"
            + " stress_validation, stress_heldout, formats_train, formats_validation,"
            + " formats_heldout)");
    refused(
        () -> server.stub.getTask(GetTaskRequest.newBuilder().setTaskId("no/such/task").build()),
        Status.Code.NOT_FOUND,
        "task_id",
        "task_id: \"no/such/task\" (expected: environment/split/key, as SampleTasks lists them)");
  }

  @Test
  void unknownRulesNameTheKnownOnes() {
    refused(
        () -> server.stub.reset(reset().setProfile("lenient").build()),
        Status.Code.INVALID_ARGUMENT,
        "profile",
        "profile: \"lenient\" (expected: reference or strict)");
    refused(
        () -> server.stub.reset(reset().clearProfile().build()),
        Status.Code.INVALID_ARGUMENT,
        "profile",
        "profile: absent (expected: reference or strict)");
    refused(
        () -> server.stub.reset(reset().setRewardRule("generous").build()),
        Status.Code.INVALID_ARGUMENT,
        "reward_rule",
        "reward_rule: \"generous\" (expected: pessimistic or reference or assessed_only)");
  }

  @Test
  void numbersOutOfRangeNameTheirRange() {
    refused(
        () -> server.stub.reset(reset().setSeed(-1).build()),
        Status.Code.INVALID_ARGUMENT,
        "seed",
        "seed: -1 (expected: at least 0)");
    refused(
        () -> server.stub.reset(reset().setGroupSize(-3).build()),
        Status.Code.INVALID_ARGUMENT,
        "group_size",
        "group_size: -3 (expected: 1 to 1024)");
    refused(
        () -> server.stub.reset(reset().setTokenBudget(-512).build()),
        Status.Code.INVALID_ARGUMENT,
        "token_budget",
        "token_budget: -512 (expected: 1 to 1048576)");
    refused(
        () ->
            server.stub.sampleTasks(
                SampleTasksRequest.newBuilder()
                    .setEnvironment("spreadsheet_clean")
                    .setSplit("train")
                    .build()),
        Status.Code.INVALID_ARGUMENT,
        "count",
        "count: 0 (expected: 1 to 1000)");
    StepBatchRequest.Builder batch = StepBatchRequest.newBuilder();
    for (int i = 0; i <= 256; i++) {
      batch.addSteps(StepRequest.getDefaultInstance());
    }
    refused(
        () -> server.stub.stepBatch(batch.build()),
        Status.Code.INVALID_ARGUMENT,
        "steps",
        "steps: 257 (expected: 0 to 256)");
  }

  @Test
  void aTaskIdThatContradictsTheRequestIsRefused() {
    refused(
        () ->
            server.stub.reset(
                reset().setSplit("validation").setTaskId("spreadsheet_clean/train/7").build()),
        Status.Code.INVALID_ARGUMENT,
        "split",
        "split: \"validation\" (expected: empty, or \"train\" as in task_id)");
  }

  @Test
  void handlesThatThisServerDidNotSignAreUnauthenticated() throws IOException {
    ByteString handle = server.handle();
    byte[] forged = handle.toByteArray();
    forged[forged.length / 2] ^= 1;
    refused(
        () -> server.stub.step(stop(ByteString.copyFrom(forged), "x").build()),
        Status.Code.UNAUTHENTICATED,
        "handle",
        "handle: not what was signed (expected: a handle from this server's Reset)");
    refused(
        () -> server.stub.step(stop(handle.substring(0, handle.size() - 1), "x").build()),
        Status.Code.UNAUTHENTICATED,
        "handle",
        "handle: not what was signed (expected: a handle from this server's Reset)");
    refused(
        () -> server.stub.step(stop(handle.substring(0, 20), "x").build()),
        Status.Code.UNAUTHENTICATED,
        "handle",
        "handle: 20 bytes (expected: a handle from this server's Reset)");
    refused(
        () -> server.stub.step(stop(ByteString.EMPTY, "x").build()),
        Status.Code.INVALID_ARGUMENT,
        "handle",
        "handle: absent (expected: a handle from this server's Reset)");
    try (TestServer foreign = new TestServer(TestServer.key(2))) {
      refused(
          () -> foreign.stub.step(stop(handle, "x").build()),
          Status.Code.UNAUTHENTICATED,
          "handle",
          "handle: signed with a key that is not this server's (expected: a handle from this"
              + " server's Reset)");
    }
  }

  @Test
  void anyBitFlippedInAHandleIsNoticed() {
    ByteString handle = server.handle();
    HandleSigner signer = new HandleSigner(List.of(TestServer.KEY));
    for (int bit = 0; bit < handle.size() * 8; bit++) {
      byte[] forged = handle.toByteArray();
      forged[bit / 8] ^= (byte) (1 << (bit % 8));
      Refusal refusal =
          catchThrowableOfType(Refusal.class, () -> signer.open(ByteString.copyFrom(forged)));
      assertThat(refusal).as("bit %d", bit).isNotNull();
      assertThat(refusal.error().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED.value());
    }
  }

  @Test
  void aFinalHandleTakesNoStep() {
    ByteString end = server.stub.step(stop(server.handle(), "a,b\n1,2\n").build()).getHandle();

    refused(
        () -> server.stub.step(stop(end, "x").build()),
        Status.Code.FAILED_PRECONDITION,
        "handle",
        "handle: final (expected: one whose episode has not ended)");
  }

  @Test
  void anExpiredHandleTakesNoStep() {
    ByteString handle = server.handle();
    server.advance(Duration.ofMinutes(59));
    assertThat(server.stub.step(stop(handle, "x").build()).hasReward()).isTrue();
    server.advance(Duration.ofMinutes(1));

    refused(
        () -> server.stub.step(stop(handle, "x").build()),
        Status.Code.FAILED_PRECONDITION,
        "handle",
        "handle: expired (expected: one that was reset less than PT1H ago)");
  }

  @Test
  void handlesForOtherTasksGradersOrPrincipalsAreRefused() {
    HandleSigner signer = new HandleSigner(List.of(TestServer.KEY));
    Handle handle = signer.open(server.handle()).state();
    refused(
        () -> server.stub.step(stop(signer.sign(changed(handle, "task")), "x").build()),
        Status.Code.FAILED_PRECONDITION,
        "handle",
        "handle: for a task that this server does not have, or no longer as it was (expected: one"
            + " for a task of this server)");
    refused(
        () -> server.stub.step(stop(signer.sign(changed(handle, "grader")), "x").build()),
        Status.Code.FAILED_PRECONDITION,
        "handle",
        "handle: for grader other (expected: grader " + handle.graderVersion() + ")");
    refused(
        () -> server.stub.step(stop(signer.sign(changed(handle, "principal")), "x").build()),
        Status.Code.UNAUTHENTICATED,
        "handle",
        "handle: another principal's (expected: one of your own)");
  }

  private static Handle changed(Handle handle, String part) {
    return new Handle(
        part.equals("principal") ? "other" : handle.principal(),
        handle.taskId(),
        part.equals("task") ? "other" : handle.taskHash(),
        part.equals("grader") ? "other" : handle.graderVersion(),
        handle.profile(),
        handle.rewardRule(),
        handle.attempt(),
        handle.turn(),
        handle.tokenBudget(),
        handle.evidence(),
        handle.expiresAt());
  }

  @Test
  void actionsAreBoundedUtf8() {
    ByteString handle = server.handle();
    StepRequest.Builder step = stop(handle, "");
    refused(
        () ->
            server.stub.step(
                step.clone().setAction(ByteString.copyFrom(new byte[(1 << 20) + 1])).build()),
        Status.Code.INVALID_ARGUMENT,
        "action",
        "action: 1048577 bytes (expected: at most 1048576 bytes)");
    refused(
        () -> server.stub.step(step.clone().setAction(ByteString.fromHex("c3a9eda080")).build()),
        Status.Code.INVALID_ARGUMENT,
        "action",
        "action: not UTF-8 at byte 2 (expected: UTF-8 text)");
    assertThat(
            server
                .stub
                .step(step.setAction(ByteString.copyFrom(new byte[1 << 20])).build())
                .hasReward())
        .isTrue();
  }

  @Test
  void budgetsBindStop() {
    ByteString handle =
        server.stub.reset(reset().setTokenBudget(512).build()).getEpisodes(0).getHandle();
    refused(
        () -> server.stub.step(stop(handle, "x").setTokenCount(513).build()),
        Status.Code.INVALID_ARGUMENT,
        "token_count",
        "token_count: 513 (expected: at most token_budget 512 with STOP; LENGTH says that the"
            + " budget ran out)");
    refused(
        () -> server.stub.step(stop(handle, "x").build()),
        Status.Code.INVALID_ARGUMENT,
        "token_count",
        "token_count: absent (expected: the action's tokens, as token_budget is 512)");
    refused(
        () -> server.stub.step(stop(handle, "x").setTokenCount(-1).build()),
        Status.Code.INVALID_ARGUMENT,
        "token_count",
        "token_count: -1 (expected: at least 0)");
    refused(
        () ->
            server.stub.step(
                stop(handle, "x").setFinishReason(FinishReason.FINISH_REASON_UNSPECIFIED).build()),
        Status.Code.INVALID_ARGUMENT,
        "finish_reason",
        "finish_reason: absent (expected: STOP or LENGTH)");
  }

  @Test
  void heldOutSplitsAreClosed() {
    refused(
        () ->
            server.stub.grade(
                GradeRequest.newBuilder()
                    .setTaskId("spreadsheet_clean/stress_heldout/1")
                    .setProfile("strict")
                    .build()),
        Status.Code.PERMISSION_DENIED,
        "task_id",
        "task_id: \"spreadsheet_clean/stress_heldout/1\" (expected: only on open splits;"
            + " stress_heldout is closed)");
    refused(
        () -> server.stub.reset(reset().setSplit("heldout").setEvidence(true).build()),
        Status.Code.PERMISSION_DENIED,
        "evidence",
        "evidence: true (expected: only on open splits; heldout is closed)");
  }
}
