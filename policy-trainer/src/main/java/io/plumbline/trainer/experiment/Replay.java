package io.plumbline.trainer.experiment;

import io.plumbline.env.v1.Task;
import io.plumbline.trainer.budgets.TokenCounter;
import io.plumbline.trainer.environments.Environments;
import io.plumbline.trainer.evaluation.Evaluation;
import io.plumbline.trainer.policies.Behaviour;
import io.plumbline.trainer.policies.References;
import io.plumbline.trainer.policies.ScriptedPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What policies that make no mistake score on collab-eval's tasks under collab-eval's token
 * budgets, counted by Qwen's tokenizer, beside what collab-eval published of its models. It shows
 * what the budget alone does; the models are not run again.
 */
public final class Replay {
  private static final String DECLARED = "collab-eval.json";

  /** Tasks of one file, as a server serves them. */
  @FunctionalInterface
  public interface Tasks {
    /** All tasks of the file of that name. */
    List<Task> of(String file) throws InterruptedException;
  }

  private Replay() {}

  /** Names of the task files that it takes. */
  public static List<String> files() {
    return declared().path("sets").valueStream().map(set -> set.path("tasks").asString()).toList();
  }

  /**
   * Evaluates the gold policy and the one that copies its input.
   *
   * @param environments of a server that serves the files' tasks; stay open
   * @param references of these tasks
   * @return published and measured figures by file, as {@code replay.json} has them
   */
  public static Map<String, Object> run(
      Environments environments, References references, Tasks tasks) throws InterruptedException {
    JsonNode declared = declared();
    Evaluation evaluation = new Evaluation(environments, references);
    List<Map<String, Object>> sets = new ArrayList<>();
    try (TokenCounter counter = new QwenCounter()) {
      for (JsonNode set : declared.path("sets")) {
        String file = set.path("tasks").asString();
        List<Task> asked = tasks.of(file);
        List<Map<String, Object>> measured = new ArrayList<>();
        for (JsonNode policy : declared.path("policies")) {
          Behaviour behaviour = Behaviour.named(policy.asString()).orElseThrow();
          for (JsonNode budget : declared.path("budgets")) {
            measured.add(
                evaluation
                    .run(
                        new ScriptedPolicy(behaviour, references, counter),
                        file,
                        asked,
                        budget.asInt())
                    .json());
          }
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("tasks", file);
        result.put("published", set.path("published"));
        result.put("measured", measured);
        sets.add(result);
      }
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("tokenizer", counter.describe());
      all.put("sets", sets);
      return all;
    }
  }

  private static JsonNode declared() {
    try (InputStream in = Replay.class.getResourceAsStream(DECLARED)) {
      if (in == null) {
        throw new IllegalStateException(DECLARED + " is missing from the jar");
      }
      return JsonMapper.shared().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
