package io.plumbline.trainer.runs;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.plumbline.trainer.model.Batch;
import io.plumbline.trainer.model.Decoder;
import io.plumbline.trainer.model.Gradients;
import io.plumbline.trainer.model.Optimizer;
import io.plumbline.trainer.objectives.Entropy;
import io.plumbline.trainer.objectives.KlEstimators;
import io.plumbline.trainer.objectives.MinibatchSize;
import io.plumbline.trainer.objectives.PolicyLoss;
import io.plumbline.trainer.runs.Learner.Group;
import io.plumbline.trainer.runs.Learner.Sample;
import io.plumbline.trainer.torch.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Function;

/**
 * What a learner computes of one micro-batch at a time, on any of its threads: some prompts, each
 * with some of its completions.
 */
final class PolicyParts {
  private final RunConfig config;
  private final Decoder decoder;
  private final List<NDArray> reference;
  private final Optional<Critic> critic;
  private final boolean exact;

  PolicyParts(
      RunConfig config,
      Decoder decoder,
      List<NDArray> reference,
      Optional<Critic> critic,
      boolean exact) {
    this.config = config;
    this.decoder = decoder;
    this.reference = reference;
    this.critic = critic;
    this.exact = exact;
  }

  /** Sums over one part of a minibatch; the value loss is the part's share. */
  record Sums(
      double kl, double entropy, double clipped, double moved, double valueLoss, int tokens) {}

  /** One part's share of a self-test: see {@link SelfTest}. */
  record Check(double gap, double ratio, Sums sums) {

    /** Of all parts together, with what a step from them would do. */
    static SelfTest joined(List<Check> checks, Optimizer.Trial trial) {
      double gap = 0;
      double ratio = 1;
      double kl = 0;
      int tokens = 0;
      for (Check check : checks) {
        gap = further(gap, check.gap, 0);
        ratio = further(ratio, check.ratio, 1);
        kl += check.sums.kl;
        tokens += check.sums.tokens;
      }
      return new SelfTest(gap, ratio, kl / tokens, trial.norm(), trial.change());
    }
  }

  /** Of leaves or their gradients, those of the adapter. */
  List<NDArray> adapters(List<NDArray> leaves) {
    return leaves.subList(0, leaves.size() - critic.map(head -> head.arrays().size()).orElse(0));
  }

  /** Those of the value head. */
  List<NDArray> critics(List<NDArray> leaves) {
    return leaves.subList(adapters(leaves).size(), leaves.size());
  }

  /**
   * Differentiates a part's share of a minibatch's loss.
   *
   * @param size of the minibatch
   */
  Gradients.Part<Sums> differentiate(List<Group> part, MinibatchSize size, PolicyLoss loss) {
    return (scratch, leaves) -> {
      Batch batch = batch(part);
      NDArray old = table(scratch, batch, part, Sample::logProbs);
      NDArray advantages = table(scratch, batch, part, Sample::advantages);
      NDArray mask = table(scratch, batch, part, PolicyParts::ones);
      Judged now = judge(scratch, batch, old, adapters(leaves));
      NDArray tokenLoss = loss.perToken(now.logProbs(), old, advantages, now.kl());
      if (config.entropyCoefficient() > 0) {
        tokenLoss = tokenLoss.add(Entropy.bonus(now.entropy(), config.entropyCoefficient()));
      }
      NDArray share = config.aggregation().share(tokenLoss, mask, size);
      double valueLoss = 0;
      if (part.get(0).samples().get(0).targets().isPresent()) {
        NDArray perToken = valueLoss(scratch, batch, part, now, leaves);
        NDArray valueShare = config.aggregation().share(perToken, mask, size);
        valueLoss = valueShare.getFloat();
        share = share.add(valueShare);
      }
      Torch.backward(share);
      return new Sums(
          now.kl().sum().getFloat(),
          now.entropy().sum().getFloat(),
          loss.clipped(now.logProbs(), old, advantages).mul(mask).sum().getFloat(),
          KlEstimators.k3(old, now.logProbs()).mul(mask).sum().getFloat(),
          valueLoss,
          batch.tokens());
    };
  }

  /** A policy's figures, {@code [answers, length]} each, and what its head reads. */
  private record Judged(
      NDArray logProbs, NDArray kl, NDArray entropy, Optional<NDArray> features) {}

