package io.plumbline.trainer.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.trainer.checkpoint.AdapterFolder;
import io.plumbline.trainer.policies.References;
import io.plumbline.trainer.preference.Pair;
import io.plumbline.trainer.runs.RunConfig.Objective;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Runs that learn from gold: in the same folder, with the same promises, as those from rewards. */
@Tag("once")
class PreferenceRunTest {
  private static World world;
  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    world = World.paying();
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  private static RunConfig config(Objective objective, int updates) {
    return World.with(
        World.CONFIG,
        "objective",
        objective,
        "updates",
        updates,
        "longShare",
        0.0,
        "learningRate",
        0.02,
        "lastLearningRate",
        0.02);
  }

  private static double figure(JsonNode line, String name) {
    return line.get(name).doubleValue();
  }

  @ParameterizedTest
  @EnumSource(names = {"SFT", "DPO", "ORPO"})
  void theLossFallsAndTheAdapterIsWritten(Objective objective) throws Exception {
    world.train(config(objective, 12), folder);
    List<JsonNode> lines = World.metrics(folder);
    assertThat(lines).hasSize(12);
    assertThat(figure(lines.get(11), "loss")).isLessThan(0.9 * figure(lines.get(0), "loss"));
    for (JsonNode line : lines) {
      assertThat(figure(line, "grad_norm")).isPositive();
      assertThat(line.get("alarms")).isEmpty();
    }
    if (objective == Objective.DPO) {
      assertThat(figure(lines.get(0), "loss")).isBetween(0.69314, 0.69316);
      assertThat(figure(lines.get(11), "accuracy")).isEqualTo(1);
    }
    AdapterFolder.read(
        folder.resolve("adapter"), world.reference.config(), world.reference.baseSha256());
  }

  @ParameterizedTest
  @EnumSource(names = {"SFT", "DPO", "ORPO"})
  void aRunThatIsStoppedGoesOnToTheSameBytes(Objective objective) throws Exception {
    RunConfig config = config(objective, 3);
    Path whole = world.train(config, folder.resolve("whole"));
    Path broken = Files.createDirectory(folder.resolve("broken"));
    AtomicInteger left = new AtomicInteger(1);
    List<String> progress = new ArrayList<>();
    try (ReinforceRun run =
        new ReinforceRun(
            config,
            world.reference,
            world.tokenizer,
            new RunFolder(broken),
            () -> left.get() <= 0,
            line -> {
              progress.add(line);
              left.decrementAndGet();
            })) {
      assertThatThrownBy(() -> run.train(world.environments, updates -> Map.of()))
          .isInstanceOf(CancellationException.class);
    }
    assertThat(progress)
        .singleElement()
        .asString()
        .matches(
            "update 1/3  loss \\d\\.\\d{4}  (token )?accuracy [01]\\.\\d{3}  gradient .* left");
    assertThat(World.adapter(world.train(config, broken))).isEqualTo(World.adapter(whole));
  }

  @Test
  void aSessionEvaluatesThemAsAnyRun() throws Exception {
    RunConfig config = World.with(config(Objective.SFT, 2), "evaluateEvery", 1);
    TrainingSession.Result result =
        new TrainingSession(
                config,
                world.reference,
                world.tokenizer,
                new RunFolder(folder),
                BaselineStop.none(config),
                () -> false,
                line -> {})
            .run(world.environments, References.of(World.CATALOGUE::find));
    assertThat(result.after().keySet()).isEqualTo(result.before().keySet());
    assertThat(World.metrics(folder).get(1).at("/eval/stress/strict").isObject()).isTrue();
    assertThat(Files.readString(folder.resolve("report.html"))).contains("Gradient norm");
  }

  @Test
  void fewExamplesComeAgainAndAgain() {
    RunConfig config = World.with(config(Objective.DPO, 9), "examples", 3, "prompts", 2);
    var pairs = PreferenceUpdates.pairs(config, world.tokenizer, 2048);
    Set<Pair> drawn = new HashSet<>();
    for (int update = 0; update < 9; update++) {
      assertThat(pairs.apply(update)).hasSize(2);
      drawn.addAll(pairs.apply(update));
    }
    assertThat(drawn).hasSize(3);
  }

  @Test
  void aCurriculumBeginsWithoutLongTablesAndEndsWithTheirShare() {
    RunConfig config = World.with(config(Objective.SFT, 9), "prompts", 4);
    RunConfig rising = World.with(config, "longShare", 1.0, "curriculum", 4);
    for (int update : new int[] {0, 2, 4, 5}) {
      RunConfig steady = World.with(config, "longShare", Math.min(1, update / 4.0));
      assertThat(chosen(rising, update)).isEqualTo(chosen(steady, update));
    }
    assertThat(chosen(rising, 0)).isNotEqualTo(chosen(World.with(config, "longShare", 1.0), 0));
  }

  private static List<String> chosen(RunConfig config, int update) {
    return PreferenceUpdates.pairs(config, world.tokenizer, 2048).apply(update).stream()
        .map(pair -> world.tokenizer.decode(pair.chosen()))
        .toList();
  }

  @Test
  void bothAtOnceAreRefused() {
    assertThatThrownBy(() -> World.with(World.CONFIG, "examples", 3, "curriculum", 4))
        .hasRootCauseMessage("curriculum: 4 (expected: 0 where examples is above 0)");
  }

  @Test
  void aSplitThatIsNotForTrainingIsRefused() {
    RunConfig config = World.with(config(Objective.DPO, 1), "split", "validation");
    assertThatThrownBy(() -> world.train(config, folder))
        .hasMessage("split: \"validation\" (expected: a train split, whose gold may be learnt)");
    RunConfig misspelt = World.with(config(Objective.DPO, 1), "longSplit", "stres_train");
    assertThatThrownBy(() -> world.train(misspelt, folder))
        .hasMessage(
            "long_split: \"stres_train\" (expected: one of [train, stress_train, formats_train])");
  }
}
