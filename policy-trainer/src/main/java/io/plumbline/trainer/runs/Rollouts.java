package io.plumbline.trainer.runs;

import ai.djl.ndarray.NDArray;
import io.plumbline.env.v1.Task;
import io.plumbline.trainer.environments.Attempt;
import io.plumbline.trainer.environments.Environments;
import io.plumbline.trainer.environments.EpisodeGroup;
import io.plumbline.trainer.environments.Outcome;
import io.plumbline.trainer.environments.Terms;
import io.plumbline.trainer.objectives.RewardShaping;
import io.plumbline.trainer.sampling.CacheUse;
import io.plumbline.trainer.sampling.Completion;
import io.plumbline.trainer.sampling.Sampler;
import io.plumbline.trainer.tokenizer.PolicyTokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/** Draws an update's prompts from the environment, samples completions and has them graded. */
final class Rollouts {
  /** Seeds that tasks are drawn from. */
  private static final int TASKS = 1 << 30;

  /**
   * One completion and what it earned.
   *
   * @param text the completion's, as it was graded
   * @param audit graded by the rules that are not paid
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody; read only
  record Rollout(
      Task task, int[] prompt, Completion completion, String text, Outcome outcome, Outcome audit) {

    /** The reward, if there is one, less the penalties of one that was cut off or nearly so. */
    OptionalDouble paid(RunConfig config) {
      if (outcome.reward().isEmpty()) {
        return outcome.reward();
      }
      double reward = outcome.reward().getAsDouble();
      if (!completion.stopped()) {
        reward = RewardShaping.truncated(reward, config.truncationFactor());
      }
      if (config.overlongBuffer() > 0) {
        reward +=
            RewardShaping.overlong(
                completion.tokens().length, config.maxTokens(), config.overlongBuffer());
      }
      return OptionalDouble.of(reward);
    }

    boolean isLong(RunConfig config) {
      return task.getSplit().equals(config.longSplit());
    }
  }

  private final RunConfig config;
  private final Environments environments;
  private final PolicyTokenizer tokenizer;
  private final Sampler sampler;

  Rollouts(
      RunConfig config, Environments environments, PolicyTokenizer tokenizer, Sampler sampler) {
    this.config = config;
    this.environments = environments;
    this.tokenizer = tokenizer;
    this.sampler = sampler;
  }

  /**
   * The rollouts of one update, a list for each prompt.
   *
   * @param weights of the policy as it is now
   */
  List<List<Rollout>> collect(int update, List<NDArray> weights) throws InterruptedException {
    List<Task> tasks = tasks(update);
    List<int[]> prompts =
        tasks.stream().map(task -> tokenizer.prompt(task.getObservation())).toList();
    List<List<Completion>> drawn =
        sampler.sample(
            weights,
            prompts,
            config.groupSize(),
            config.maxTokens(),
            config.temperature(),
            config.seed(),
            (long) update * config.prompts() * config.groupSize());
    List<String> texts =
        drawn.stream().flatMap(List::stream).map(each -> tokenizer.decode(each.text())).toList();
    List<Outcome> outcomes = graded(tasks, drawn, texts, config.profile());
    List<Outcome> audits = graded(tasks, drawn, texts, config.auditProfile());
    List<List<Rollout>> groups = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < tasks.size(); i++) {
      List<Rollout> group = new ArrayList<>();
      for (Completion completion : drawn.get(i)) {
        group.add(
            new Rollout(
                tasks.get(i),
                prompts.get(i),
                completion,
                texts.get(next),
                outcomes.get(next),
                audits.get(next)));
        next++;
      }
      groups.add(group);
    }
    return groups;
  }

  /** What the caches of the last rollouts took. */
  CacheUse cache() {
    return sampler.cache();
  }

  private List<Task> tasks(int update) throws InterruptedException {
    SplittableRandom random = new SplittableRandom(config.seed() * 1_000_003 + update);
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < config.prompts(); i++) {
      // The same share of each kind in every update.
      boolean isLong = (i + 0.5) / config.prompts() < config.longShare(update);
      String split = isLong ? config.longSplit() : config.split();
      tasks.addAll(environments.tasks(config.environment(), split, random.nextInt(TASKS), 1));
    }
    return tasks;
  }

  private List<Outcome> graded(
      List<Task> tasks, List<List<Completion>> drawn, List<String> texts, String profile)
      throws InterruptedException {
    List<EpisodeGroup> groups =
        environments.reset(
            tasks.stream().map(Task::getId).toList(),
            config.groupSize(),
            new Terms(profile, config.rewardRule(), config.maxTokens()));
    List<Attempt> attempts = new ArrayList<>();
    for (int i = 0; i < drawn.size(); i++) {
      for (int attempt = 0; attempt < drawn.get(i).size(); attempt++) {
        Completion completion = drawn.get(i).get(attempt);
        attempts.add(
            new Attempt(
                groups.get(i),
                attempt,
                texts.get(attempts.size()),
                completion.tokens().length,
                !completion.stopped()));
      }
    }
    return environments.step(attempts);
  }
}
