package io.plumbline.trainer.experiment;

import io.plumbline.graders.gates.EvaluationException;
import io.plumbline.graders.gates.EvaluationFile;
import io.plumbline.graders.gates.Measured;
import io.plumbline.trainer.checkpoint.CheckpointException;
import io.plumbline.trainer.policies.PolicyStack;
import io.plumbline.trainer.runs.Manifest;
import io.plumbline.trainer.runs.RunFolder;
import io.plumbline.trainer.runs.RunSetup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an experiment leaves on disk: {@code experiment.json}, a run's folder for each arm and seed,
 * an evaluation of each under each budget, and what follows from them.
 */
final class ExperimentFolder {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String DECLARED = "experiment.json";
  private static final String STEPS = "steps.jsonl";
  static final String GOLD = "gold";
  static final String GOLD_LOSS = "gold-loss.json";

  private final Path root;

  ExperimentFolder(Path root) {
    this.root = root;
  }

  Path path() {
    return root;
  }

  /** Where an arm's run of a seed lies. */
  Path run(Arm arm, long seed) {
    return root.resolve(arm.name()).resolve("seed-" + seed);
  }

  /** What errors and reports call it. */
  static String name(Arm arm, long seed) {
    return arm.name() + "/seed-" + seed;
  }

  static String evaluation(int budget) {
    return "evaluation-" + budget + ".json";
  }

  /**
   * Writes what the experiment is, or compares it with what the folder holds already.
   *
   * @param finished whether nothing is left to train or to evaluate: then another version may judge
   *     and report what there is
   * @throws CheckpointException if the folder is another experiment's; names the first key that
   *     differs
   */
  void claim(ExperimentConfig config, RunSetup.Build build, PolicyStack start, boolean finished)
      throws IOException {
    Map<String, Object> declared =
        Manifest.of(build.version(), build.revision(), config.settings());
    declared.put("policy", Manifest.policy(start));
    Map<String, String> titles = new LinkedHashMap<>();
    config.arms().forEach(arm -> titles.put(arm.name(), arm.title()));
    declared.put("titles", titles);
    Path file = root.resolve(DECLARED);
    if (Files.exists(file)) {
      JsonNode saved;
      try {
        saved = JSON.readTree(Files.readString(file));
      } catch (JacksonException e) {
        throw new CheckpointException(DECLARED + ": not JSON (expected: an experiment's)", e);
      }
      JsonNode now = JSON.valueToTree(declared);
      requireSame("", saved.path("config"), now.path("config"));
      requireSame("policy.", saved.path("policy"), now.path("policy"));
      for (String version : finished ? List.<String>of() : List.of("plumbline", "revision")) {
        requireSame(version, saved.path("versions").path(version), now.path("versions"), version);
      }
      return;
    }
    new RunFolder(root).write(DECLARED, declared);
  }

  private void requireSame(String prefix, JsonNode saved, JsonNode now) {
    List<String> keys = new ArrayList<>(now.propertyNames());
    saved.propertyNames().stream().filter(key -> !keys.contains(key)).forEach(keys::add);
    for (String key : keys) {
      requireSame(prefix + key, saved.path(key), now, key);
    }
  }

  private void requireSame(String name, JsonNode saved, JsonNode now, String key) {
    JsonNode found = now.path(key);
    if (!found.equals(saved)) {
      throw new CheckpointException(
          name
              + ": "
              + shown(found)
              + " (expected: "
              + shown(saved)
              + ", as "
              + root.resolve(DECLARED)
              + " has it, or another folder)");
    }
  }

  private static String shown(JsonNode value) {
    return value.isMissingNode() ? "none" : value.isString() ? value.asString() : value.toString();
  }

  /** Writes a file of JSON into the folder itself. */
  void write(String name, Object content) throws IOException {
    new RunFolder(root).write(name, content);
  }

  /** What is said of files in the folder, by their names within it: reports leave the machine. */
  JsonNode withoutItsPath(Object json) {
    return JSON.readTree(JSON.writeValueAsString(json).replace(root + "/", ""));
  }

  /** Notes how long a step took, in seconds of this process. */
  void appendStep(String step, double seconds) throws IOException {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("step", step);
    line.put("seconds", seconds);
    Files.writeString(
        root.resolve(STEPS),
        JSON.writeValueAsString(line) + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** A run's evaluation under a budget, or gold's. */
  Measured measured(String run, int budget, boolean greedy)
      throws IOException, EvaluationException {
    String name = run + "/" + evaluation(budget);
    return Measured.of(
        EvaluationFile.parse(name, Files.readString(root.resolve(name))), Optional.empty(), greedy);
  }
}
