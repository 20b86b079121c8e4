package io.plumbline.cli;

import io.plumbline.trainer.policies.PolicyStack;
import io.plumbline.trainer.supervised.SupervisedConfig;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** What pretrain and sft have in common. */
final class SupervisedOptions {
  @Option(
      names = "--positions",
      defaultValue = "8192",
      description = "tokens that a full step learns from (default: ${DEFAULT-VALUE})")
  private int positions;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "decides initial weights and lessons (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--threads",
      defaultValue = "0",
      description = "threads that compute; 0 is one per core (default: ${DEFAULT-VALUE})")
  private int threads;

  /** The settings, each in its range. */
  SupervisedConfig config(int steps, double learningRate, int warmup) {
    Requirements.within("steps", steps, 1, 1_000_000);
    Requirements.within("positions", positions, 64, 1 << 20);
    if (!(learningRate > 0 && learningRate <= 1)) {
      throw new UserError("learning-rate: " + learningRate + " (expected: above 0, at most 1)");
    }
    Requirements.atLeast("seed", seed, 0);
    return new SupervisedConfig(
        steps, positions, learningRate, warmup, seed, Requirements.threads(threads));
  }

  /**
   * A model to train or to adapt; the caller closes it.
   *
   * @throws UserError if it is none, or has adapters
   */
  static PolicyStack base(String name) throws IOException {
    PolicyStack stack = PolicyStack.open(name);
    if (stack.adapters().isEmpty()) {
      return stack;
    }
    stack.close();
    throw new UserError("base: \"" + name + "\" (expected: a model without adapters)");
  }

  /** Those that decide the result, by name. */
  static Map<String, String> settings(SupervisedConfig config) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("steps", Integer.toString(config.steps()));
    settings.put("positions", Integer.toString(config.positions()));
    settings.put("learning-rate", Double.toString(config.learningRate()));
    settings.put("seed", Long.toString(config.seed()));
    return settings;
  }
}
