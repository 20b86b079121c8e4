package io.plumbline.trainer.report;

import io.plumbline.trainer.report.ExperimentFiles.ArmFiles;
import io.plumbline.trainer.report.ExperimentFiles.SeedFiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What stands between the arms and the gate: conditions that were missed, and signs of why. */
final class ArmLimits {
  private final ExperimentFiles files;

  ArmLimits(ExperimentFiles files) {
    this.files = files;
  }

  List<Block> blocks() throws RunReportException {
    return List.of(new Block.Words(COUNTS), missed(), signs(), new Block.Items(READING));
  }

  /** Of each arm, the conditions that its runs missed, and how surely. */
  private Block.Grid missed() {
    List<List<String>> rows = new ArrayList<>();
    for (ArmFiles arm : files.trained()) {
      List<String> row = new ArrayList<>(List.of(title(arm)));
      for (boolean greedy : new boolean[] {false, true}) {
        List<JsonNode> gates =
            arm.seeds().stream()
                .map(seed -> files.gate(seed, files.ample(), greedy))
                .collect(Collectors.toList());
        row.add(
            gates.stream().filter(gate -> gate.path("promoted").asBoolean()).count()
                + " of "
                + gates.size());
        row.add(missed(gates));
      }
      rows.add(row);
    }
    return new Block.Grid(
        "Conditions of the gate that were not met within " + files.ample() + " tokens",
        List.of("arm (runs)", "promoted", "not met", "promoted, greedy", "not met, greedy"),
        rows,
        false,
        "fields \""
            + files.ample()
            + "\" and \""
            + ExperimentFiles.greedy(files.ample())
            + "\" of gates.json");
  }

  private static String missed(List<JsonNode> gates) {
    Map<String, int[]> byName = new LinkedHashMap<>();
    for (JsonNode gate : gates) {
      for (JsonNode condition : gate.path("conditions")) {
        if (!condition.path("passed").asBoolean()) {
          int[] counts =
              byName.computeIfAbsent(ArmJudgement.name(condition), name -> new int[] {0, 0});
          counts[0]++;
          counts[1] += isBeyondDoubt(condition) ? 1 : 0;
        }
      }
    }
    return byName.isEmpty()
        ? "none"
        : byName.entrySet().stream()
            .map(each -> each.getKey() + " " + each.getValue()[0] + " (" + each.getValue()[1] + ")")
            .collect(Collectors.joining("; "));
  }

  /** Of a condition that was missed. */
  private static boolean isBeyondDoubt(JsonNode condition) {
    double threshold = condition.path("threshold").asDouble();
    return condition.path("bound").asString().equals(">=")
        ? condition.path("high").asDouble(Double.NaN) < threshold
        : condition.path("low").asDouble(Double.NaN) > threshold;
  }

  /** Of each arm that is paid, what would tell capacity, exploration and the anchor apart. */
  private Block.Grid signs() throws RunReportException {
    List<List<String>> rows = new ArrayList<>();
    for (ArmFiles arm : files.trained()) {
      if (mean(arm, true, "reward").isPresent()) {
        rows.add(
            List.of(
                title(arm),
                ArmResults.shown(ArmResults.preserved(arm, "stress", files.ample())),
                ArmResults.shown(ArmResults.preserved(arm, "stress_greedy", files.ample())),
                evenGroups(arm, true),
                evenGroups(arm, false),
                Numbers.shown(mean(arm, true, "entropy")),
                Numbers.shown(mean(arm, false, "entropy")),
                Numbers.shown(mean(arm, false, "kl_token"))));
      }
    }
    return new Block.Grid(
        "Signs of what holds back an arm that learns from rewards",
        List.of(
            "arm (runs)",
            "stress, strict data_preservation, sampled",
            "the same, greedy",
            "groups of equal rewards at first",
            "at last",
            "entropy at first, nats per token",
            "at last",
            "KL to the start at last, nats per token"),
        rows,
        false,
        "evaluation-"
            + files.ample()
            + ".json and metrics.jsonl (means of the first and the last tenth of the updates, at most"
            + " 10) in each run's folder, and experiment.json");
  }

  /** The share of an update's groups; only GRPO compares rollouts by groups. */
  private String evenGroups(ArmFiles arm, boolean first) throws RunReportException {
    JsonNode config = files.declared().path("config");
    OptionalDouble even = mean(arm, first, "even_groups");
    if (even.isEmpty() || !config.path(arm.name() + ".objective").asString("").equals("grpo")) {
      return Numbers.NONE;
    }
    double groups = Double.parseDouble(config.path(arm.name() + ".prompts").asString());
    return Numbers.percent(even.getAsDouble() / groups);
  }

  private static OptionalDouble mean(ArmFiles arm, boolean first, String figure)
      throws RunReportException {
    List<Double> values = new ArrayList<>();
    for (SeedFiles seed : arm.seeds()) {
      ArmTraining.edge(seed, first, figure).ifPresent(values::add);
    }
    return values.stream().mapToDouble(value -> value).average();
  }

  private static String title(ArmFiles arm) {
    return arm.title() + " (" + arm.seeds().size() + ")";
  }

  private static final String COUNTS =
      "Behind each condition stands how many runs missed it, and in brackets how many of them beyond"
          + " doubt: with the whole 95 % interval on the wrong side.";

  private static final List<String> READING =
      List.of(
          "Capacity would show in the greedy figure: an adapter that cannot hold the skill does not"
              + " write its rows when nothing is drawn either. What is gained from sampled to greedy is"
              + " the price of drawing each token.",
          "Exploration would show as groups whose rollouts all earn the same, which teach nothing, and"
              + " as entropy that is gone before the rows are back.",
          "The anchor would show beside the arm without it.",
          "The reward would show as a strict composite that rises while what the gate asks does not."
              + " The gate asks for more than is paid: reference data_preservation, which is all or"
              + " nothing for a table, and nothing worse on regular tables, within margins that are"
              + " narrower than the intervals of so many tables.");
}
