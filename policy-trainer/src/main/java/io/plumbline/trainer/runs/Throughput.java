package io.plumbline.trainer.runs;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.plumbline.trainer.checkpoint.ModelConfig;
import io.plumbline.trainer.model.Adapter;
import io.plumbline.trainer.model.Decoder;
import io.plumbline.trainer.model.Gradients;
import io.plumbline.trainer.model.Optimizer;
import io.plumbline.trainer.model.Precision;
import io.plumbline.trainer.model.Weights;
import io.plumbline.trainer.sampling.Completion;
import io.plumbline.trainer.sampling.Sampler;
import io.plumbline.trainer.torch.AdamW;
import io.plumbline.trainer.torch.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Times sampling and updates on random weights and completions of forced length, beside the matrix
 * products that they cannot do without.
 */
public final class Throughput {
  private static final int NEVER = -1;

  /**
   * What was measured.
   *
   * @param sampled completion tokens a second
   * @param sampledCeiling the same if sampling were its matrix products alone, mean of those
   *     measured behind each update
   * @param trained completion tokens a second that updates learn from
   * @param trainedCeiling the same if updates were their matrix products alone
   * @param secondsPerUpdate sampling and learning
   * @param memoryMib resident, of the whole process
   */
  public record Figures(
      double sampled,
      double sampledCeiling,
      double trained,
      double trainedCeiling,
      double secondsPerUpdate,
      double memoryMib) {}

  /**
   * What is timed.
   *
   * @param prompts of an update, at least 4; each with {@code groupSize} completions of just {@code
   *     completionTokens} after {@code promptTokens}
   */
  public record Work(
      ModelConfig shape, int prompts, int groupSize, int promptTokens, int completionTokens) {}

  private final RunConfig config;
  private final ModelConfig shape;
  private final int promptTokens;

  private Throughput(RunConfig config, ModelConfig shape, int promptTokens) {
    this.config = config;
    this.shape = shape;
    this.promptTokens = promptTokens;
  }

  /**
   * Times updates in 4 minibatches on random weights.
   *
   * @param threads that sample and compute gradients
   * @param updates after a first one that is not counted
   */
  public static Figures measure(Work work, int threads, int updates) {
    RunConfig config =
        RunConfigFile.defaults()
            .with("threads", Integer.toString(threads), "threads")
            .with("prompts", Integer.toString(work.prompts), "prompts")
            .with("group_size", Integer.toString(work.groupSize), "group_size")
            .with("minibatches", "4", "minibatches")
            .with("max_tokens", Integer.toString(work.completionTokens), "completion_tokens")
            .config();
    return new Throughput(config, work.shape, work.promptTokens).measure(updates);
  }

  private Figures measure(int updates) {
    Torch.enterThread(false);
    double scale = (double) config.loraAlpha() / config.loraRank();
    try (NDManager owner = Torch.newManager();
        Decoder decoder = new Decoder(shape, scale, config.precision());
        Decoder sampling = new Decoder(shape, scale, Precision.FP32);
        Sampler sampler = new Sampler(sampling, List.of(NEVER), config.threads(), () -> false)) {
      List<NDArray> weights = Weights.fuse(owner, shape, Weights.initial(shape, config.seed()));
      Adapter adapter =
          Adapter.initial(owner, shape, config.loraRank(), config.loraAlpha(), "", config.seed());
      Optimizer optimizer = new Optimizer(owner, new AdamW(0.9, 0.99, 0), adapter.arrays());
      try (Gradients gradients = new Gradients(adapter.arrays(), config.threads())) {
        Learner learner = new Learner(config, decoder, weights, gradients, optimizer);
        ProductCeiling ceiling = new ProductCeiling(config, shape, promptTokens);
        double sampleSeconds = 0;
        double learnSeconds = 0;
        double sampledCeilings = 0;
        double trainedCeilings = 0;
        for (int update = 0; update <= updates; update++) {
          long start = System.nanoTime();
          List<Learner.Group> groups = sample(sampler, weights, update);
          long drawn = System.nanoTime();
          learner.learn(owner, groups, 1e-4, config.klCoefficient(), update);
          if (update > 0) {
            sampleSeconds += (drawn - start) / 1e9;
            learnSeconds += (System.nanoTime() - drawn) / 1e9;
            // Beside each update, as a shared machine is faster at one time than at another.
            sampledCeilings += ceiling.sampled();
            trainedCeilings += ceiling.trained();
          }
        }
        double tokens =
            (double) updates * config.prompts() * config.groupSize() * config.maxTokens();
        return new Figures(
            tokens / sampleSeconds,
            sampledCeilings / updates,
            tokens / learnSeconds,
            trainedCeilings / updates,
            (sampleSeconds + learnSeconds) / updates,
            Memory.residentMib());
      }
    }
  }

  private List<Learner.Group> sample(Sampler sampler, List<NDArray> weights, int update) {
    SplittableRandom random = new SplittableRandom(config.seed() + update);
    List<int[]> prompts = new ArrayList<>();
    for (int i = 0; i < config.prompts(); i++) {
      prompts.add(random.ints(promptTokens, 4, shape.vocabSize()).toArray());
    }
    List<List<Completion>> drawn =
        sampler.sample(
            weights, prompts, config.groupSize(), config.maxTokens(), 1, config.seed(), update);
    List<Learner.Group> groups = new ArrayList<>();
    for (int i = 0; i < prompts.size(); i++) {
      List<Learner.Sample> samples = new ArrayList<>();
      for (Completion completion : drawn.get(i)) {
        double advantage = samples.size() % 2 == 0 ? 1 : -1;
        samples.add(new Learner.Sample(completion.tokens(), completion.logProbs(), advantage));
      }
      groups.add(new Learner.Group(prompts.get(i), samples));
    }
    return groups;
  }
}
