package io.plumbline.trainer.report;

import io.plumbline.trainer.report.ExperimentFiles.ArmFiles;
import io.plumbline.trainer.report.ExperimentFiles.SeedFiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What gates, verdicts, preflight and alarms say of the arms. */
final class ArmJudgement {
  private final ExperimentFiles files;

  ArmJudgement(ExperimentFiles files) {
    this.files = files;
  }

  /** Of one budget: whether gold passes, each run's verdict, what they add up to. */
  List<Block> gates(int budget) {
    JsonNode gate = files.gates().path(Integer.toString(budget));
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode candidate : gate.path("candidates")) {
      List<String> failed = new ArrayList<>();
      for (JsonNode condition : candidate.path("conditions")) {
        if (!condition.path("passed").asBoolean()) {
          failed.add(name(condition));
        }
      }
      JsonNode verdict = candidate.path("verdict");
      rows.add(
          List.of(
              candidate.path("name").asString(),
              candidate.path("refused").asBoolean()
                  ? "refused"
                  : candidate.path("promoted").asBoolean() ? "promoted" : "not promoted",
              verdict.path("letter").asString() + ": " + verdict.path("meaning").asString(),
              failed.isEmpty() ? "none" : String.join("; ", failed)));
    }
    return List.of(
        new Block.Words(reachability(gate, budget)),
        new Block.Grid(
            "Gate and verdict of each run within " + budget + " tokens, sampled",
            List.of("run", "gate", "verdict", "conditions not met"),
            rows,
            false,
            "field \"" + budget + "\" of gates.json"),
        new Block.Words("Over all runs: " + gate.at("/trajectory/explanation").asString() + "."));
  }

  /** A condition of the gate, {@code stress strict data_preservation}. */
  static String name(JsonNode condition) {
    return String.join(
        " ",
        condition.path("tasks").asString(),
        condition.path("profile").asString(),
        condition.path("name").asString());
  }

  private static String reachability(JsonNode gate, int budget) {
    List<String> beyond = new ArrayList<>();
    JsonNode reach = gate.path("candidates").path(0).path("reachability");
    for (JsonNode condition : reach.path("gold")) {
      if (!condition.path("passed").asBoolean()) {
        beyond.add(
            name(condition) + " " + Numbers.shown(condition.path("measured").asDouble(Double.NaN)));
      }
    }
    return "Within "
        + budget
        + " tokens a perfect policy "
        + (beyond.isEmpty()
            ? "passes every condition of the gate."
            : "fails the gate, which therefore says nothing about any arm: it reaches "
                + String.join(", ", beyond)
                + ".");
  }

  /** Findings of preflight, and the alarms of training, by run. */
  Block.Grid incidents() throws RunReportException {
    List<List<String>> rows = new ArrayList<>();
    for (ArmFiles arm : files.trained()) {
      for (SeedFiles seed : arm.seeds()) {
        List<String> found = new ArrayList<>();
        for (JsonNode finding : files.preflight().path(seed.path()).path("findings")) {
          found.add(
              finding.path("failure").asString() + " (" + finding.path("saw").asString() + ")");
        }
        rows.add(
            List.of(
                seed.path(), found.isEmpty() ? "none" : String.join("; ", found), alarms(seed)));
      }
    }
    return new Block.Grid(
        "Preflight's findings and the alarms of each run",
        List.of("run", "preflight", "alarms: first update, and in how many"),
        rows,
        false,
        "preflight.json, and field alarms of metrics.jsonl in each run's folder");
  }

  private static String alarms(SeedFiles seed) throws RunReportException {
    Map<String, int[]> byLabel = new LinkedHashMap<>();
    for (Map.Entry<Integer, Fields> update : seed.run().updates().entrySet()) {
      for (String alarm : update.getValue().texts("alarms")) {
        String label = alarm.replaceFirst(":.*", "");
        byLabel.computeIfAbsent(label, key -> new int[] {update.getKey(), 0})[1]++;
      }
    }
    List<String> shown = new ArrayList<>();
    byLabel.forEach((label, count) -> shown.add(label + ": " + count[0] + ", in " + count[1]));
    return shown.isEmpty() ? "none" : String.join("; ", shown);
  }

  /** In a sentence, the published line beside what budgets leave of gold, on the same tables. */
  Optional<String> line() {
    return files.replay().map(replay -> replay.path("sets").path(0)).map(ArmJudgement::line);
  }

  private static String line(JsonNode set) {
    String published =
        set.at("/published/data_preservation")
            .valueStream()
            .map(ArmJudgement::four)
            .collect(Collectors.joining(", "));
    String measured =
        set.path("measured")
            .valueStream()
            .filter(each -> each.path("policy").asString().equals("gold"))
            .map(
                each ->
                    four(each.at("/reference/data_preservation"))
                        + " within "
                        + each.path("max_tokens").asString()
                        + " tokens")
            .collect(Collectors.joining(", "));
    return "collab-eval's line, reference data_preservation on "
        + set.path("tasks").asString()
        + ": published "
        + published
        + "; a policy that makes no mistake scores "
        + measured
        + ".";
  }

  /** Collab-eval's line beside what its budgets leave of policies that make no mistake. */
  List<Block> replay() {
    List<Block> blocks = new ArrayList<>();
    if (files.replay().isEmpty()) {
      return List.of(
          new Block.Words(
              "Not made here: collab-eval's task files were not at hand (plumbline experiment replay"
                  + " says where it looks)."));
    }
    JsonNode replay = files.replay().get();
    for (JsonNode set : replay.path("sets")) {
      List<List<String>> rows = new ArrayList<>();
      for (Map.Entry<String, JsonNode> published :
          set.at("/published/data_preservation").properties()) {
        rows.add(
            List.of(
                "published: " + published.getKey(),
                Numbers.NONE,
                four(published.getValue()),
                four(set.at("/published/composite").path(published.getKey())),
                Numbers.NONE));
      }
      for (JsonNode measured : set.path("measured")) {
        rows.add(
            List.of(
                "measured: " + measured.path("policy").asString(),
                measured.path("max_tokens").asString(),
                four(measured.at("/reference/data_preservation")),
                four(measured.at("/reference/composite")),
                Numbers.percent(measured.path("truncated").asDouble())));
      }
      blocks.add(
          new Block.Grid(
              set.path("tasks").asString() + ", reference profile",
              List.of("policy", "tokens", "data_preservation", "composite", "truncated"),
              rows,
              false,
              "replay.json; published figures are collab-eval's; tokens counted by "
                  + replay.path("tokenizer").asString()));
    }
    blocks.add(
        new Block.Words(
            "The budget is sufficient to produce the published line: a policy that makes no mistake"
                + " draws it too. Whether it is what produced it is not shown; their models were not"
                + " run again."));
    return blocks;
  }

  /** As many decimals as the published figures have. */
  private static String four(JsonNode value) {
    return value.isNumber()
        ? String.format(Locale.ROOT, "%.4f", value.doubleValue())
        : Numbers.NONE;
  }
}
