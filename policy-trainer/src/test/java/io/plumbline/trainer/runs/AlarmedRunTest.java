package io.plumbline.trainer.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.graders.Profile;
import io.plumbline.trainer.checkpoint.Safetensors;
import io.plumbline.trainer.checkpoint.Tensor;
import io.plumbline.trainer.runs.RunConfig.Objective;
import io.plumbline.trainer.torch.Torch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** For each alarm a run that trips it. */
@Tag("once")
class AlarmedRunTest {
  private static final RunConfig EAGER =
      World.with(
          World.CONFIG,
          "updates",
          14,
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

  private static List<String> alarms(Path folder) {
    List<String> alarms = new ArrayList<>();
    for (JsonNode line : World.metrics(folder)) {
      line.get("alarms").forEach(alarm -> alarms.add(alarm.stringValue()));
    }
    return alarms;
  }

  private void assertStopped(World world, RunConfig config, String message) {
    assertThatThrownBy(() -> world.train(config, folder))
        .isInstanceOf(RunStoppedException.class)
        .hasMessageMatching(message);
    assertThat(new RunFolder(folder).updatesSaved()).isEqualTo(World.metrics(folder).size());
  }

  @Test
  void emptyAnswersThatAloneArePaidAreSeenInThreeWays() throws Exception {
    ScoredTables.Score paid =
        (task, profile, output) -> output.isEmpty() == (profile == Profile.STRICT) ? 1 : 0;
    try (World world = new World(1.6, new ScoredTables(paid, String::isEmpty))) {
      world.train(EAGER, folder);
      assertThat(alarms(folder))
          .anyMatch(
              alarm ->
                  alarm.matches(
                      "reward_hacking: since the start the reward rose by 0\\.\\d{3} and"
                          + " audit/composite, which is not paid, fell by 0\\.\\d{3}"))
          .anyMatch(
              alarm ->
                  alarm.matches(
                      "exploits_rising: since the start the share of completions with flagged rose"
                          + " by 0\\.\\d{3}"))
          .anyMatch(
              alarm ->
                  alarm.matches(
                      "mode_collapse: \\d+ % of the completions say the same to different prompts,"
                          + " and half or more for 3 updates"));
    }
  }

  @Test
  void aRunThatStaysAsItIsStops() throws Exception {
    try (World world = World.paying()) {
      assertStopped(
          world,
          World.with(
              EAGER, "objective", Objective.SFT, "learningRate", 0.0, "lastLearningRate", 0.0),
          "alarm: gradient_lost: the adapter has not changed for 3 updates, though there was"
              + " something to learn \\(stop_on has it; the state after update 3 stands\\)");
    }
  }

  @Test
  void aPolicyWithoutAnAnchorIsSeenToLeave() throws Exception {
    try (World world = World.paying(output -> output.isEmpty() ? 1 : 0)) {
      RunConfig loose =
          World.with(
              EAGER,
              "klCoefficient",
              0.0,
              "learningRate",
              0.3,
              "lastLearningRate",
              0.3,
              "stopOn",
              "policy_drift");
      assertStopped(
          world,
          loose,
          "alarm: policy_drift: KL from the reference policy is \\d+\\.\\d\\d nats per token, and above"
              + " 1 for 3 updates .*");
    }
  }

  @Test
  void pairsThatAreToldApartEarlyAreSeen() throws Exception {
    try (World world = World.paying()) {
      RunConfig fast =
          World.with(
              EAGER,
              "objective",
              Objective.DPO,
              "updates",
              100,
              "beta",
              20.0,
              "stopOn",
              "discriminator_collapse");
      assertStopped(
          world,
          fast,
          "alarm: discriminator_collapse: the loss is 0\\.00\\d\\d after \\d+ of 100 updates: pairs that"
              + " are told apart teach nothing more .*");
    }
  }

  @Test
  void aReferenceThatChangesEndsTheRun() throws Exception {
    Files.createDirectories(folder);
    try (World world = World.paying();
        ReinforceRun run = world.start(World.with(EAGER, "evaluateEvery", 1), folder)) {
      assertThatThrownBy(
              () ->
                  run.train(
                      world.environments,
                      updates -> {
                        var norm = world.reference.weights().get(1);
                        float[] values = norm.toFloatArray();
                        values[0] += updates == 2 ? 0.125f : 0;
                        Torch.assign(norm, values);
                        return Map.of();
                      }))
          .isInstanceOf(RunStoppedException.class)
          .hasMessageContaining("reference_changed: the sum of the reference's array 1 was ");
    }
    assertThat(World.metrics(folder)).hasSize(2);
  }

  @Test
  void aStateWithoutWhatWasTrainedIsSeenOnResume() throws Exception {
    try (World world = World.paying()) {
      RunConfig config = World.with(World.CONFIG, "updates", 2);
      world.train(config, folder);
      Path state = folder.resolve("state.safetensors");
      Map<String, Tensor> saved = new TreeMap<>(Safetensors.read(state));
      saved.replaceAll(
          (name, tensor) ->
              name.startsWith("adapter.")
                  ? new Tensor(tensor.shape(), new float[tensor.values().length])
                  : tensor);
      Safetensors.write(state, saved, Map.of());
      assertThatThrownBy(() -> world.train(config, folder))
          .isInstanceOf(RunStoppedException.class)
          .hasMessage(
              "alarm: nothing_resumed: after 2 updates that changed it, the adapter adds nothing"
                  + " (stop_on has it; the state after update 2 stands)");
    }
  }

  @Test
  void anOrdinaryRunRaisesNothing() throws Exception {
    try (World world = World.paying()) {
      world.train(EAGER, folder);
      assertThat(alarms(folder)).isEmpty();
    }
  }

  @Test
  void whatIsNoAlarmIsNamed() {
    assertThatThrownBy(() -> World.with(EAGER, "stopOn", "gradient_lost,smoke"))
        .hasStackTraceContaining("stop_on: \"smoke\" (expected: none or some of mode_collapse, ");
  }
}
