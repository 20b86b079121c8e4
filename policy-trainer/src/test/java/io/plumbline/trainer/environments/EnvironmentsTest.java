package io.plumbline.trainer.environments;

import static io.plumbline.trainer.environments.Servers.TERMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.client.EnvironmentClient;
import io.plumbline.client.EnvironmentException;
import io.plumbline.env.v1.Task;
import io.plumbline.server.EnvironmentServer;
import io.plumbline.server.ServerConfig;
import io.plumbline.trainer.environments.Servers.Rigged;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnvironmentsTest {

  /** A test's work with environments of a server in its own process. */
  private interface Work {
    void with(Environments environments) throws InterruptedException;
  }

  private static void inProcess(ServerConfig config, Work work)
      throws IOException, InterruptedException {
    String name = Servers.freeName();
    EnvironmentServer server = EnvironmentServer.startInProcess(config, name);
    try (Environments environments = open(EnvironmentClient.inProcess(name))) {
      work.with(environments);
    } finally {
      server.close();
    }
  }

  private static void overAPort(ServerConfig config, Work work)
      throws IOException, InterruptedException {
    try (EnvironmentServer server = EnvironmentServer.start(config, 0);
        Environments environments = open(EnvironmentClient.connect("127.0.0.1:" + server.port()))) {
      work.with(environments);
    }
  }

  private static Environments open(EnvironmentClient client) throws InterruptedException {
    return Environments.open(
        client,
        RetryPolicy.DEFAULT,
        line -> {
          throw new AssertionError(line);
        });
  }

  private static List<EpisodeGroup> reset(Environments environments, int tasks, int groupSize)
      throws InterruptedException {
    List<String> ids =
        environments.tasks("spreadsheet_clean", "train", 40, tasks).stream()
            .map(Task::getId)
            .toList();
    return environments.reset(ids, groupSize, TERMS);
  }

  private static Attempt attempt(EpisodeGroup group, int index, String text) {
    return new Attempt(group, index, text, 10, false);
  }

  private static void goldEarnsMoreThanNothing(Environments environments)
      throws InterruptedException {
    EpisodeGroup group = reset(environments, 1, 2).get(0);
    String gold = Servers.gold(group.task().getId());
    List<Outcome> outcomes =
        environments.step(
            List.of(attempt(group, 0, gold), new Attempt(group, 1, "no table", 1000, true)));

    assertThat(outcomes.get(0).reward()).hasValue(1.0);
    assertThat(outcomes.get(0).dimensions())
        .containsEntry("data_preservation", 1.0)
        .containsEntry("format_validity", 1.0);
    assertThat(outcomes.get(0).flags()).isEmpty();
    assertThat(outcomes.get(0).terminated()).isTrue();
    assertThat(outcomes.get(0).truncated()).isFalse();
    assertThat(outcomes.get(1).reward().orElseThrow()).isLessThan(0.5);
    assertThat(outcomes.get(1).flags()).isNotEmpty();
    assertThat(outcomes.get(1).terminated()).isFalse();
    assertThat(outcomes.get(1).truncated()).isTrue();
  }

  @Test
  void goldEarnsMoreThanNothingInProcess() throws Exception {
    inProcess(Servers.config(1), EnvironmentsTest::goldEarnsMoreThanNothing);
  }

  @Test
  void goldEarnsMoreThanNothingOverAPort() throws Exception {
    overAPort(Servers.config(1), EnvironmentsTest::goldEarnsMoreThanNothing);
  }

  @Test
  void moreTasksThanOneRequestMayAskForComeInTheOrderOfTheirSeeds() throws Exception {
    inProcess(
        Servers.config(1),
        environments -> {
          int limit = environments.listing().getLimits().getMaxSampleCount();
          List<Task> tasks = environments.tasks("spreadsheet_clean", "train", 7, limit + 3);
          assertThat(tasks).hasSize(limit + 3);
          for (int i = 0; i < tasks.size(); i++) {
            assertThat(tasks.get(i).getSeed()).isEqualTo(7 + i);
          }
        });
  }

  @Test
  void aSplitThatHasFewerTasksYieldsEachOnce() throws Exception {
    int size =
        (int)
            Servers.CATALOGUE.split("citation_ground", "train").orElseThrow().size().orElseThrow();
    inProcess(
        Servers.config(1),
        environments -> {
          List<Task> tasks = environments.tasks("citation_ground", "train", 1, 5000);
          assertThat(new HashSet<>(tasks)).hasSize(size);
          assertThat(tasks).hasSize(size);
        });
  }

  @Test
  void groupsComeInTheOrderOfTheirTasks() throws Exception {
    inProcess(
        Servers.config(1),
        environments -> {
          List<String> ids = List.of("spreadsheet_clean/train/9", "spreadsheet_clean/train/3");
          assertThat(environments.reset(ids, 2, TERMS))
              .extracting(group -> group.task().getId())
              .isEqualTo(ids);
        });
  }

  @Test
  void whatTheServerDoesNotHaveIsSaidAtOnce() throws Exception {
    inProcess(
        Servers.config(1),
        environments -> {
          assertThatThrownBy(() -> environments.tasks("spreadsheets", "train", 0, 1))
              .isInstanceOf(EnvironmentException.class)
              .hasMessageStartingWith("NOT_FOUND: environment: \"spreadsheets\" (expected: one of");
          assertThatThrownBy(() -> environments.tasks("spreadsheet_clean", "training", 0, 1))
              .hasMessageStartingWith("NOT_FOUND: split: \"training\" (expected: one of");
          assertThatThrownBy(() -> environments.tasks("spreadsheet_clean", "train", 0, 0))
              .hasMessage("INVALID_ARGUMENT: count: 0 (expected: 1 to 1000)");
          assertThatThrownBy(() -> environments.reset(List.of("x/y/z"), 1, TERMS))
              .hasMessageStartingWith("NOT_FOUND: task_id: \"x/y/z\" (expected: ");
          assertThatThrownBy(
                  () ->
                      environments.reset(
                          List.of("spreadsheet_clean/train/0"),
                          1,
                          new Terms("lenient", "pessimistic", 10)))
              .hasMessage("INVALID_ARGUMENT: profile: \"lenient\" (expected: reference or strict)");
        });
  }

  @Test
  void moreAttemptsThanABatchMayHoldKeepTheirOrder() throws Exception {
    inProcess(
        Servers.config(1),
        environments -> {
          int limit = environments.listing().getLimits().getMaxBatchItems();
          EpisodeGroup group = reset(environments, 1, 2 * limit + 1).get(0);
          String gold = Servers.gold(group.task().getId());
          List<Attempt> attempts = new ArrayList<>();
          for (int i = 0; i < group.size(); i++) {
            attempts.add(attempt(group, i, i % 3 == 0 ? gold : ""));
          }
          List<Outcome> outcomes = environments.step(attempts);
          assertThat(outcomes).hasSize(attempts.size());
          for (int i = 0; i < outcomes.size(); i++) {
            assertThat(outcomes.get(i).reward().orElseThrow() == 1).isEqualTo(i % 3 == 0);
          }
        });
  }

  @Test
  void moreTextThanAMessageMayHoldIsSentInSeveral() throws Exception {
    overAPort(
        Servers.config(1),
        environments -> {
          int largest = environments.listing().getLimits().getMaxActionBytes();
          EpisodeGroup group = reset(environments, 1, 17).get(0);
          List<Attempt> attempts = new ArrayList<>();
          for (int i = 0; i < group.size(); i++) {
            attempts.add(attempt(group, i, "x".repeat(largest)));
          }
          assertThat(environments.step(attempts))
              .hasSize(17)
              .allMatch(outcome -> outcome.reward().isPresent());
        });
  }

  @Test
  void anAttemptThatTheServerRefusesIsUngradedAndTheOthersAreNot() throws Exception {
    overAPort(
        Servers.config(1),
        environments -> {
          EpisodeGroup group = reset(environments, 1, 4).get(0);
          String gold = Servers.gold(group.task().getId());
          List<Outcome> outcomes =
              environments.step(
                  List.of(
                      attempt(group, 0, gold),
                      attempt(group, 1, "ä".repeat(20 << 20)),
                      new Attempt(group, 2, gold, 1001, false),
                      attempt(group, 3, gold)));

          assertThat(outcomes)
              .extracting(outcome -> outcome.ungraded().orElse("graded"))
              .containsExactly(
                  "graded",
                  "action: 41943040 bytes (expected: at most 1048576 bytes)",
                  "token_count: 1001 (expected: at most token_budget 1000 with"
                      + " STOP; LENGTH says that the budget ran out)",
                  "graded");
          assertThat(outcomes.get(1).reward()).isEmpty();
          assertThat(outcomes.get(1).terminated()).isTrue();
        });
  }

  @Test
  void aGraderThatBreaksGivesNoRewardRatherThanZero() throws Exception {
    inProcess(
        Servers.config(1, Servers.CATALOGUE, Rigged.broken("rigged/1")),
        environments -> {
          EpisodeGroup group = reset(environments, 1, 1).get(0);
          Outcome outcome = environments.step(List.of(attempt(group, 0, "x"))).get(0);

          assertThat(outcome.reward()).isEmpty();
          assertThat(outcome.dimensions()).isEmpty();
          assertThat(outcome.ungraded()).hasValue("FAILED: only");
        });
  }

  @Test
  void noAttemptsHaveNoOutcomes() throws Exception {
    inProcess(
        Servers.config(1), environments -> assertThat(environments.step(List.of())).isEmpty());
  }

  @Test
  void valuesOutOfRangeAreNamed() throws Exception {
    assertThatThrownBy(() -> new Terms("strict", "", 0))
        .hasMessage("token_budget: 0 (expected: at least 1)");
    assertThatThrownBy(
            () ->
                new RetryPolicy(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofHours(1)))
        .hasMessage("longest_wait: PT1S (expected: PT2S to PT1M)");
    inProcess(
        Servers.config(1),
        environments -> {
          EpisodeGroup group = reset(environments, 1, 3).get(0);
          assertThatThrownBy(() -> attempt(group, 3, ""))
              .hasMessage("attempt: 3 (expected: 0 to 2)");
          assertThatThrownBy(() -> new Attempt(group, 0, "", -1, false))
              .hasMessage("token_count: -1 (expected: at least 0)");
          assertThatThrownBy(() -> environments.reset(List.of(), 0, TERMS))
              .hasMessage("group_size: 0 (expected: at least 1)");
        });
  }
}
