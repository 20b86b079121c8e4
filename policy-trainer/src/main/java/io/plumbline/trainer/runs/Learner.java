package io.plumbline.trainer.runs;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.plumbline.trainer.model.Batch;
import io.plumbline.trainer.model.Decoder;
import io.plumbline.trainer.model.Gradients;
import io.plumbline.trainer.model.Optimizer;
import io.plumbline.trainer.objectives.MinibatchSize;
import io.plumbline.trainer.objectives.PolicyLoss;
import io.plumbline.trainer.torch.Torch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Turns rollouts with advantages into steps of the adapter. */
final class Learner {

  /** One prompt's completions that have an advantage. */
  @SuppressWarnings("ArrayRecordComponent") // goes from here straight into a batch
  record Group(int[] prompt, List<Sample> samples) {}

  /**
   * @param logProbs of each token when it was drawn
   */
  @SuppressWarnings("ArrayRecordComponent") // goes from here straight into a batch
  record Sample(int[] tokens, float[] logProbs, double advantage) {}

  /**
   * What a pass over the rollouts showed: means per token unless said, NaN without a token.
   *
   * @param norm of the gradient, mean over steps
   * @param tokens learnt from, in all epochs
   * @param refused steps that were not taken, since their gradient was not finite
   */
  record Pass(
      double klToken,
      double klSequence,
      double entropy,
      double clipShare,
      double norm,
      int tokens,
      int refused) {}

  private final RunConfig config;
  private final Decoder decoder;
  private final List<NDArray> reference;
  private final Gradients gradients;
  private final Optimizer optimizer;
  private final PolicyLoss loss;

  /**
   * @param reference weights of the reference policy, fused
   * @param gradients with respect to the adapter
   */
  Learner(
      RunConfig config,
      Decoder decoder,
      List<NDArray> reference,
      Gradients gradients,
      Optimizer optimizer) {
    this.config = config;
    this.decoder = decoder;
    this.reference = reference;
    this.gradients = gradients;
    this.optimizer = optimizer;
    loss = new PolicyLoss(config.clipLow(), config.clipHigh(), config.klCoefficient());
  }

  /** Sums over one part of a minibatch. */
  private record Sums(double kl, double entropy, double clipped, int tokens) {}

  /**
   * Learns from all groups, {@code epochs} times, in minibatches drawn by {@code seed}.
   *
   * @param groups from none of them no step is taken
   */
  Pass learn(NDManager owner, List<Group> groups, double learningRate, long seed) {
    List<Sums> all = new ArrayList<>();
    double norms = 0;
    int steps = 0;
    int refused = 0;
    Random random = new Random(seed); // its shuffle is the same on every JDK
    for (int epoch = 0; epoch < config.epochs(); epoch++) {
      List<Group> order = new ArrayList<>(groups);
      Collections.shuffle(order, random);
      int count = Math.min(config.minibatches(), order.size());
      for (int i = 0; i < count; i++) {
        List<Group> minibatch =
            order.subList(order.size() * i / count, order.size() * (i + 1) / count);
        MinibatchSize size = size(minibatch);
        all.addAll(
            gradients.differentiate(
                minibatch.stream()
                    .<Gradients.Part<Sums>>map(group -> differentiate(group, size))
                    .toList()));
        try (NDManager scratch = owner.newSubManager()) {
          double norm = optimizer.step(gradients.sums(scratch), learningRate, config.maxNorm());
          norms += norm;
          refused += Double.isFinite(norm) ? 0 : 1;
        }
        steps++;
      }
    }
    int tokens = all.stream().mapToInt(Sums::tokens).sum();
    double sequences =
        config.epochs() * (double) groups.stream().mapToInt(g -> g.samples().size()).sum();
    double kl = all.stream().mapToDouble(Sums::kl).sum();
    return new Pass(
        kl / tokens,
        kl / sequences,
        all.stream().mapToDouble(Sums::entropy).sum() / tokens,
        all.stream().mapToDouble(Sums::clipped).sum() / tokens,
        norms / steps,
        tokens,
        refused);
  }

