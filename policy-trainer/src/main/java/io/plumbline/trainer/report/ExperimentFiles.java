package io.plumbline.trainer.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.JsonNode;

/**
 * What an experiment left in its folder.
 *
 * @param declared {@code experiment.json}
 * @param tight the budget that truncates
 * @param ample the one that does not
 * @param arms in order; the first is the starting policy
 * @param gold evaluations by budget
 * @param gates {@code gates.json}
 * @param preflight {@code preflight.json}
 * @param replay {@code replay.json}, where there is one
 * @param steps {@code steps.jsonl}
 */
record ExperimentFiles(
    JsonNode declared,
    int tight,
    int ample,
    List<ArmFiles> arms,
    Map<Integer, JsonNode> gold,
    JsonNode gates,
    JsonNode preflight,
    Optional<JsonNode> replay,
    List<Fields> steps) {

  /** An arm's runs, by seed. */
  record ArmFiles(String name, String title, boolean trained, List<SeedFiles> seeds) {

    /** Where its numbers are from. */
    String source(String file) {
      return name + "/seed-*/" + file;
    }
  }

  /**
   * What one run left.
   *
   * @param path within the experiment's folder, such as {@code grpo/seed-1}
   * @param run its own files; of the starting policy there are none
   * @param evaluations by budget
   * @param goldLoss nats per token of gold that it is given, by table
   */
  @SuppressWarnings("ArrayRecordComponent") // goes from here straight into a mean
  record SeedFiles(
      String path, RunFiles run, Map<Integer, JsonNode> evaluations, double[] goldLoss) {}

  static ExperimentFiles read(Path folder) throws IOException {
    JsonNode declared = object(folder.resolve("experiment.json"));
    JsonNode config = declared.path("config");
    int tight = integer(config, "truncating_budget");
    int ample = integer(config, "ample_budget");
    List<ArmFiles> arms = new ArrayList<>();
    for (String name : config.path("arms").asString("").split(", ", -1)) {
      List<SeedFiles> seeds = new ArrayList<>();
      for (String seed : config.path(name + ".seeds").asString("").split(", ", -1)) {
        String path = name + "/seed-" + seed;
        seeds.add(
            new SeedFiles(
                path,
                RunFiles.read(folder.resolve(path)),
                evaluations(folder.resolve(path), tight, ample),
                object(folder.resolve(path).resolve("gold-loss.json"))
                    .path("nats_per_token")
                    .valueStream()
                    .mapToDouble(JsonNode::asDouble)
                    .toArray()));
      }
      String title = declared.path("titles").path(name).asString(name);
      arms.add(new ArmFiles(name, title, !arms.isEmpty(), seeds));
    }
    Path replay = folder.resolve("replay.json");
    return new ExperimentFiles(
        declared,
        tight,
        ample,
        arms,
        evaluations(folder.resolve("gold"), tight, ample),
        object(folder.resolve("gates.json")),
        object(folder.resolve("preflight.json")),
        Files.exists(replay) ? Optional.of(object(replay)) : Optional.empty(),
        RunFiles.lines(folder, "steps.jsonl"));
  }

  /** The starting policy. */
  ArmFiles start() {
    return arms.get(0);
  }

  List<ArmFiles> trained() {
    return arms.subList(1, arms.size());
  }

  /** The starting policy as it was sampled with the seed of a run. */
  SeedFiles startOf(SeedFiles run) {
    String seed = run.path().substring(run.path().indexOf('/'));
    return start().seeds().stream()
        .filter(each -> each.path().endsWith(seed))
        .findFirst()
        .orElseThrow();
  }

  /** A run at the gate under a budget, against the starting policy of the same seed. */
  JsonNode gate(SeedFiles run, int budget, boolean greedy) {
    return gates
        .path(greedy ? greedy(budget) : Integer.toString(budget))
        .path("candidates")
        .valueStream()
        .filter(each -> each.path("name").asString().equals(run.path()))
        .findFirst()
        .orElseThrow();
  }

  /** The field of {@code gates.json} that judges what was decoded greedily. */
  static String greedy(int budget) {
    return budget + " greedy";
  }

  /** A number of each case: {@code [run][case]}. */
  static double[][] values(
      List<SeedFiles> runs,
      Function<SeedFiles, JsonNode> evaluation,
      String tasks,
      ToDoubleFunction<JsonNode> measure) {
    return runs.stream()
        .map(
            run ->
                evaluation
                    .apply(run)
                    .path(tasks)
                    .path("per_case")
                    .valueStream()
                    .mapToDouble(measure)
                    .toArray())
        .toArray(double[][]::new);
  }

  private static Map<Integer, JsonNode> evaluations(Path folder, int tight, int ample)
      throws IOException {
    Map<Integer, JsonNode> evaluations = new LinkedHashMap<>();
    for (int budget : new int[] {tight, ample}) {
      evaluations.put(budget, object(folder.resolve("evaluation-" + budget + ".json")));
    }
    return evaluations;
  }

  private static int integer(JsonNode config, String key) throws RunReportException {
    int value = config.path(key).asInt(0);
    if (value < 1) {
      throw new RunReportException(
          "experiment.json: config." + key + ": " + value + " (expected: at least 1)");
    }
    return value;
  }

  private static JsonNode object(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new RunReportException(file + ": missing (expected: an experiment that has ended)");
    }
    return Fields.parse(Files.readString(file), file.getFileName() + ": ").json();
  }
}
