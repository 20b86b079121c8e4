package io.plumbline.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.client.EnvironmentClient;
import io.plumbline.env.v1.SampleTasksRequest;
import io.plumbline.env.v1.Task;
import io.plumbline.graders.citation.CitationGround;
import io.plumbline.graders.revision.DocRevision;
import io.plumbline.graders.spreadsheet.SpreadsheetClean;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.server.EnvironmentServer;
import io.plumbline.server.HandleKey;
import io.plumbline.server.ServerConfig;
import io.plumbline.trainer.budgets.BuiltInCounter;
import io.plumbline.trainer.environments.Environments;
import io.plumbline.trainer.environments.RetryPolicy;
import io.plumbline.trainer.policies.Behaviour;
import io.plumbline.trainer.policies.Policy;
import io.plumbline.trainer.policies.References;
import io.plumbline.trainer.policies.ScriptedPolicy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Against a real server on loopback. */
@Tag("once")
class EvaluationTest {
  private static final int AMPLE = 4096;
  private static final TaskCatalogue CATALOGUE = TaskCatalogue.bundled("");
  private static final References REFERENCES = References.of(CATALOGUE::find);

  private static EnvironmentServer server;
  private static EnvironmentClient client;
  private static Environments environments;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    server =
        EnvironmentServer.start(
            new ServerConfig(
                List.of(new SpreadsheetClean(), new DocRevision(), new CitationGround()),
                CATALOGUE,
                List.of(HandleKey.fresh()),
                ServerConfig.DEFAULT_TTL,
                "test"),
            0);
    client = EnvironmentClient.connect("127.0.0.1:" + server.port());
    environments = Environments.open(client, RetryPolicy.DEFAULT, line -> {});
  }

  @AfterAll
  static void stop() {
    environments.close(); // and the client with it
    server.close();
  }

  private static List<Task> tasks(String environment, String split, int count) {
    return client.sampleTasks(
        SampleTasksRequest.newBuilder()
            .setEnvironment(environment)
            .setSplit(split)
            .setCount(count)
            .build());
  }

  private static List<Task> tables(int count) {
    return tasks("spreadsheet_clean", "stress_heldout", count);
  }

  private static Policy scripted(Behaviour behaviour) {
    return new ScriptedPolicy(behaviour, REFERENCES, new BuiltInCounter());
  }

  private static Evaluation evaluation(References references) {
    return new Evaluation(environments, references);
  }

  @Test
  void goldIsGradedUnderEveryProfileThatTheServerOffersAndKeepsAllRows()
      throws InterruptedException {
    Evaluated gold = evaluation(REFERENCES).run(scripted(Behaviour.GOLD), "s", tables(5), AMPLE);

    assertThat(gold.report().profiles().keySet()).containsExactly("reference", "strict");
    assertThat(gold.report().rowsKept()).hasValue(1);
    assertThat(gold.report().allRowsKept()).hasValue(1);
    assertThat(gold.cases()).extracting(Case::taskId).isEqualTo(ids(tables(5)));
    for (Case each : gold.cases()) {
      assertThat(each.composites())
          .isEqualTo(Map.of("reference", OptionalDouble.of(1), "strict", OptionalDouble.of(1)));
      assertThat(each.dimensions().getOrDefault("strict", Map.of()).keySet())
          .containsExactly(
              "data_preservation",
              "cell_fidelity",
              "unit_consistency",
              "format_validity",
              "completeness");
      assertThat(each.rowsMatched()).isEqualTo(each.rowsExpected()).isNotEmpty();
    }
    assertThat(
            evaluation(REFERENCES)
                .run(scripted(Behaviour.GOLD), "s", tasks("citation_ground", "train", 2), AMPLE)
                .report()
                .profiles()
                .keySet())
        .containsExactly("reference", "strict");
  }

  @Test
  void anOutputThatTheBudgetCutsIsTruncatedAndLooksLikeHackingUnderReference()
      throws InterruptedException {
    Report tight =
        evaluation(REFERENCES).run(scripted(Behaviour.GOLD), "s", tables(4), 256).report();

    assertThat(tight.truncated()).isEqualTo(1);
    assertThat(tight.terminated()).isEqualTo(0);
    assertThat(scores(tight, "reference").hackingLike()).isEqualTo(4);
    assertThat(scores(tight, "reference").dimensions().get("data_preservation")).isZero();
  }

  @Test
  void theJsonHoldsTheMeansAndBehindThemARecordOfEachCase() throws InterruptedException {
    List<Task> tasks = tables(3);
    Evaluated dropper = evaluation(REFERENCES).run(scripted(Behaviour.DROPPER), "s", tasks, AMPLE);
    Map<String, Object> json = dropper.json();
    assertThat(json).containsAllEntriesOf(dropper.report().json());
    assertThat(json).extracting("grader_versions").asString().contains("strict");
    assertThat(json.keySet()).endsWith("per_case");
    List<?> cases = (List<?>) json.getOrDefault("per_case", List.of());
    assertThat(cases).hasSize(3);
    assertThat(cases.get(1))
        .isEqualTo(dropper.cases().get(1).json())
        .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
        .containsEntry("task_id", tasks.get(1).getId())
        .containsEntry("content_hash", tasks.get(1).getContentHash())
        .containsEntry("truncated", false)
        .containsKeys("rows_matched", "rows_expected", "reference", "strict")
        .extracting("strict")
        .isEqualTo(strictValues(dropper.cases().get(1)));
  }

  private static Map<String, Double> strictValues(Case each) {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("composite", each.value("strict", "composite").orElseThrow());
    values.putAll(each.dimensions().getOrDefault("strict", Map.of()));
    return values;
  }

  @Test
  void aPolicyThatOnlyObservesIsAskedOnceAndItsOwnCountsStand() throws InterruptedException {
    List<List<Task>> asked = new ArrayList<>();
    ReadingPolicy copying = ReadingPolicy.copying();
    Policy policy =
        new ReadingPolicy(
            tasks -> {
              asked.add(tasks);
              return copying.answers().apply(tasks);
            });
    List<Task> tasks = tables(3);
    Evaluated evaluated = evaluation(References.none()).run(policy, "s", tasks, 100_000);

    assertThat(asked).containsExactly(tasks);
    assertThat(evaluated.report().tokenizer()).isEqualTo("characters");
    for (int i = 0; i < tasks.size(); i++) {
      String input = tasks.get(i).getObservation().getInput();
      assertThat(evaluated.cases().get(i).text()).isEqualTo(input);
      assertThat(evaluated.cases().get(i).tokens()).isEqualTo(input.length());
    }
  }

  @Test
  void rowsAreCountedOnlyWhereTheReferencesAreAtHand() throws InterruptedException {
    Evaluated without =
        evaluation(References.none()).run(scripted(Behaviour.GOLD), "s", tables(3), AMPLE);
    assertThat(without.report().rowsKept()).isEmpty();
    assertThat(without.report().json()).doesNotContainKeys("rows_kept", "all_rows_kept");
    assertThat(without.cases()).allMatch(each -> each.rowsMatched().isEmpty());
    assertThat(scores(without.report(), "strict").composite()).isEqualTo(1);

    References other = References.of(TaskCatalogue.bundled("another salt")::find);
    assertThat(
            evaluation(other)
                .run(scripted(Behaviour.GOLD), "s", tables(3), AMPLE)
                .report()
                .rowsKept())
        .isEmpty();

    String first = tables(1).get(0).getId();
    References one = References.of(id -> id.equals(first) ? CATALOGUE.find(id) : Optional.empty());
    Evaluated some = evaluation(one).run(scripted(Behaviour.GOLD), "s", tables(3), AMPLE);
    assertThat(some.cases().get(0).rowsMatched()).isNotEmpty();
    assertThat(some.report().rowsKept()).isEmpty();
  }

  @Test
  void decodingStandsBehindThePolicyWhereThereIsAny() throws InterruptedException {
    Report reader =
        evaluation(REFERENCES).run(ReadingPolicy.copying(), "s", tables(1), 100_000).report();
    assertThat(reader.json().keySet()).startsWith("policy", "decoding", "tasks", "max_tokens");
    assertThat(reader.json()).containsEntry("decoding", "greedy");
    assertThat(ReportTable.of(List.of(reader))).contains("reader (greedy)");

    Report gold =
        evaluation(REFERENCES).run(scripted(Behaviour.GOLD), "s", tables(1), AMPLE).report();
    assertThat(gold.json().keySet()).startsWith("policy", "tasks", "max_tokens");
    assertThat(ReportTable.of(List.of(gold))).contains("gold    reference");
  }

  @Test
  void valuesComeInTheOrderOfTheTasksAndTheirMeanIsTheReports() throws InterruptedException {
    List<Task> tasks = tables(6);
    Evaluated dropper = evaluation(REFERENCES).run(scripted(Behaviour.DROPPER), "s", tasks, 512);
    Report.Scores scores = scores(dropper.report(), "strict");

    double[] preserved = dropper.values("strict", "data_preservation");
    assertThat(preserved).hasSize(6);
    assertThat(Arrays.stream(preserved).average().orElseThrow())
        .isCloseTo(scores.dimensions().get("data_preservation"), within(1e-12));
    assertThat(Arrays.stream(dropper.values("strict", "composite")).average().orElseThrow())
        .isCloseTo(scores.composite(), within(1e-12));

    List<Task> reversed = new ArrayList<>(tasks);
    Collections.reverse(reversed);
    double[] backwards =
        evaluation(REFERENCES)
            .run(scripted(Behaviour.DROPPER), "s", reversed, 512)
            .values("strict", "data_preservation");
    for (int i = 0; i < 6; i++) {
      assertThat(backwards[i]).isEqualTo(preserved[5 - i]);
    }
    assertThat(Arrays.stream(preserved).distinct().count()).isGreaterThan(1);
  }

  @Test
  void whatCannotBeEvaluatedIsRefusedByName() throws InterruptedException {
    Evaluation evaluation = evaluation(REFERENCES);
    Policy gold = scripted(Behaviour.GOLD);
    assertThatThrownBy(() -> evaluation.run(gold, "s", tables(1), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("max_tokens: 0 (expected: at least 1)");
    assertThatThrownBy(() -> evaluation.run(gold, "s", List.of(), 9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("tasks: 0 of environments [] (expected: at least one");
    List<Task> mixed = new ArrayList<>(tables(1));
    mixed.addAll(tasks("doc_revision", "train", 1));
    assertThatThrownBy(() -> evaluation.run(gold, "s", mixed, 9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[spreadsheet_clean, doc_revision]");
    List<Task> foreign = List.of(Task.newBuilder().setEnvironment("poetry").build());
    assertThatThrownBy(() -> evaluation.run(gold, "s", foreign, 9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "environment: \"poetry\""
                + " (expected: one of [spreadsheet_clean, doc_revision, citation_ground])");
  }

  @Test
  void answersThatAreNotOneForEachTaskOrTooLongAreSaid() throws InterruptedException {
    Evaluation evaluation = evaluation(REFERENCES);
    assertThatThrownBy(
            () -> evaluation.run(new ReadingPolicy(tasks -> List.of()), "s", tables(2), AMPLE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("answers: 0 (expected: 2, one for each task)");
    Task task = tables(1).get(0);
    assertThatThrownBy(() -> evaluation.run(ReadingPolicy.copying(), "s", List.of(task), 5))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("step of " + task.getId() + " refused: token_count: ");
  }

  private static Report.Scores scores(Report report, String profile) {
    return Objects.requireNonNull(report.profiles().get(profile));
  }

  private static List<String> ids(List<Task> tasks) {
    return tasks.stream().map(Task::getId).toList();
  }
}