  /**
   * What rollouts of the policy as it is show of the machinery; changes nothing.
   *
   * @param group drawn from the present policy; its advantages must not all be 0
   */
  SelfTest selfTest(Group group) {
    MinibatchSize size = size(List.of(group));
    double[] gap = new double[1];
    double[] ratio = new double[1];
    List<Sums> sums =
        gradients.differentiate(
            List.of(
                (scratch, leaves) -> {
                  gap[0] = logProbGap(scratch, group);
                  ratio[0] = ratio(scratch, group, leaves);
                  return differentiate(group, size).differentiate(scratch, leaves);
                }));
    try (NDManager scratch = Torch.newManager()) {
      Optimizer.Trial trial =
          optimizer.trial(gradients.sums(scratch), config.learningRate(0), config.maxNorm());
      double kl = sums.get(0).kl() / sums.get(0).tokens();
      return new SelfTest(gap[0], ratio[0], kl, trial.norm(), trial.change());
    }
  }

  private double logProbGap(NDManager scratch, Group group) {
    Batch batch = batch(group);
    float[] all = decoder.logProbs(scratch, batch, config.temperature(), reference).toFloatArray();
    int vocabulary = all.length / batch.tokens();
    double gap = 0;
    int next = 0;
    for (Sample sample : group.samples()) {
      for (int i = 0; i < sample.tokens().length; i++) {
        double uncached = all[next++ * vocabulary + sample.tokens()[i]];
        gap = Math.max(gap, Math.abs(uncached - sample.logProbs()[i]));
      }
    }
    return gap;
  }

  /** The one furthest from 1. */
  private double ratio(NDManager scratch, Group group, List<NDArray> leaves) {
    Batch batch = batch(group);
    NDArray anchor = decoder.logProbs(scratch, batch, config.temperature(), reference);
    float[] now =
        decoder
            .policy(scratch, batch, anchor, config.temperature(), reference, leaves)
            .get(0)
            .toFloatArray();
    double furthest = 1;
    for (int i = 0; i < group.samples().size(); i++) {
      float[] drawn = group.samples().get(i).logProbs();
      for (int j = 0; j < drawn.length; j++) {
        double ratio = Math.exp(now[i * batch.length() + j] - drawn[j]);
        furthest = Math.abs(ratio - 1) > Math.abs(furthest - 1) ? ratio : furthest;
      }
    }
    return furthest;
  }

  private static Batch batch(Group group) {
    return Batch.of(
        List.of(group.prompt()), List.of(group.samples().stream().map(Sample::tokens).toList()));
  }

  private MinibatchSize size(List<Group> minibatch) {
    int sequences = 0;
    int tokens = 0;
    for (Group group : minibatch) {
      for (Sample sample : group.samples()) {
        sequences++;
        tokens += sample.tokens().length;
      }
    }
    return new MinibatchSize(sequences, tokens, config.maxTokens());
  }

  private Gradients.Part<Sums> differentiate(Group group, MinibatchSize size) {
    return (scratch, leaves) -> {
      Batch batch = batch(group);
      NDArray anchor = decoder.logProbs(scratch, batch, config.temperature(), reference);
      NDList policy =
          decoder.policy(scratch, batch, anchor, config.temperature(), reference, leaves);
      Shape shape = new Shape(batch.answers(), batch.length());
      float[] drawn = new float[batch.tokens()];
      float[] ones = new float[batch.tokens()];
      float[] advantages = new float[batch.answers()];
      int next = 0;
      for (int i = 0; i < group.samples().size(); i++) {
        Sample sample = group.samples().get(i);
        advantages[i] = (float) sample.advantage();
        for (float logProb : sample.logProbs()) {
          ones[next] = 1;
          drawn[next++] = logProb;
        }
      }
      NDArray old = scratch.create(batch.table(drawn), shape);
      NDArray mask = scratch.create(batch.table(ones), shape);
      NDArray advantage = scratch.create(advantages, new Shape(batch.answers(), 1));
      NDArray tokenLoss = loss.perToken(policy.get(0), old, advantage, policy.get(1));
      Torch.backward(config.aggregation().share(tokenLoss, mask, size));
      return new Sums(
          policy.get(1).sum().getFloat(),
          policy.get(2).sum().getFloat(),
          loss.clipped(policy.get(0), old, advantage).mul(mask).sum().getFloat(),
          batch.tokens());
    };
  }
}
