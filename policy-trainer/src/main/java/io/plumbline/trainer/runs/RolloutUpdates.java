package io.plumbline.trainer.runs;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.plumbline.trainer.objectives.Advantages;
import io.plumbline.trainer.objectives.RewardControl;
import io.plumbline.trainer.runs.Rollouts.Rollout;
import io.plumbline.trainer.sampling.Completion;
import java.util.ArrayList;
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

  /**
   * @param policy weights of the policy as it is, owned by the manager that it is given
   */
  RolloutUpdates(
      RunConfig config,
      NDManager manager,
      Rollouts source,
      Function<NDManager, List<NDArray>> policy,
      Learner learner) {
    this.config = config;
    this.manager = manager;
    this.source = source;
    this.policy = policy;
    this.learner = learner;
  }

  @Override
  public Map<String, Object> take(int update, long started) throws InterruptedException {
    long start = System.nanoTime();
    List<List<Rollout>> groups;
    try (NDManager scratch = manager.newSubManager()) {
      groups = source.collect(update, policy.apply(scratch));
    }
    long learning = System.nanoTime();
    Advantages advantages =
        config.advantage().of(controlled(rewards(groups), update), config.deviationFloor());
    List<Learner.Group> learnt = learnt(groups, advantages);
    if (update == 0) {
      List<Rollout> first = groups.get(0);
      List<OptionalDouble> any = Collections.nCopies(first.size(), OptionalDouble.of(1));
      learner.selfTest(group(first, any)).check(config.precision());
    }
    Learner.Pass pass =
        learner.learn(manager, learnt, config.learningRate(update), config.seed() + update);
    long done = System.nanoTime();
    return UpdateMetrics.of(
        update + 1,
        (done - started) / 1e9,
        groups.stream().flatMap(List::stream).toList(),
        config,
        advantages,
        pass,
        (learning - start) / 1e9,
        (done - learning) / 1e9);
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

  private static List<Learner.Group> learnt(List<List<Rollout>> groups, Advantages advantages) {
    List<Learner.Group> learnt = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      Learner.Group group = group(groups.get(g), advantages.values().get(g));
      if (!group.samples().isEmpty()) {
        learnt.add(group);
      }
    }
    return learnt;
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
