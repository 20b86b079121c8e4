package io.plumbline.trainer.runs;

import io.plumbline.env.v1.Task;
import io.plumbline.graders.statistics.Bootstrap;
import io.plumbline.graders.statistics.Interval;
import io.plumbline.trainer.environments.Environments;
import io.plumbline.trainer.evaluation.Evaluated;
import io.plumbline.trainer.model.PolicyModel;
import io.plumbline.trainer.policies.Policy;
import io.plumbline.trainer.policies.References;
import io.plumbline.trainer.report.RunReport;
import io.plumbline.trainer.tokenizer.PolicyTokenizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A run from its first evaluation to its report: before, train, after, compare. */
public final class TrainingSession {
  private static final int RESAMPLES = 2000;
  private static final int SAMPLE_TABLES = 4;

  private final RunConfig config;
  private final PolicyModel reference;
  private final PolicyTokenizer tokenizer;
  private final RunFolder folder;
  private final BaselineStop baseline;
  private final BooleanSupplier stop;
  private final Consumer<String> progress;

  /** What was evaluated behind the last update; empty while nothing was. */
  private Map<String, Evaluated> last = Map.of();

  /**
   * Prepares a run; nothing is read or written yet.
   *
   * @param reference what the policy starts from and is anchored to; stays open
   * @param tokenizer of the same policy; stays open
   * @param folder is there; where everything goes that the run leaves
   * @param baseline what the starting policy has to show before anything is trained
   * @param stop asked between native calls
   * @param progress takes a line for each update and each evaluation
   */
  public TrainingSession(
      RunConfig config,
      PolicyModel reference,
      PolicyTokenizer tokenizer,
      RunFolder folder,
      BaselineStop baseline,
      BooleanSupplier stop,
      Consumer<String> progress) {
    this.config = config;
    this.reference = reference;
    this.tokenizer = tokenizer;
    this.folder = folder;
    this.baseline = baseline;
    this.stop = stop;
    this.progress = progress;
  }

  /**
   * What a run showed.
   *
   * @param intervals of the paired difference of strict {@code data_preservation}, by evaluation
   */
  public record Result(
      Map<String, Evaluated> before,
      Map<String, Evaluated> after,
      Map<String, Interval> intervals) {}

  /**
   * Takes the run to its end.
   *
   * @param environments where tasks come from and attempts are graded; stay open
   * @param references where the tasks' references are at hand; rows are counted with them
   * @throws RunStoppedException if the starting policy does not show what was recorded, or the
   *     start-up self-test fails; nothing was trained
   * @throws java.util.concurrent.CancellationException if it is stopped; the last saved state
   *     stands
   */
  public Result run(Environments environments, References references)
      throws InterruptedException, IOException {
    Evaluations evaluations = new Evaluations(config, environments, references);
    try (ReinforceRun run =
        new ReinforceRun(config, reference, tokenizer, folder, stop, progress)) {
      progress.accept("evaluating the starting policy");
      Map<String, Evaluated> before = evaluate(evaluations, run::reference);
      baseline.check(before);
      folder.write("before.json", evaluations.json(before));
      run.train(environments, updates -> periodic(evaluations, run, updates));
      Map<String, Evaluated> after = after(evaluations, run);
      Map<String, Interval> intervals = new LinkedHashMap<>();
      before.forEach(
          (name, evaluated) -> intervals.put(name, interval(evaluated, of(after, name))));
      Map<String, Object> json = evaluations.json(after);
      json.put("intervals", json(intervals));
      folder.write("after.json", json);
      writeSamples(environments, references, run);
      RunReport.write(folder.path());
      return new Result(before, after, intervals);
    }
  }

  /** A policy by its label and its temperature. */
  @FunctionalInterface
  private interface Decoding {
    Policy at(String label, double temperature);
  }

  private Map<String, Evaluated> evaluate(Evaluations evaluations, Decoding policy)
      throws InterruptedException {
    return evaluations.of(policy.at("policy", config.temperature()), policy.at("policy", 0));
  }

  private Map<String, Object> periodic(Evaluations evaluations, ReinforceRun run, int updates)
      throws InterruptedException {
    Map<String, Evaluated> all = evaluate(evaluations, run::policy);
    if (updates == config.updates()) {
      last = all;
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("update", updates);
    json.putAll(evaluations.means(all));
    return json;
  }

  /** That behind the last update, unless none was due there or another process made it. */
  private Map<String, Evaluated> after(Evaluations evaluations, ReinforceRun run)
      throws InterruptedException {
    if (!last.isEmpty()) {
      return last;
    }
    progress.accept("evaluating the trained policy");
    return evaluate(evaluations, run::policy);
  }

  private static Evaluated of(Map<String, Evaluated> all, String name) {
    return Objects.requireNonNull(all.get(name), name);
  }

  private Interval interval(Evaluated before, Evaluated after) {
    return Bootstrap.pairedDifference(
        before.values(config.profile(), "data_preservation"),
        after.values(config.profile(), "data_preservation"),
        RESAMPLES,
        config.seed());
  }

  private static Map<String, Object> json(Map<String, Interval> intervals) {
    Map<String, Object> json = new LinkedHashMap<>();
    intervals.forEach(
        (name, interval) -> {
          Map<String, Double> bounds = new LinkedHashMap<>();
          bounds.put("difference", interval.estimate());
          bounds.put("low", interval.low());
          bounds.put("high", interval.high());
          json.put(name, Map.of("data_preservation", bounds));
        });
    return json;
  }

  /** Tables of an open split, so that the report may show what was asked for. */
  private void writeSamples(Environments environments, References references, ReinforceRun run)
      throws InterruptedException, IOException {
    List<Task> tasks =
        environments.tasks(config.environment(), config.sampleSplit(), 0, SAMPLE_TABLES);
    List<Map<String, Object>> lines = new ArrayList<>();
    for (Policy policy :
        List.of(
            run.reference("before", config.temperature()),
            run.policy("after", config.temperature()))) {
      var answers = policy.answer(tasks, config.evaluationMaxTokens());
      for (int i = 0; i < tasks.size(); i++) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("phase", policy.label());
        line.put("task", tasks.get(i).getId());
        line.put("input", tasks.get(i).getObservation().getInput());
        references
            .find(tasks.get(i))
            .ifPresent(task -> line.put("reference", task.reference().gold()));
        line.put("output", answers.get(i).text());
        line.put("truncated", answers.get(i).truncated());
        lines.add(line);
      }
    }
    folder.writeLines("samples.jsonl", lines);
  }
}
