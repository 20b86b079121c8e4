package io.plumbline.trainer.runs;

import io.plumbline.graders.Profile;
import io.plumbline.graders.RewardRule;
import io.plumbline.trainer.alarms.Alarm;
import io.plumbline.trainer.checkpoint.LoraConfig;
import io.plumbline.trainer.model.Precision;
import io.plumbline.trainer.objectives.Aggregation;
import io.plumbline.trainer.objectives.GroupAdvantage;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Every setting of a run. The bundled {@code train.properties} documents each; {@link
 * RunConfigFile} reads files of that form.
 *
 * @param prompts of one update, each with {@code groupSize} completions
 * @param longShare share of prompts from the split of long tables
 * @param curriculum updates over which that share rises from 0; 0 for none
 * @param examples that gold is learnt from again and again; 0 for new ones in each update
 * @param learningRate at the first update; falls in a straight line to {@code lastLearningRate}
 */
public record RunConfig(
    long seed,
    int threads,
    int updates,
    String environment,
    String split,
    String longSplit,
    double longShare,
    int curriculum,
    int examples,
    String profile,
    String auditProfile,
    String rewardRule,
    Control control,
    int prompts,
    int groupSize,
    int maxTokens,
    double temperature,
    double truncationFactor,
    GroupAdvantage advantage,
    double deviationFloor,
    int epochs,
    int minibatches,
    double clipLow,
    double clipHigh,
    double klCoefficient,
    Aggregation aggregation,
    double learningRate,
    double lastLearningRate,
    double maxNorm,
    int loraRank,
    int loraAlpha,
    Precision precision,
    int evaluateEvery,
    int evaluationTasks,
    String evaluationSplit,
    String evaluationLongSplit,
    String sampleSplit,
    int evaluationMaxTokens,
    Objective objective,
    double beta,
    int overlongBuffer,
    double entropyCoefficient,
    double klBound,
    double klTarget,
    double gamma,
    double gaeLambda,
    double valueClip,
    double valueLearningRate,
    double valueCoefficient,
    String stopOn,
    int keepCheckpoints,
    int microBatchTokens,
    String loraTargets) {

  /** What a run minimises. */
  public enum Objective {
    /** Rewards, centred by their prompt's group. */
    GRPO,
    /** Rewards, less what a value head expected of each token. */
    PPO,
    /** Imitation of gold. */
    SFT,
    /** Preference of gold to gold with rows dropped, anchored to the starting policy. */
    DPO,
    /** The same beside imitation, without an anchor. */
    ORPO;

    /** Whether it learns from rewards, or else from gold. */
    public boolean isRewarded() {
      return this == GRPO || this == PPO;
    }
  }

  /** What becomes of the rewards before they are learnt from. */
  public enum Control {
    /** Nothing. */
    NONE,
    /** Dealt out anew over the batch: a control that must not improve. */
    SHUFFLED,
    /** The same for every completion: another one. */
    CONSTANT
  }

  /**
   * @throws IllegalArgumentException if a value is out of its range; the message names it as files
   *     do: {@code group_size: 1 (expected: 2 to 1024)}
   */
  public RunConfig {
    within("seed", seed, 0, Long.MAX_VALUE);
    within("threads", threads, 1, 256);
    within("updates", updates, 1, 1_000_000);
    oneOf("environment", environment, List.of("spreadsheet_clean"));
    name("split", split);
    name("long_split", longSplit);
    within("long_share", longShare, 0, 1);
    within("curriculum", curriculum, 0, 1_000_000);
    within("examples", examples, 0, 1_000_000);
    if (curriculum > 0 && examples > 0) {
      throw bad("curriculum", curriculum, "0 where examples is above 0");
    }
    List<String> profiles = Arrays.stream(Profile.values()).map(Profile::label).toList();
    oneOf("profile", profile, profiles);
    oneOf("audit_profile", auditProfile, profiles);
    oneOf(
        "reward_rule",
        rewardRule,
        Arrays.stream(RewardRule.values()).map(RewardRule::label).toList());
    within("prompts", prompts, 1, 4096);
    within("group_size", groupSize, 2, 1024);
    within("max_tokens", maxTokens, 1, 1 << 20);
    within("temperature", temperature, 0.01, 10);
    within("truncation_factor", truncationFactor, 0, 1);
    within("deviation_floor", deviationFloor, 1e-6, 1);
    within("epochs", epochs, 1, 100);
    within("minibatches", minibatches, 1, 4096);
    within("clip_low", clipLow, 0.001, 0.999);
    within("clip_high", clipHigh, 0.001, 100);
    within("kl_coefficient", klCoefficient, 0, 100);
    within("learning_rate", learningRate, 0, 1);
    within("last_learning_rate", lastLearningRate, 0, 1);
    within("max_norm", maxNorm, 1e-6, 1e6);
    within("lora_rank", loraRank, 1, 1024);
    within("lora_alpha", loraAlpha, 1, 65_536);
    within("evaluate_every", evaluateEvery, 0, 1_000_000);
    within("evaluation_tasks", evaluationTasks, 2, 10_000);
    name("evaluation_split", evaluationSplit);
    name("evaluation_long_split", evaluationLongSplit);
    name("sample_split", sampleSplit);
    within("evaluation_max_tokens", evaluationMaxTokens, 1, 1 << 20);
    within("beta", beta, 1e-6, 100);
    within("overlong_buffer", overlongBuffer, 0, maxTokens);
    within("entropy_coefficient", entropyCoefficient, 0, 10);
    within("kl_bound", klBound, 0, 1000);
    within("kl_target", klTarget, 0, 1000);
    within("gamma", gamma, 0, 1);
    within("gae_lambda", gaeLambda, 0, 1);
    within("value_clip", valueClip, 1e-6, 1000);
    within("value_learning_rate", valueLearningRate, 0, 1);
    within("value_coefficient", valueCoefficient, 0, 100);
    within("keep_checkpoints", keepCheckpoints, 0, 1000);
    within("micro_batch_tokens", microBatchTokens, 1, 1 << 24);
    modules("lora_targets", targets(loraTargets));
    try {
      Alarm.parse(stopOn);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("stop_on: " + e.getMessage(), e);
    }
  }

  /** The settings of the bundled {@code train.properties}. */
  public static RunConfig defaults() {
    return RunConfigFile.defaults().config();
  }

  private static void within(String key, long value, long least, long most) {
    if (value < least || value > most) {
      throw bad(key, value, most == Long.MAX_VALUE ? "at least " + least : least + " to " + most);
    }
  }

  private static void within(String key, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw bad(key, value, shown(least) + " to " + shown(most));
    }
  }

  private static String shown(double bound) {
    return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
  }

  private static void oneOf(String key, String value, List<String> known) {
    if (!known.contains(value)) {
      throw bad(key, '"' + value + '"', String.join(" or ", known));
    }
  }

  /** A split's name; whether there is one of it, the server says. */
  private static void name(String key, String value) {
    if (!value.matches("[A-Za-z0-9_.-]+")) {
      throw bad(key, '"' + value + '"', "letters, digits and _ . -");
    }
  }

  private static void modules(String key, List<String> names) {
    for (String name : names) {
      if (!LoraConfig.MODULES.contains(name) || Collections.frequency(names, name) > 1) {
        String known = String.join(", ", LoraConfig.MODULES);
        throw bad(key, '"' + name + '"', "some of " + known + ", each once");
      }
    }
  }

  private static IllegalArgumentException bad(String key, Object value, String expected) {
    return new IllegalArgumentException(key + ": " + value + " (expected: " + expected + ")");
  }

  /** The share of long tables in an update, from 0. */
  double longShare(int update) {
    return curriculum == 0 ? longShare : longShare * Math.min(1, (double) update / curriculum);
  }

  /** The modules that the adapter covers, by PEFT's names. */
  List<String> targets() {
    return targets(loraTargets);
  }

  private static List<String> targets(String names) {
    return Arrays.stream(names.split(",", -1)).map(String::strip).toList();
  }

  double learningRate(int update) {
    double progress = updates > 1 ? (double) update / (updates - 1) : 0;
    return learningRate + (lastLearningRate - learningRate) * progress;
  }
}
