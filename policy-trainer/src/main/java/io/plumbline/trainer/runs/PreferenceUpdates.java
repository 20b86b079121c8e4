package io.plumbline.trainer.runs;

import ai.djl.ndarray.NDManager;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.graders.tasks.TaskSplit;
import io.plumbline.trainer.preference.Pair;
import io.plumbline.trainer.preference.PairLoss;
import io.plumbline.trainer.preference.PairPool;
import io.plumbline.trainer.preference.PreferenceLearner;
import io.plumbline.trainer.preference.TrainingPairs;
import io.plumbline.trainer.tokenizer.PolicyTokenizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;

/** Learning from gold: an update is one step on {@code prompts} examples. */
final class PreferenceUpdates implements Updates {
  private final RunConfig config;
  private final NDManager manager;
  private final IntFunction<List<Pair>> pairs;
  private final PreferenceLearner learner;

  PreferenceUpdates(
      RunConfig config,
      NDManager manager,
      IntFunction<List<Pair>> pairs,
      PreferenceLearner learner) {
    this.config = config;
    this.manager = manager;
    this.pairs = pairs;
    this.learner = learner;
  }

  /** The loss of an objective that learns from gold. */
  static PairLoss loss(RunConfig config) {
    return switch (config.objective()) {
      case SFT -> PairLoss.imitation();
      case DPO -> PairLoss.dpo(config.beta());
      case ORPO -> PairLoss.orpo(config.beta());
      case GRPO, PPO -> throw new IllegalArgumentException("learns from rewards");
    };
  }

  /**
   * The pairs of an update, from the splits that the settings name; the train splits have no salt.
   */
  static IntFunction<List<Pair>> pairs(RunConfig config, PolicyTokenizer tokenizer, int positions) {
    TaskCatalogue catalogue = TaskCatalogue.bundled("");
    TrainingPairs source =
        new TrainingPairs(
            tokenizer,
            split(catalogue, config, "split", config.split()),
            split(catalogue, config, "long_split", config.longSplit()),
            positions,
            config.seed());
    if (config.examples() == 0) {
      return update -> source.draw(update, config.prompts(), config.longShare(update));
    }
    PairPool pool =
        new PairPool(source.draw(0, config.examples(), config.longShare()), config.seed());
    return update -> pool.draw(update, config.prompts());
  }

  private static TaskSplit split(
      TaskCatalogue catalogue, RunConfig config, String key, String name) {
    return catalogue
        .split(config.environment(), name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    key
                        + ": \""
                        + name
                        + "\" (expected: one of "
                        + catalogue.splits(config.environment()).stream()
                            .map(TaskSplit::name)
                            .filter(each -> each.endsWith("train"))
                            .toList()
                        + ")"));
  }

  @Override
  public Map<String, Object> take(int update, long started) {
    long start = System.nanoTime();
    double learningRate = config.learningRate(update);
    PreferenceLearner.Step step =
        learner.learn(manager, pairs.apply(update), learningRate, config.maxNorm());
    long done = System.nanoTime();
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("update", update + 1);
    line.put("seconds", (done - started) / 1e9);
    step.figures().forEach((name, value) -> UpdateMetrics.put(line, name, value));
    UpdateMetrics.put(line, "grad_norm", step.norm());
    line.put("learning_rate", learningRate);
    line.put("tokens", Map.of("trained", (double) step.tokens()));
    line.put("tokens_per_second", Map.of("trained", step.tokens() / ((done - start) / 1e9)));
    UpdateMetrics.put(line, "padding", step.padding());
    UpdateMetrics.put(line, "memory_mib", Memory.residentMib());
    line.put(
        "alarms",
        Double.isFinite(step.norm())
            ? List.of()
            : List.of("gradient not finite, steps not taken: 1"));
    return line;
  }

  @Override
  public String figures(Map<String, Object> line) {
    String accuracy = line.containsKey("accuracy") ? "accuracy" : "token_accuracy";
    return String.format(
        Locale.ROOT,
        "loss %.4f  %s %.3f  gradient %.3f",
        Updates.number(line, "loss"),
        accuracy.replace('_', ' '),
        Updates.number(line, accuracy),
        Updates.number(line, "grad_norm"));
  }
}
