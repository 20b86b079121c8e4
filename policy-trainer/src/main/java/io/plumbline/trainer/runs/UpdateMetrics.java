package io.plumbline.trainer.runs;

import io.plumbline.trainer.environments.Outcome;
import io.plumbline.trainer.objectives.Advantages;
import io.plumbline.trainer.runs.Rollouts.Rollout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * One line of {@code metrics.jsonl}: what an update saw and did. A figure that there is nothing to
 * take from, such as the reward where nothing was graded, is left out.
 */
final class UpdateMetrics {
  /** Rows of a table, sliced for the reward. */
  private static final List<String> SLICES = List.of("0-9", "10-19", "20+");

  private UpdateMetrics() {}

  static Map<String, Object> of(
      int update,
      double seconds,
      List<Rollout> rollouts,
      RunConfig config,
      Advantages advantages,
      Learner.Pass pass,
      double sampleSeconds,
      double learnSeconds) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("update", update);
    line.put("seconds", seconds);
    put(line, "reward", mean(rollouts, Rollout::outcome));
    Map<String, List<Rollout>> sliced = new TreeMap<>();
    rollouts.forEach(
        rollout -> sliced.computeIfAbsent(slice(rollout), key -> new ArrayList<>()).add(rollout));
    Map<String, Double> byRows = new LinkedHashMap<>();
    sliced.forEach((slice, some) -> put(byRows, slice, mean(some, Rollout::outcome)));
    line.put("reward_by_rows", byRows);
    line.put(config.profile(), dimensions(rollouts, Rollout::outcome));
    Map<String, Double> audit = new LinkedHashMap<>();
    put(audit, "composite", mean(rollouts, Rollout::audit));
    audit.putAll(dimensions(rollouts, Rollout::audit));
    line.put("audit", audit);
    double truncated =
        rollouts.stream().filter(rollout -> !rollout.completion().stopped()).count()
            / (double) rollouts.size();
    line.put("flags", flags(rollouts));
    line.put("same_answer", sameAnswer(rollouts));
    line.put("terminated", 1 - truncated);
    line.put("truncated", truncated);
    int tokens = rollouts.stream().mapToInt(r -> r.completion().tokens().length).sum();
    line.put("completion_tokens", (double) tokens / rollouts.size());
    put(line, "kl_token", pass.klToken());
    put(line, "kl_sequence", pass.klSequence());
    put(line, "entropy", pass.entropy());
    put(line, "clip_share", pass.clipShare());
    put(line, "grad_norm", pass.norm());
    put(line, "approx_kl", pass.moved());
    line.put("epochs", pass.epochs());
    put(line, "value_loss", pass.valueLoss());
    StopHazard hazard = new StopHazard();
    rollouts.stream()
        .filter(rollout -> rollout.isLong(config))
        .forEach(
            rollout ->
                hazard.add(
                    rollout.task().getObservation().getInput(),
                    rollout.text(),
                    rollout.completion().stopped()));
    line.put("stop_hazard", hazard.byRow());
    line.put("left_out", advantages.leftOut());
    line.put("skipped_groups", advantages.skippedGroups());
    line.put("even_groups", advantages.evenGroups());
    Map<String, Double> counts = new LinkedHashMap<>();
    counts.put("sampled", (double) tokens);
    counts.put("trained", (double) pass.tokens());
    line.put("tokens", counts);
    Map<String, Double> speeds = new LinkedHashMap<>();
    speeds.put("sampled", tokens / sampleSeconds);
    speeds.put("trained", pass.tokens() / learnSeconds);
    line.put("tokens_per_second", speeds);
    put(line, "padding", pass.padding());
    put(line, "memory_mib", Memory.residentMib());
    line.put("alarms", alarms(rollouts.size(), advantages, pass));
    return line;
  }

  /** What is not a number stays out: there was nothing to measure. */
  static void put(Map<String, ? super Double> line, String name, double value) {
    if (Double.isFinite(value)) {
      line.put(name, value);
    }
  }

  private static List<String> alarms(int rollouts, Advantages advantages, Learner.Pass pass) {
    List<String> alarms = new ArrayList<>();
    if (advantages.leftOut() == rollouts) {
      alarms.add("no rewards");
    } else if (pass.tokens() == 0) {
      alarms.add("no group with two rewards");
    }
    if (pass.refused() > 0) {
      alarms.add("gradient not finite, steps not taken: " + pass.refused());
    }
    return alarms;
  }

  /**
   * Share of completions that each flag was raised for, by the rules that are paid or the others.
   */
  private static Map<String, Double> flags(List<Rollout> rollouts) {
    Map<String, Double> shares = new TreeMap<>();
    for (Rollout rollout : rollouts) {
      Set<String> raised = new TreeSet<>(rollout.outcome().flags());
      raised.addAll(rollout.audit().flags());
      raised.forEach(flag -> shares.merge(flag, 1.0 / rollouts.size(), Double::sum));
    }
    return shares;
  }

  /** The largest share of completions that say the same to more than one prompt. */
  private static double sameAnswer(List<Rollout> rollouts) {
    Map<String, Set<String>> prompts = new HashMap<>();
    Map<String, Integer> counts = new HashMap<>();
    for (Rollout rollout : rollouts) {
      counts.merge(rollout.text(), 1, Integer::sum);
      prompts.computeIfAbsent(rollout.text(), text -> new HashSet<>()).add(rollout.task().getId());
    }
    int most = 0;
    for (Map.Entry<String, Integer> text : counts.entrySet()) {
      boolean shared = prompts.getOrDefault(text.getKey(), Set.of()).size() > 1;
      most = shared ? Math.max(most, text.getValue()) : most;
    }
    return (double) most / rollouts.size();
  }

  private static String slice(Rollout rollout) {
    long rows = rollout.task().getObservation().getInput().lines().count() - 1;
    return SLICES.get(rows < 10 ? 0 : rows < 20 ? 1 : 2);
  }

  private static double mean(List<Rollout> rollouts, Function<Rollout, Outcome> outcome) {
    return rollouts.stream()
        .map(outcome)
        .filter(o -> o.reward().isPresent())
        .mapToDouble(o -> o.reward().getAsDouble())
        .average()
        .orElse(Double.NaN);
  }

  private static Map<String, Double> dimensions(
      List<Rollout> rollouts, Function<Rollout, Outcome> outcome) {
    Map<String, double[]> sums = new LinkedHashMap<>();
    for (Rollout rollout : rollouts) {
      outcome
          .apply(rollout)
          .dimensions()
          .forEach(
              (name, value) -> {
                double[] sum = sums.computeIfAbsent(name, key -> new double[2]);
                sum[0] += value;
                sum[1]++;
              });
    }
    Map<String, Double> means = new LinkedHashMap<>();
    sums.forEach((name, sum) -> means.put(name, sum[0] / sum[1]));
    return means;
  }
}
