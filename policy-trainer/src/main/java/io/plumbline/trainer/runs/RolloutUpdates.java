package io.plumbline.trainer.runs;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.plumbline.trainer.objectives.Advantages;
import io.plumbline.trainer.objectives.GroupAdvantage;
import io.plumbline.trainer.objectives.RewardControl;
import io.plumbline.trainer.objectives.Whitening;
import io.plumbline.trainer.runs.Rollouts.Rollout;
import io.plumbline.trainer.sampling.CacheUse;
import io.plumbline.trainer.sampling.Completion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Learning from rewards: rollouts, advantages, clipped steps. */
final class RolloutUpdates implements Updates {
  private final RunConfig config;
  private final NDManager manager;
  private final Rollouts source;
  private final Function<NDManager, List<NDArray>> policy;
  private final Learner learner;
  private final KlPrice price;
  private final TokenAdvantages tokens;

  /**
   * @param policy weights of the policy as it is, owned by the manager that it is given
   * @param price changed by each update
   */
  RolloutUpdates(
      RunConfig config,
      NDManager manager,
      Rollouts source,
      Function<NDManager, List<NDArray>> policy,
      Learner learner,
      KlPrice price) {
    this.config = config;
    this.manager = manager;
    this.source = source;
    this.policy = policy;
    this.learner = learner;
    this.price = price;
    tokens = new TokenAdvantages(config);
  }

  @Override
  public Map<String, Object> take(int update, long started) throws InterruptedException {
    long start = System.nanoTime();
    List<List<Rollout>> groups;
    try (NDManager scratch = manager.newSubManager()) {
      groups = source.collect(update, policy.apply(scratch));
    }
    CacheUse cache = source.cache();
    long learning = System.nanoTime();
    List<List<OptionalDouble>> rewards = controlled(rewards(groups), update);
    Learnt learnt = learnt(groups, rewards);
    if (update == 0) {
      List<Rollout> first = groups.get(0);
      List<OptionalDouble> any = Collections.nCopies(first.size(), OptionalDouble.of(1));
      learner.selfTest(group(first, any)).check(config.precision());
    }
    double coefficient = price.coefficient();
    Learner.Pass pass =
        learner.learn(
            manager,
            learnt.groups,
            config.learningRate(update),
            coefficient,
            config.seed() + update);
    price.update(pass.klToken());
    long done = System.nanoTime();
    Map<String, Object> line =
        UpdateMetrics.of(
            update + 1,
            (done - started) / 1e9,
            groups.stream().flatMap(List::stream).toList(),
            config,
            learnt.advantages,
            pass,
            (learning - start) / 1e9,
            (done - learning) / 1e9);
    UpdateMetrics.put(line, "advantage_spread", learnt.spread);
    UpdateMetrics.put(line, "explained_variance", learnt.explainedVariance);
    UpdateMetrics.put(line, "cache_mib", cache.mib());
    UpdateMetrics.put(line, "cache_live", cache.live());
    if (price.isSteered()) {
      line.put("kl_coefficient", coefficient);
    }
    return line;
  }

  /**
   * What an update learns from.
   *
   * @param spread deviation of the advantages before they were scaled, in units of reward
   * @param explainedVariance of the returns by the value head; NaN without one
   */
  private record Learnt(
      List<Learner.Group> groups, Advantages advantages, double spread, double explainedVariance) {}

  private Learnt learnt(List<List<Rollout>> rollouts, List<List<OptionalDouble>> rewards) {
    if (config.objective() == RunConfig.Objective.PPO) {
      List<Learner.Group> groups = groups(rollouts, rewards);
      List<double[]> paid =
          rewards.stream()
              .map(group -> group.stream().flatMapToDouble(OptionalDouble::stream).toArray())
              .filter(group -> group.length > 0)
              .toList();
      double mean = paid.stream().flatMapToDouble(Arrays::stream).average().orElse(0);
      TokenAdvantages.Estimate estimate = tokens.of(groups, paid, learner.values(groups, mean));
      int absent = (int) rewards.stream().flatMap(List::stream).filter(r -> r.isEmpty()).count();
      return new Learnt(
          estimate.groups(),
          new Advantages(List.of(), absent, 0, 0),
          estimate.spread(),
          estimate.explainedVariance());
    }
    Advantages advantages = config.advantage().of(rewards, config.deviationFloor());
    return new Learnt(
        groups(rollouts, advantages.values()), advantages, spread(rewards), Double.NaN);
  }

  /** Deviation of the rewards within their groups. */
  private double spread(List<List<OptionalDouble>> rewards) {
    List<float[]> centred =
        GroupAdvantage.DR_GRPO.of(rewards, config.deviationFloor()).values().stream()
            .flatMap(List::stream)
            .flatMapToDouble(OptionalDouble::stream)
            .mapToObj(value -> new float[] {(float) value})
            .toList();
    return centred.isEmpty()
        ? Double.NaN
        : Whitening.of(centred, config.deviationFloor()).deviation();
  }

  private List<List<OptionalDouble>> rewards(List<List<Rollout>> groups) {
    return groups.stream()
        .map(group -> group.stream().map(rollout -> rollout.paid(config)).toList())
        .toList();
  }

  private List<List<OptionalDouble>> controlled(List<List<OptionalDouble>> rewards, int update) {
    return switch (config.control()) {
      case NONE -> rewards;
      case SHUFFLED -> RewardControl.shuffled(rewards, config.seed() * 31 + update);
      case CONSTANT -> RewardControl.constant(rewards, 1);
    };
  }

  /**
   * Completions by prompt, each with its number in all of its tokens; without one, it is left out.
   */
  private static List<Learner.Group> groups(
      List<List<Rollout>> rollouts, List<List<OptionalDouble>> numbers) {
    List<Learner.Group> groups = new ArrayList<>();
    for (int g = 0; g < rollouts.size(); g++) {
      Learner.Group group = group(rollouts.get(g), numbers.get(g));
      if (!group.samples().isEmpty()) {
        groups.add(group);
      }
    }
    return groups;
  }

  private static Learner.Group group(List<Rollout> group, List<OptionalDouble> advantages) {
    List<Learner.Sample> samples = new ArrayList<>();
    for (int i = 0; i < group.size(); i++) {
      if (advantages.get(i).isPresent()) {
        Completion completion = group.get(i).completion();
        samples.add(
            new Learner.Sample(
                completion.tokens(), completion.logProbs(), advantages.get(i).getAsDouble()));
      }
    }
    return new Learner.Group(group.get(0).prompt(), samples);
  }

  @Override
  public String figures(Map<String, Object> line) {
    Map<?, ?> grades = (Map<?, ?>) line.getOrDefault(config.profile(), Map.of());
    return String.format(
        Locale.ROOT,
        "reward %.3f  data_preservation %.3f  terminated %.2f  tokens %.0f  KL %.4f  entropy %.3f",
        Updates.number(line, "reward"),
        Updates.number(grades, "data_preservation"),
        Updates.number(line, "terminated"),
        Updates.number(line, "completion_tokens"),
        Updates.number(line, "kl_token"),
        Updates.number(line, "entropy"));
  }
}
