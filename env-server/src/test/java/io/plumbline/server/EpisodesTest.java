package io.plumbline.server;

import static io.plumbline.server.TestServer.gold;
import static io.plumbline.server.TestServer.reset;
import static io.plumbline.server.TestServer.stop;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.plumbline.env.v1.Environment;
import io.plumbline.env.v1.FinishReason;
import io.plumbline.env.v1.GetTaskRequest;
import io.plumbline.env.v1.GradeBatchRequest;
import io.plumbline.env.v1.GradeRequest;
import io.plumbline.env.v1.ListEnvironmentsRequest;
import io.plumbline.env.v1.ListEnvironmentsResponse;
import io.plumbline.env.v1.ResetRequest;
import io.plumbline.env.v1.ResetResponse;
import io.plumbline.env.v1.Rubric;
import io.plumbline.env.v1.SampleTasksRequest;
import io.plumbline.env.v1.Split;
import io.plumbline.env.v1.StepBatchRequest;
import io.plumbline.env.v1.StepRequest;
import io.plumbline.env.v1.StepResponse;
import io.plumbline.env.v1.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EpisodesTest {
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    server = new TestServer();
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void aGroupSharesItsTaskAndEachAttemptHasItsHandle() {
    ResetResponse response = server.stub.reset(reset().setGroupSize(4).build());

    assertThat(response.getTask().getId()).isEqualTo("spreadsheet_clean/train/7");
    assertThat(response.getTask().getObservation().getInput()).isNotEmpty();
    assertThat(response.getEpisodesList())
        .extracting(e -> e.getAttempt())
        .containsExactly(0, 1, 2, 3);
    assertThat(response.getEpisodesList()).extracting(e -> e.getHandle()).doesNotHaveDuplicates();
  }

  @Test
  void goldEarnsFullRewardAndStopTerminates() {
    ResetResponse reset = server.stub.reset(reset().build());

    StepResponse step =
        server.stub.step(
            stop(reset.getEpisodes(0).getHandle(), gold(reset.getTask().getId())).build());

    assertThat(step.getReward()).isEqualTo(1.0);
    assertThat(step.getTerminated()).isTrue();
    assertThat(step.getTruncated()).isFalse();
    assertThat(step.getGrade().getDimensionsList())
        .extracting(d -> d.getName())
        .containsExactly(
            "data_preservation",
            "cell_fidelity",
            "unit_consistency",
            "format_validity",
            "completeness");
  }

  @Test
  void lengthTruncatesAndTheOutputIsGradedAsItIs() {
    ResetResponse reset = server.stub.reset(reset().setTokenBudget(100).build());
    String gold = gold(reset.getTask().getId());

    StepResponse step =
        server.stub.step(
            stop(reset.getEpisodes(0).getHandle(), gold.substring(0, gold.length() / 2))
                .setFinishReason(FinishReason.FINISH_REASON_LENGTH)
                .setTokenCount(100)
                .build());

    assertThat(step.getTruncated()).isTrue();
    assertThat(step.getTerminated()).isFalse();
    assertThat(step.getReward()).isStrictlyBetween(0.0, 1.0);
  }

  @Test
  void everyEnvironmentCanBeResetAndStepped() {
    for (String environment : List.of("spreadsheet_clean", "doc_revision", "citation_ground")) {
      ResetResponse reset =
          server.stub.reset(
              reset().setEnvironment(environment).setProfile("reference").setSeed(0).build());
      StepResponse step =
          server.stub.step(
              stop(reset.getEpisodes(0).getHandle(), gold(reset.getTask().getId())).build());
      assertThat(step.getReward()).as(environment).isGreaterThan(0.0);
    }
  }

  @Test
  void theRewardRuleDecidesWhatUnassessedDimensionsPay() {
    ResetRequest.Builder reset =
        reset().setEnvironment("doc_revision").setProfile("reference").setSeed(0);
    String output = "The team shipped the index. Latency fell by a third.";

    StepResponse pessimistic = step(reset.clone(), output);
    StepResponse reference = step(reset.clone().setRewardRule("reference"), output);
    StepResponse assessedOnly = step(reset.clone().setRewardRule("assessed_only"), output);

    assertThat(pessimistic.getReward()).isEqualTo(0.5); // 0.3 + 0.2 of the weights are assessed
    assertThat(reference.getReward()).isEqualTo(0.75);
    assertThat(assessedOnly.getReward()).isEqualTo(1.0);
    assertThat(pessimistic.getGrade().getAssessedWeight()).isEqualTo(0.5);
  }

  private StepResponse step(ResetRequest.Builder reset, String output) {
    ByteString handle = server.stub.reset(reset.build()).getEpisodes(0).getHandle();
    return server.stub.step(stop(handle, output).build());
  }

  @Test
  void repeatingAStepGivesTheSameBytesAlsoAfterARestart() throws IOException {
    StepRequest request = stop(server.handle(), "Quarter,Revenue\nQ1 2021,5\n").build();
    ByteString first = server.stub.step(request).toByteString();

    assertThat(server.stub.step(request).toByteString()).isEqualTo(first);
    try (TestServer replica = new TestServer()) {
      assertThat(replica.stub.step(request).toByteString()).isEqualTo(first);
    }
  }

  @Test
  void anotherActionFromTheSameHandleIsAnotherBranch() {
    ByteString handle = server.handle();
    StepResponse one = server.stub.step(stop(handle, "a,b\n1,2\n").build());
    StepResponse two = server.stub.step(stop(handle, "a,b\n1,3\n").build());

    assertThat(one.getStepId()).isNotEqualTo(two.getStepId());
  }

  @Test
  void aBatchAnswersInOrderAndOneBadStepFailsAlone() {
    ByteString handle = server.handle();
    var results =
        server
            .stub
            .stepBatch(
                StepBatchRequest.newBuilder()
                    .addSteps(stop(handle, "a,b\n1,2\n"))
                    .addSteps(stop(ByteString.copyFromUtf8("forged"), "x"))
                    .addSteps(stop(handle, "").setAction(ByteString.fromHex("61ff62"))) // not UTF-8
                    .addSteps(stop(handle, "a,b\n1,3\n"))
                    .build())
            .getResultsList();

    assertThat(results).hasSize(4);
    assertThat(results.get(0).getResponse())
        .isEqualTo(server.stub.step(stop(handle, "a,b\n1,2\n").build()));
    assertThat(results.get(1).getError().getCode()).isEqualTo(16);
    assertThat(results.get(1).getError().getField()).isEqualTo("handle");
    assertThat(results.get(2).getError().getMessage())
        .isEqualTo("action: not UTF-8 at byte 1 (expected: UTF-8 text)");
    assertThat(results.get(3).hasResponse()).isTrue();
  }

  @Test
  void evidenceComesWhereItWasAskedFor() {
    ByteString plain = server.handle();
    ByteString telling =
        server.stub.reset(reset().setEvidence(true).build()).getEpisodes(0).getHandle();

    assertThat(server.stub.step(stop(plain, "nothing").build()).getGrade().getEvidenceList())
        .isEmpty();
    assertThat(server.stub.step(stop(telling, "nothing").build()).getGrade().getEvidenceList())
        .isNotEmpty();
  }

  @Test
  void tablesOfSeveralCountriesAreServedAndGradedAsAnyOther() {
    for (String split : List.of("formats_train", "formats_heldout")) {
      ResetResponse reset = server.stub.reset(reset().setSplit(split).build());
      String gold = gold(reset.getTask().getId());
      assertThat(gold).contains("\n", "\"");
      StepResponse step = server.stub.step(stop(reset.getEpisodes(0).getHandle(), gold).build());
      assertThat(step.getReward()).as(split).isEqualTo(1.0);
    }
  }

  @Test
  void outputsAreGradedWithoutAnEpisodeOnOpenSplits() {
    String taskId = "spreadsheet_clean/stress_train/3";
    GradeRequest request =
        GradeRequest.newBuilder()
            .setTaskId(taskId)
            .setProfile("strict")
            .setOutput(ByteString.copyFromUtf8(gold(taskId)))
            .build();

    assertThat(server.stub.grade(request).getReward()).isEqualTo(1.0);
    var results =
        server
            .stub
            .gradeBatch(
                GradeBatchRequest.newBuilder()
                    .addOutputs(request)
                    .addOutputs(request.toBuilder().setTaskId("spreadsheet_clean/heldout/3"))
                    .build())
            .getResultsList();
    assertThat(results.get(0).getResponse().getReward()).isEqualTo(1.0);
    assertThat(results.get(1).getError().getCode()).isEqualTo(7);
  }

  @Test
  void theCatalogueListsTasksThatResetServes() {
    List<Task> tasks =
        server
            .stub
            .sampleTasks(
                SampleTasksRequest.newBuilder()
                    .setEnvironment("spreadsheet_clean")
                    .setSplit("validation")
                    .setSeed(11)
                    .setCount(3)
                    .setDifficulty("hard")
                    .build())
            .getTasksList();

    assertThat(tasks).hasSize(3).allMatch(task -> task.getDifficulty().equals("hard"));
    Task task = tasks.get(2);
    ResetResponse reset =
        server.stub.reset(
            ResetRequest.newBuilder().setTaskId(task.getId()).setProfile("strict").build());
    assertThat(reset.getTask()).isEqualTo(task);
    assertThat(
            server
                .stub
                .getTask(GetTaskRequest.newBuilder().setTaskId(task.getId()).build())
                .getTask())
        .isEqualTo(task);
  }

  @Test
  void theListingSaysHowEachEnvironmentGrades() {
    ListEnvironmentsResponse listing =
        server.stub.listEnvironments(ListEnvironmentsRequest.getDefaultInstance());

    assertThat(listing.getEnvironmentsList())
        .extracting(Environment::getName)
        .containsExactly("spreadsheet_clean", "doc_revision", "citation_ground");
    for (Environment environment : listing.getEnvironmentsList()) {
      for (Rubric rubric : environment.getRubricsList()) {
        double weights = rubric.getDimensionsList().stream().mapToDouble(d -> d.getWeight()).sum();
        assertThat(weights).isBetween(0.999, 1.001);
        assertThat(rubric.getDimensionsList()).allMatch(d -> !d.getFormula().isBlank());
        assertThat(rubric.getVersion()).isNotBlank();
      }
    }
    assertThat(listing.getEnvironments(0).getSplitsList())
        .extracting(Split::getName, Split::getOpen)
        .contains(
            org.assertj.core.groups.Tuple.tuple("train", true),
            org.assertj.core.groups.Tuple.tuple("stress_heldout", false),
            org.assertj.core.groups.Tuple.tuple("formats_train", true),
            org.assertj.core.groups.Tuple.tuple("formats_heldout", false));
    assertThat(listing.getRewardRules(0).getName()).isEqualTo("pessimistic");
    assertThat(listing.getLimits().getMaxActionBytes()).isEqualTo(1 << 20);
  }

  @Test
  void noReplyHoldsALineOfTheReferenceThatTheInputLacks() {
    ResetResponse reset =
        server.stub.reset(reset().setSplit("stress_train").setEvidence(true).build());
    StepResponse step =
        server.stub.step(stop(reset.getEpisodes(0).getHandle(), "no table").build());
    String replies = latin(reset.toByteArray()) + latin(step.toByteArray());

    List<String> secret =
        gold(reset.getTask().getId())
            .lines()
            .filter(line -> !reset.getTask().getObservation().getInput().contains(line))
            .toList();
    assertThat(secret).isNotEmpty();
    assertThat(secret)
        .noneMatch(line -> replies.contains(latin(line.getBytes(StandardCharsets.UTF_8))));
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
