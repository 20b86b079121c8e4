package io.plumbline.trainer.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.trainer.checkpoint.CheckpointException;
import io.plumbline.trainer.evaluation.Evaluated;
import io.plumbline.trainer.policies.References;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TrainingSessionTest {
  private static final RunConfig CONFIG =
      World.with(World.CONFIG, "updates", 2, "evaluateEvery", 1);
  private static World world;
  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    world = World.paying(output -> Math.min(1, output.length() / 40.0));
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @BeforeEach
  void writeManifest() throws IOException {
    Files.writeString(folder.resolve("manifest.json"), "{\"config\": {\"seed\": 7}}");
  }

  private TrainingSession.Result run(BaselineStop baseline)
      throws IOException, InterruptedException {
    return run(baseline, line -> {});
  }

  private TrainingSession.Result run(BaselineStop baseline, Consumer<String> progress)
      throws IOException, InterruptedException {
    return new TrainingSession(
            CONFIG,
            world.reference,
            world.tokenizer,
            new RunFolder(folder),
            baseline,
            () -> false,
            progress)
        .run(world.environments, References.of(World.CATALOGUE::find));
  }

  private JsonNode json(String file) throws IOException {
    return JsonMapper.shared().readTree(Files.readString(folder.resolve(file)));
  }

  private static double mean(Map<String, Evaluated> all, String name) {
    Evaluated evaluated = Objects.requireNonNull(all.get(name));
    return Arrays.stream(evaluated.values("strict", "data_preservation")).average().orElseThrow();
  }

  @Test
  void aRunLeavesWhatItsReportIsMadeOf() throws Exception {
    TrainingSession.Result result = run(BaselineStop.none(CONFIG));

    assertThat(result.before().keySet())
        .containsExactly("regular", "stress", "regular_greedy", "stress_greedy");
    assertThat(result.intervals().keySet()).isEqualTo(result.before().keySet());
    double difference = mean(result.after(), "stress") - mean(result.before(), "stress");
    assertThat(json("after.json").at("/intervals/stress/data_preservation/difference").asDouble())
        .isEqualTo(difference, within(1e-12));
    assertThat(json("before.json").at("/stress/strict/data_preservation").asDouble())
        .isEqualTo(mean(result.before(), "stress"));
    assertThat(json("before.json").get("stop_hazard")).isNotEmpty();
    assertThat(json("after.json").at("/stress_greedy/per_case")).hasSize(CONFIG.evaluationTasks());
    assertThat(World.metrics(folder)).hasSize(2);
    for (JsonNode line : World.metrics(folder)) {
      assertThat(line.at("/eval/update")).isEqualTo(line.get("update"));
      assertThat(line.at("/eval/stress/strict/data_preservation").isNumber()).isTrue();
      assertThat(line.at("/eval/stress").has("per_case")).isFalse();
    }
    assertThat(Files.readAllLines(folder.resolve("samples.jsonl")))
        .hasSize(8)
        .allSatisfy(line -> assertThat(line).contains("\"reference\":", "\"output\":"));
    assertThat(folder.resolve("adapter/adapter_model.safetensors")).exists();
    assertThat(Files.readString(folder.resolve("report.html")))
        .contains("Held-out strict data_preservation", "Probability of ending, by rows written")
        .doesNotContain("Not there:", "Not logged:");
    assertThat(folder.resolve(".none")).doesNotExist();
  }

  @Test
  void whatIsEvaluatedBehindTheLastUpdateIsEvaluatedAgainByAnotherProcessAlone() throws Exception {
    List<String> progress = new ArrayList<>();
    run(BaselineStop.none(CONFIG), progress::add);
    assertThat(progress)
        .contains("evaluating the starting policy")
        .doesNotContain("evaluating the trained policy");
    JsonNode after = json("after.json");
    assertThat(json("after.json").at("/stress/strict"))
        .isEqualTo(World.metrics(folder).get(1).at("/eval/stress/strict"));

    progress.clear();
    run(BaselineStop.none(CONFIG), progress::add);
    assertThat(progress).contains("evaluating the trained policy");
    assertThat(json("after.json")).isEqualTo(after);
  }

  @Test
  void aStartingPolicyThatIsNotAsRecordedStopsTheRunBeforeAnythingIsTrained() {
    BaselineStop recorded = new BaselineStop("strict", Map.of("stress", 0.99), 0.1);
    assertThatThrownBy(() -> run(recorded))
        .isInstanceOf(RunStoppedException.class)
        .hasMessageMatching(
            "baseline: stress data_preservation of the starting policy is 0\\.\\d{3} \\(expected:"
                + " 0\\.990 as recorded, within 0\\.100\\); nothing was trained");
    assertThat(folder.toFile().list()).containsExactly("manifest.json");
  }

  @Test
  void withinTheToleranceARunGoesOn() throws Exception {
    double before = mean(run(BaselineStop.none(CONFIG)).before(), "stress_greedy");
    BaselineStop near = new BaselineStop("strict", Map.of("stress_greedy", before + 0.009), 0.01);
    assertThat(run(near).after()).isNotEmpty();
    BaselineStop far = new BaselineStop("strict", Map.of("stress_greedy", before + 0.011), 0.01);
    assertThatThrownBy(() -> run(far))
        .hasMessageStartingWith("baseline: stress_greedy data_preservation");
  }

  @Test
  void aFigureOfNoEvaluationGuardsNothingAndIsAnError() {
    BaselineStop misspelt = new BaselineStop("strict", Map.of("stres", 0.5), 1);
    assertThatThrownBy(() -> run(misspelt))
        .isInstanceOf(RunStoppedException.class)
        .hasMessage(
            "baseline: a figure of stres (expected: one of [regular, stress, regular_greedy,"
                + " stress_greedy])");
  }

  @Test
  void aRunCanBeHeldToWhatAnotherMeasuredOfTheSameTasks() throws Exception {
    run(BaselineStop.none(CONFIG));
    String before = Files.readString(folder.resolve("before.json"));

    BaselineStop recorded = BaselineStop.recorded(before, CONFIG);
    assertThat(recorded.recorded())
        .containsOnlyKeys("regular", "stress", "regular_greedy", "stress_greedy")
        .containsEntry(
            "stress", json("before.json").at("/stress/strict/data_preservation").asDouble());
    assertThat(run(recorded).before()).isNotEmpty();

    RunConfig hotter = World.with(CONFIG, "temperature", 1.5);
    assertThat(BaselineStop.recorded(before, hotter).recorded())
        .containsOnlyKeys("regular_greedy", "stress_greedy");
    for (Object[] change :
        new Object[][] {
          {"evaluationTasks", 5}, {"evaluationMaxTokens", 17}, {"evaluationSplit", "heldout"}
        }) {
      BaselineStop other = BaselineStop.recorded(before, World.with(CONFIG, change));
      assertThat(other.recorded()).doesNotContainKeys("regular", "regular_greedy");
    }
    assertThatThrownBy(() -> BaselineStop.recorded("{", CONFIG))
        .isInstanceOf(CheckpointException.class)
        .hasMessage("before.json: not JSON (expected: evaluations by name)");
  }
}
