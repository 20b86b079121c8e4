package io.plumbline.trainer.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.DOUBLE;

import io.plumbline.env.v1.Observation;
import io.plumbline.env.v1.Task;
import io.plumbline.trainer.environments.Outcome;
import io.plumbline.trainer.objectives.Advantages;
import io.plumbline.trainer.policies.Embedded;
import io.plumbline.trainer.runs.Rollouts.Rollout;
import io.plumbline.trainer.sampling.Completion;
import io.plumbline.trainer.tokenizer.LexiconTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two rollouts on a table of 4 rows, two on one of 25; the last could not be graded. */
class UpdateMetricsTest {
  private static final Advantages ADVANTAGES = new Advantages(List.of(), 1, 0, 1);
  private static final Learner.Pass PASS =
      new Learner.Pass(0.1, 0.5, 2, 0.25, 3, 16, 0, 0.03, 2, 0.7, 0.125);
  private static LexiconTokenizer tokenizer;

  @BeforeAll
  static void open() {
    tokenizer = Embedded.tokenizer();
  }

  @AfterAll
  static void close() {
    tokenizer.close();
  }

  private static List<Rollout> rollouts() {
    return List.of(
        rollout("train", 4, table(4), true, graded(1, 0.8)),
        rollout("train", 4, table(2), false, graded(0.5, 0.6)),
        rollout("stress_train", 25, table(1), true, graded(0.3, 0.1)),
        rollout("stress_train", 25, "", true, ungraded()));
  }

  private static String table(int rows) {
    return "a,b\n" + "1,2\n".repeat(rows);
  }

  private static Outcome graded(double reward, double preserved) {
    return new Outcome(
        OptionalDouble.of(reward),
        Map.of("data_preservation", preserved),
        List.of(),
        true,
        false,
        Optional.empty());
  }

  private static Outcome ungraded() {
    return new Outcome(
        OptionalDouble.empty(), Map.of(), List.of(), true, false, Optional.of("FAILED: it"));
  }

  private static Rollout rollout(
      String split, int rows, String output, boolean stopped, Outcome outcome) {
    Task task =
        Task.newBuilder()
            .setSplit(split)
            .setObservation(Observation.newBuilder().setInput(table(rows)))
            .build();
    int[] text = tokenizer.encode(output);
    int[] tokens = stopped ? Arrays.copyOf(text, text.length + 1) : text;
    if (stopped) {
      tokens[text.length] = tokenizer.eos();
    }
    Completion completion = new Completion(tokens, new float[tokens.length], stopped);
    return new Rollout(task, new int[] {1, 2}, completion, output, outcome, graded(0.9, 0.7));
  }

  private static Map<String, Object> line(
      List<Rollout> rollouts, Advantages advantages, Learner.Pass pass) {
    return UpdateMetrics.of(5, 60, rollouts, World.CONFIG, advantages, pass, 0.5, 0.25);
  }

  @Test
  void aLineHasWhatTheReportReads() {
    Map<String, Object> line = line(rollouts(), ADVANTAGES, PASS);
    assertThat(line.keySet())
        .containsExactly(
            "update",
            "seconds",
            "reward",
            "reward_by_rows",
            "strict",
            "audit",
            "flags",
            "same_answer",
            "terminated",
            "truncated",
            "completion_tokens",
            "kl_token",
            "kl_sequence",
            "entropy",
            "clip_share",
            "grad_norm",
            "approx_kl",
            "epochs",
            "value_loss",
            "stop_hazard",
            "left_out",
            "skipped_groups",
            "even_groups",
            "tokens",
            "tokens_per_second",
            "padding",
            "memory_mib",
            "alarms");
    assertThat(line)
        .containsEntry("update", 5)
        .containsEntry("seconds", 60.0)
        .containsEntry("kl_token", 0.1)
        .containsEntry("kl_sequence", 0.5)
        .containsEntry("entropy", 2.0)
        .containsEntry("clip_share", 0.25)
        .containsEntry("grad_norm", 3.0)
        .containsEntry("left_out", 1)
        .containsEntry("skipped_groups", 0)
        .containsEntry("even_groups", 1)
        .containsEntry("padding", 0.125)
        .containsEntry("alarms", List.of());
  }

  @Test
  void meansAreOverWhatWasGradedAndSharesOverEverything() {
    Map<String, Object> line = line(rollouts(), ADVANTAGES, PASS);
    assertThat(line)
        .extractingByKey("reward", DOUBLE)
        .isCloseTo((1 + 0.5 + 0.3) / 3, within(1e-12));
    assertThat(line.get("reward_by_rows")).isEqualTo(Map.of("0-9", 0.75, "20+", 0.3));
    assertThat(line.get("strict")).isEqualTo(Map.of("data_preservation", (0.8 + 0.6 + 0.1) / 3));
    assertThat(line.get("audit")).hasToString("{composite=0.9, data_preservation=0.7}");
    assertThat(line).containsEntry("terminated", 0.75).containsEntry("truncated", 0.25);
    int tokens = rollouts().stream().mapToInt(each -> each.completion().tokens().length).sum();
    assertThat(line).containsEntry("completion_tokens", tokens / 4.0);
    assertThat(line.get("tokens")).isEqualTo(Map.of("sampled", (double) tokens, "trained", 16.0));
    assertThat(line.get("tokens_per_second"))
        .isEqualTo(Map.of("sampled", tokens / 0.5, "trained", 16 / 0.25));
  }

  @Test
  void theStopHazardIsThatOfLongTables() {
    // Of two on the long table one ended behind no row, the other behind one.
    assertThat(line(rollouts(), ADVANTAGES, PASS)).containsEntry("stop_hazard", List.of(0.5, 1.0));
  }

  @Test
  void aSliceHasTheRowsThatItSays() {
    List<Rollout> all = new ArrayList<>();
    for (int rows : new int[] {9, 10, 19, 20}) {
      all.add(rollout("train", rows, "", true, graded(rows == 19 ? 0.5 : 0.25, 0)));
    }
    assertThat(line(all, ADVANTAGES, PASS).get("reward_by_rows"))
        .hasToString("{0-9=0.25, 10-19=0.375, 20+=0.25}");
  }

  @Test
  void whatCannotBeMeasuredIsLeftOutAndRaisesAnAlarm() {
    List<Rollout> none = List.of(rollout("train", 4, "", true, ungraded()));
    Learner.Pass nothing =
        new Learner.Pass(
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            0,
            0,
            Double.NaN,
            1,
            Double.NaN,
            Double.NaN);
    Map<String, Object> line = line(none, new Advantages(List.of(), 1, 1, 0), nothing);
    assertThat(line)
        .doesNotContainKeys("reward", "kl_token", "kl_sequence", "entropy", "grad_norm")
        .containsEntry("alarms", List.of("no rewards"))
        .containsEntry("reward_by_rows", Map.of());

    Learner.Pass refused =
        new Learner.Pass(0.1, 0.5, 2, 0, Double.POSITIVE_INFINITY, 16, 2, 0.03, 1, 0.7, 0.125);
    assertThat(line(rollouts(), ADVANTAGES, refused))
        .doesNotContainKey("grad_norm")
        .containsEntry("alarms", List.of("gradient not finite, steps not taken: 2"));
  }

  @Test
  void onlyWhatWasCutOffIsPaidLess() {
    List<OptionalDouble> paid = rollouts().stream().map(each -> each.paid(World.CONFIG)).toList();
    assertThat(paid)
        .containsExactly(
            OptionalDouble.of(1),
            OptionalDouble.of(0.25),
            OptionalDouble.of(0.3),
            OptionalDouble.empty());
  }
}