  private Judged judge(NDManager scratch, Batch batch, NDArray old, List<NDArray> lora) {
    double temperature = config.temperature();
    if (exact && critic.isEmpty()) {
      NDArray anchor = decoder.logProbs(scratch, batch, temperature, reference);
      NDList policy = decoder.policy(scratch, batch, anchor, temperature, reference, lora);
      return new Judged(policy.get(0), policy.get(1), policy.get(2), Optional.empty());
    }
    NDArray features = decoder.features(scratch, batch, reference, lora);
    NDList policy = decoder.sampled(scratch, features, batch, temperature, reference);
    NDArray kl =
        exact
            ? decoder.divergence(
                scratch,
                policy.get(2),
                decoder.logProbs(scratch, batch, temperature, reference),
                batch)
            : KlEstimators.ratioK3(
                policy.get(0),
                decoder.tokenLogProbs(scratch, batch, temperature, reference, List.of()),
                old);
    return new Judged(policy.get(0), kl, policy.get(1), Optional.of(features));
  }

  private NDArray valueLoss(
      NDManager scratch, Batch batch, List<Group> part, Judged now, List<NDArray> leaves) {
    Critic head = critic.orElseThrow();
    NDArray features = now.features().orElseThrow();
    return head.loss()
        .perToken(
            head.values(scratch, decoder, features, batch, critics(leaves)),
            table(scratch, batch, part, sample -> sample.targets().orElseThrow().values()),
            table(scratch, batch, part, sample -> sample.targets().orElseThrow().returns()));
  }

  /** What the value head expects before each token of each completion. */
  Gradients.Part<List<float[]>> values(List<Group> part) {
    return (scratch, leaves) -> {
      Batch batch = batch(part);
      NDArray features = decoder.features(scratch, batch, reference, adapters(leaves));
      float[] table =
          critic
              .orElseThrow()
              .values(scratch, decoder, features, batch, critics(leaves))
              .toFloatArray();
      List<float[]> values = new ArrayList<>();
      for (Sample sample : samples(part)) {
        int from = values.size() * batch.length();
        values.add(Arrays.copyOfRange(table, from, from + sample.tokens().length));
      }
      return values;
    };
  }

  /** Greatest difference of a log-probability when drawn and as the reference policy has it. */
  double logProbGap(NDManager scratch, List<Group> part) {
    Batch batch = batch(part);
    return furthest(
        part,
        batch,
        decoder.tokenLogProbs(scratch, batch, config.temperature(), reference, List.of()),
        (uncached, drawn) -> Math.abs(uncached - drawn),
        0);
  }

  /** The ratio of a token's probability now to that when drawn that is furthest from 1. */
  double ratio(NDManager scratch, List<Group> part, List<NDArray> leaves) {
    Batch batch = batch(part);
    return furthest(
        part,
        batch,
        decoder.tokenLogProbs(scratch, batch, config.temperature(), reference, adapters(leaves)),
        (now, drawn) -> Math.exp(now - drawn),
        1);
  }

  /** Of what tokens' log-probabilities make with those when drawn, the one furthest from even. */
  private static double furthest(
      List<Group> part, Batch batch, NDArray logProbs, DoubleBinaryOperator with, double even) {
    float[] now = logProbs.toFloatArray();
    double furthest = even;
    int row = 0;
    for (Sample sample : samples(part)) {
      float[] drawn = sample.logProbs();
      for (int j = 0; j < drawn.length; j++) {
        double found = with.applyAsDouble(now[row * batch.length() + j], drawn[j]);
        furthest = further(furthest, found, even);
      }
      row++;
    }
    return furthest;
  }

  /** Of two, the one further from even; what is not a number is furthest of all. */
  private static double further(double one, double other, double even) {
    return Math.abs(other - even) <= Math.abs(one - even) ? one : other;
  }

  private static Batch batch(List<Group> part) {
    return Batch.of(
        part.stream().map(Group::prompt).toList(),
        part.stream().map(group -> group.samples().stream().map(Sample::tokens).toList()).toList());
  }

  private static List<Sample> samples(List<Group> part) {
    return part.stream().flatMap(group -> group.samples().stream()).toList();
  }

  private static float[] ones(Sample sample) {
    float[] ones = new float[sample.tokens().length];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** What each sample has of its tokens, {@code [answers, length]}. */
  private static NDArray table(
      NDManager scratch, Batch batch, List<Group> part, Function<Sample, float[]> figure) {
    float[] flat = new float[batch.tokens()];
    int next = 0;
    for (Sample sample : samples(part)) {
      float[] values = figure.apply(sample);
      System.arraycopy(values, 0, flat, next, values.length);
      next += values.length;
    }
    return scratch.create(batch.table(flat), new Shape(batch.answers(), batch.length()));
  }
}
