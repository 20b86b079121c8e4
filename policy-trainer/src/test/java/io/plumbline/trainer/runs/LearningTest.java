package io.plumbline.trainer.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.trainer.checkpoint.Safetensors;
import io.plumbline.trainer.runs.RunConfig.Control;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a few updates make of a policy. */
@Tag("once")
class LearningTest {
  /** Enough samples for a reward that is rare at first, and steps that are large. */
  private static final RunConfig EAGER =
      World.with(
          World.CONFIG,
          "updates",
          4,
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

  @TempDir private Path temporary;

  private static double last(Path folder, String figure) {
    List<JsonNode> lines = World.metrics(folder);
    return lines.get(lines.size() - 1).get(figure).doubleValue();
  }

  private static double first(Path folder, String figure) {
    return World.metrics(folder).get(0).get(figure).doubleValue();
  }

  private static double greatest(Path folder, String factor) {
    double greatest = 0;
    var tensors = Safetensors.read(folder.resolve("adapter/adapter_model.safetensors"));
    for (var tensor : tensors.entrySet()) {
      if (tensor.getKey().endsWith(factor + ".weight")) {
        for (float value : tensor.getValue().values()) {
          greatest = Math.max(greatest, Math.abs(value));
        }
      }
    }
    return greatest;
  }

  @Test
  void whatPaysIsWrittenMoreOftenAfterAFewUpdates() throws Exception {
    ScoredTables emptyPays = new ScoredTables((task, profile, output) -> output.isEmpty() ? 1 : 0);
    try (World world = new World(1.6, emptyPays)) {
      Path folder = world.train(World.with(EAGER, "updates", 10), temporary);
      assertThat(first(folder, "reward")).isLessThan(0.2);
      assertThat(last(folder, "reward")).isGreaterThan(0.5);
      assertThat(last(folder, "completion_tokens")).isLessThan(first(folder, "completion_tokens"));
    }
  }

  @Test
  void anAnchorHoldsThePolicyNearerToTheReference() throws Exception {
    try (World world = World.paying(output -> Math.min(1, output.length() / 20.0))) {
      Path free = world.train(World.with(EAGER, "klCoefficient", 0.0), temporary.resolve("free"));
      Path held = world.train(World.with(EAGER, "klCoefficient", 2.0), temporary.resolve("held"));
      assertThat(last(free, "kl_token")).isPositive();
      assertThat(last(held, "kl_token")).isPositive().isLessThan(0.5 * last(free, "kl_token"));
      assertThat(last(held, "kl_sequence")).isGreaterThan(last(held, "kl_token"));
    }
  }

  @Test
  void aConstantRewardLeavesTheAdapterAsItBegan() throws Exception {
    try (World world = World.paying()) {
      RunConfig constant = World.with(World.CONFIG, "control", Control.CONSTANT);
      Path folder = world.train(constant, temporary);
      assertThat(greatest(folder, "lora_B")).isZero();
      assertThat(greatest(folder, "lora_A")).isPositive();
      for (JsonNode line : World.metrics(folder)) {
        assertThat(line.get("even_groups").intValue()).isEqualTo(constant.prompts());
        assertThat(line.get("kl_token").doubleValue()).isZero();
        assertThat(line.get("reward").doubleValue()).isNotEqualTo(1); // as it was earned
      }
    }
  }

  @Test
  void shuffledRewardsTeachSomethingElse() throws Exception {
    try (World world = World.paying()) {
      RunConfig once = World.with(World.CONFIG, "updates", 1);
      RunConfig shuffled = World.with(once, "control", Control.SHUFFLED);
      Path plain = world.train(once, temporary.resolve("plain"));
      Path dealt = world.train(shuffled, temporary.resolve("dealt"));
      Path again = world.train(shuffled, temporary.resolve("again"));
      assertThat(first(dealt, "reward")).isEqualTo(first(plain, "reward"));
      assertThat(greatest(dealt, "lora_B")).isPositive();
      assertThat(World.adapter(dealt)).isNotEqualTo(World.adapter(plain));
      assertThat(World.adapter(again)).isEqualTo(World.adapter(dealt));
    }
  }

  @Test
  void aCompletionThatIsCutOffIsPaidLessAndCounted() throws Exception {
    ScoredTables varied =
        new ScoredTables((task, profile, output) -> Math.floorMod(output.hashCode(), 11) / 10.0);
    try (World world = new World(-20, varied)) { // never ends by itself
      Path unpaid =
          world.train(World.with(World.CONFIG, "truncationFactor", 0.0), temporary.resolve("zero"));
      assertThat(World.metrics(unpaid))
          .allSatisfy(
              line -> {
                assertThat(line.get("truncated").doubleValue()).isEqualTo(1);
                assertThat(line.get("terminated").doubleValue()).isZero();
                assertThat(line.get("completion_tokens").doubleValue()).isEqualTo(16);
                assertThat(line.get("reward").doubleValue()).isPositive(); // as it was graded
                assertThat(line.get("even_groups").intValue()).isEqualTo(2); // as it was paid
              });
      assertThat(greatest(unpaid, "lora_B")).isZero();

      Path paid = world.train(World.with(World.CONFIG, "updates", 1), temporary.resolve("half"));
      assertThat(World.metrics(paid).get(0).get("even_groups").intValue()).isZero();
    }
  }

  @Test
  void severalEpochsClipWhatHasMovedFar() throws Exception {
    try (World world = World.paying()) {
      RunConfig config = World.with(World.CONFIG, "updates", 1, "learningRate", 0.1);
      Path once = world.train(World.with(config, "minibatches", 1), temporary.resolve("once"));
      assertThat(first(once, "clip_share")).isZero(); // every ratio is 1
      assertThat(first(once, "kl_token")).isZero();
      Path often = world.train(World.with(config, "epochs", 4), temporary.resolve("often"));
      assertThat(first(often, "clip_share")).isPositive();
      assertThat(first(often, "kl_token")).isPositive();
    }
  }
}
