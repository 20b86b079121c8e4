package io.plumbline.trainer.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.trainer.checkpoint.CheckpointException;
import io.plumbline.trainer.checkpoint.Safetensors;
import io.plumbline.trainer.checkpoint.Tensor;
import io.plumbline.trainer.runs.RunConfig.Objective;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What PPO's value head, its controls and its state make of a run. */
@Tag("once")
class PpoTest {
  private static final RunConfig CONFIG = World.with(World.CONFIG, "objective", Objective.PPO);

  private static final RunConfig EAGER =
      World.with(
          CONFIG,
          "updates",
          10,
          "prompts",
          4,
          "groupSize",
          8,
          "maxTokens",
          8,
          "longShare",
          0.0,
          "learningRate",
          0.03,
          "lastLearningRate",
          0.03);

  @TempDir private Path folder;

  private static double figure(JsonNode line, String name) {
    return line.get(name).doubleValue();
  }

  private static JsonNode last(Path folder) {
    List<JsonNode> lines = World.metrics(folder);
    return lines.get(lines.size() - 1);
  }

  private static World payingEmptyAnswers() {
    return new World(1.6, new ScoredTables((task, profile, output) -> output.isEmpty() ? 1 : 0));
  }

  @Test
  void whatPaysIsWrittenMoreOftenAfterAFewUpdates() throws Exception {
    try (World world = payingEmptyAnswers()) {
      world.train(EAGER, folder);
      JsonNode first = World.metrics(folder).get(0);
      assertThat(figure(first, "reward")).isLessThan(0.2);
      assertThat(figure(last(folder), "reward")).isGreaterThan(0.5);
      assertThat(figure(first, "value_loss")).isPositive();
      // A head that starts at nothing foresees nothing.
      assertThat(figure(first, "explained_variance")).isCloseTo(0, within(1e-6));
      assertThat(figure(first, "advantage_spread")).isPositive();
    }
  }

  @Test
  void theHeadLearnsWhatARewardIsWorthBeforeItIsPaid() throws Exception {
    // Nothing but the head moves: from the second update on, half a reward is to be expected.
    RunConfig still =
        World.with(
            EAGER,
            "updates",
            7,
            "gaeLambda",
            1.0,
            "learningRate",
            1e-7,
            "lastLearningRate",
            1e-7,
            "epochs",
            4,
            "valueLearningRate",
            0.01,
            "valueCoefficient",
            0.0);
    AtomicBoolean paying = new AtomicBoolean();
    try (World world = World.paying(output -> paying.get() ? 0.5 : 0);
        ReinforceRun run =
            new ReinforceRun(
                still,
                world.reference,
                world.tokenizer,
                new RunFolder(folder),
                () -> false,
                line -> paying.set(true))) {
      run.train(world.environments, updates -> Map.of());
      JsonNode second = World.metrics(folder).get(1);
      assertThat(figure(second, "value_loss")).isGreaterThan(0.01);
      assertThat(figure(last(folder), "value_loss")).isLessThan(0.2 * figure(second, "value_loss"));
    }
  }

  @Test
  void theHeadBeginsWithTheMeanOfTheFirstRewards() throws Exception {
    try (World world = World.paying(output -> 0.5)) {
      RunConfig once =
          World.with(CONFIG, "updates", 2, "truncationFactor", 1.0, "valueLearningRate", 0.0);
      world.train(once, folder);
      Map<String, Tensor> state = Safetensors.read(folder.resolve("state.safetensors"));
      Tensor bias = Objects.requireNonNull(state.get("value.head.1"));
      assertThat(bias.values()).containsExactly(0.5f);
      assertThat(figure(last(folder), "value_loss")).isZero();
    }
  }

  @Test
  void aRunThatIsStoppedGoesOnToTheSameBytesHeadAndPriceIncluded() throws Exception {
    RunConfig steered = World.with(CONFIG, "klTarget", 0.001, "epochs", 2);
    try (World world = World.paying()) {
      Path whole = world.train(steered, folder.resolve("whole"));
      Path broken = Files.createDirectory(folder.resolve("broken"));
      AtomicBoolean stop = new AtomicBoolean();
      try (ReinforceRun run =
          new ReinforceRun(
              steered,
              world.reference,
              world.tokenizer,
              new RunFolder(broken),
              stop::get,
              line -> stop.set(true))) {
        assertThatThrownBy(() -> run.train(world.environments, updates -> Map.of()))
            .isInstanceOf(CancellationException.class);
      }
      world.train(steered, broken);
      assertThat(World.adapter(broken)).isEqualTo(World.adapter(whole));
      assertThat(Files.readAllBytes(broken.resolve("state.safetensors")))
          .isEqualTo(Files.readAllBytes(whole.resolve("state.safetensors")));
      Map<String, Tensor> state = Safetensors.read(whole.resolve("state.safetensors"));
      assertThat(state)
          .containsKeys("value.head.0", "value.first.1", "value.steps", "kl_coefficient");
      assertThat(figure(last(whole), "kl_coefficient")).isNotEqualTo(0.02).isPositive();
    }
  }

  @Test
  void twoThreadsGiveTheSameBytesEachTime() throws Exception {
    RunConfig two = World.with(CONFIG, "threads", 2);
    try (World world = World.paying()) {
      assertThat(World.adapter(world.train(two, folder.resolve("a"))))
          .isEqualTo(World.adapter(world.train(two, folder.resolve("b"))));
    }
  }

  @Test
  void aStateWithoutAHeadIsRefused() throws Exception {
    try (World world = World.paying()) {
      world.train(World.CONFIG, folder);
      assertThatThrownBy(() -> world.start(CONFIG, folder))
          .isInstanceOf(CheckpointException.class)
          .hasMessage("state.safetensors: value.head.0 is missing (expected: a run of ppo)");
    }
  }

  @Test
  void theHeadsGradientReachesTheAdapterByItsCoefficientAlone() throws Exception {
    RunConfig once = World.with(CONFIG, "updates", 1, "minibatches", 1, "klCoefficient", 0.0);
    try (World world = World.paying()) {
      Path none = world.train(World.with(once, "valueCoefficient", 0.0), folder.resolve("none"));
      Path much = world.train(World.with(once, "valueCoefficient", 5.0), folder.resolve("much"));
      // The head starts at 0, so that its first step is blind to the trunk, and the trunk to it.
      assertThat(World.adapter(much)).isEqualTo(World.adapter(none));
      RunConfig twice = World.with(once, "updates", 2);
      Path less = world.train(World.with(twice, "valueCoefficient", 0.0), folder.resolve("less"));
      Path more = world.train(World.with(twice, "valueCoefficient", 5.0), folder.resolve("more"));
      assertThat(World.adapter(more)).isNotEqualTo(World.adapter(less));
    }
  }

  @Test
  void epochsEndAtTheBound() throws Exception {
    RunConfig fast = World.with(CONFIG, "updates", 1, "epochs", 6, "learningRate", 0.1);
    try (World world = World.paying()) {
      JsonNode free = last(world.train(fast, folder.resolve("free")));
      assertThat(free.get("epochs").intValue()).isEqualTo(6);
      double bound = 0.2 * figure(free, "approx_kl");
      JsonNode held = last(world.train(World.with(fast, "klBound", bound), folder.resolve("held")));
      assertThat(held.get("epochs").intValue()).isBetween(2, 5);
      assertThat(figure(held, "approx_kl")).isGreaterThan(bound);
    }
  }

  @Test
  void theCoefficientRisesWhileKlIsAboveItsTarget() throws Exception {
    try (World world = World.paying()) {
      RunConfig far = World.with(CONFIG, "updates", 4, "klTarget", 1e-6);
      double[] prices =
          World.metrics(world.train(far, folder)).stream()
              .mapToDouble(line -> figure(line, "kl_coefficient"))
              .toArray();
      assertThat(prices[0]).isEqualTo(0.02);
      assertThat(prices[3]).isGreaterThan(prices[0]);
      assertThat(Arrays.stream(prices).max().orElseThrow()).isLessThan(0.0213);
    }
  }

  @Test
  void aBonusForEntropyKeepsItHigher() throws Exception {
    try (World world = payingEmptyAnswers()) {
      RunConfig plain = World.with(EAGER, "updates", 6);
      Path without = world.train(plain, folder.resolve("without"));
      Path with = world.train(World.with(plain, "entropyCoefficient", 1.0), folder.resolve("with"));
      assertThat(figure(last(with), "entropy")).isGreaterThan(figure(last(without), "entropy"));
    }
  }

  @Test
  void nearlyOverlongAnswersArePaidLess() throws Exception {
    try (World world = World.paying(output -> 0.5)) {
      RunConfig once = World.with(CONFIG, "updates", 1, "truncationFactor", 1.0, "gaeLambda", 1.0);
      Path even = world.train(once, folder.resolve("even"));
      Path shaped = world.train(World.with(once, "overlongBuffer", 16), folder.resolve("shaped"));
      assertThat(figure(last(even), "advantage_spread")).isZero();
      assertThat(figure(last(shaped), "advantage_spread")).isPositive();
      assertThat(figure(last(shaped), "reward")).isEqualTo(0.5); // as it was earned
    }
  }
}
