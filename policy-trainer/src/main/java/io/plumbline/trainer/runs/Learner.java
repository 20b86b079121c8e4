package io.plumbline.trainer.runs;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.plumbline.trainer.model.Decoder;
import io.plumbline.trainer.model.Gradients;
import io.plumbline.trainer.model.MicroBatches;
import io.plumbline.trainer.model.MicroBatches.MicroBatch;
import io.plumbline.trainer.model.Optimizer;
import io.plumbline.trainer.objectives.EpochStop;
import io.plumbline.trainer.objectives.MinibatchSize;
import io.plumbline.trainer.objectives.PolicyLoss;
import io.plumbline.trainer.torch.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Turns rollouts with advantages into steps of the adapter. */
final class Learner {

  /** One prompt's completions that have an advantage. */
  @SuppressWarnings("ArrayRecordComponent") // goes from here straight into a batch
  record Group(int[] prompt, List<Sample> samples) {

    /** The same prompt with some of its completions, by number. */
    Group only(List<Integer> numbers) {
      return new Group(prompt, numbers.stream().map(samples::get).toList());
    }

    MicroBatches.Lengths lengths() {
      return MicroBatches.Lengths.of(prompt, samples.stream().map(Sample::tokens).toList());
    }
  }

  /**
   * @param logProbs of each token when it was drawn
   * @param advantages of each token
   * @param targets what its values are learnt from; empty for a learner without a value head
   */
  @SuppressWarnings("ArrayRecordComponent") // goes from here straight into a batch
  record Sample(int[] tokens, float[] logProbs, float[] advantages, Optional<Targets> targets) {

    /** One whose tokens all have the same advantage. */
    Sample(int[] tokens, float[] logProbs, double advantage) {
      this(tokens, logProbs, even(tokens.length, advantage), Optional.empty());
    }

    private static float[] even(int length, double advantage) {
      float[] advantages = new float[length];
      Arrays.fill(advantages, (float) advantage);
      return advantages;
    }
  }

  /**
   * @param values of each token before the update
   * @param returns what they should have been
   */
  @SuppressWarnings("ArrayRecordComponent") // goes from here straight into a batch
  record Targets(float[] values, float[] returns) {}

  /**
   * What a pass over the rollouts showed: means per token unless said, NaN without a token.
   *
   * @param norm of the gradient, mean over steps
   * @param tokens learnt from, in all epochs
   * @param refused steps that were not taken, since their gradient was not finite
   * @param moved KL from the policy that sampled to the one in training, in the last epoch
   * @param epochs taken
   * @param valueLoss NaN without a value head
   * @param padding share of the places computed that only filled rectangles up
   */
  record Pass(
      double klToken,
      double klSequence,
      double entropy,
      double clipShare,
      double norm,
      int tokens,
      int refused,
      double moved,
      int epochs,
      double valueLoss,
      double padding) {}

  private final RunConfig config;
  private final Gradients gradients;
  private final Optimizer optimizer;
  private final Optional<Critic> critic;
  private final PolicyParts parts;
  private final MicroBatches batches;
  private final EpochStop stop;

  /** Without a value head, summing KL over the vocabulary. */
  Learner(
      RunConfig config,
      Decoder decoder,
      List<NDArray> reference,
      Gradients gradients,
      Optimizer optimizer) {
    this(config, decoder, reference, gradients, optimizer, Optional.empty(), true);
  }

  /**
   * @param reference weights of the reference policy, fused
   * @param gradients with respect to the adapter and then the critic
   * @param optimizer of the adapter
   * @param exact whether KL is summed over the vocabulary, or else ratio·k3 of the sampled token
   */
  Learner(
      RunConfig config,
      Decoder decoder,
      List<NDArray> reference,
      Gradients gradients,
      Optimizer optimizer,
      Optional<Critic> critic,
      boolean exact) {
    this.config = config;
    this.gradients = gradients;
    this.optimizer = optimizer;
    this.critic = critic;
    parts = new PolicyParts(config, decoder, reference, critic, exact);
    batches = new MicroBatches(config.microBatchTokens());
    stop = new EpochStop(config.klBound());
  }

  private PolicyLoss loss(double klCoefficient) {
    return new PolicyLoss(config.clipLow(), config.clipHigh(), klCoefficient);
  }

  /**
   * Learns from all groups, {@code epochs} times or until the policy has moved by {@code kl_bound},
   * in minibatches drawn by {@code seed}.
   *
   * @param groups from none of them no step is taken
   */
  Pass learn(
      NDManager owner, List<Group> groups, double learningRate, double klCoefficient, long seed) {
    PolicyLoss loss = loss(klCoefficient);
    List<PolicyParts.Sums> all = new ArrayList<>();
    List<List<MicroBatch>> computed = new ArrayList<>();
    double norms = 0;
    int steps = 0;
    int refused = 0;
    int epochs = 0;
    double moved = Double.NaN;
    Random random = new Random(seed); // its shuffle is the same on every JDK
    while (epochs < config.epochs() && !(epochs > 0 && stop.after(moved))) {
      List<Group> order = new ArrayList<>(groups);
      Collections.shuffle(order, random);
      int count = Math.min(config.minibatches(), order.size());
      int before = all.size();
      for (int i = 0; i < count; i++) {
        List<Group> minibatch =
            order.subList(order.size() * i / count, order.size() * (i + 1) / count);
        MinibatchSize size = size(minibatch);
        List<List<MicroBatch>> cut = cut(minibatch);
        all.addAll(differentiate(cut, minibatch, some -> parts.differentiate(some, size, loss)));
        computed.addAll(cut);
        double norm = step(owner, learningRate);
        norms += norm;
        refused += Double.isFinite(norm) ? 0 : 1;
        steps++;
      }
      moved = mean(all.subList(before, all.size()), PolicyParts.Sums::moved);
      epochs++;
    }
    int tokens = all.stream().mapToInt(PolicyParts.Sums::tokens).sum();
    double sequences = epochs * (double) groups.stream().mapToInt(g -> g.samples().size()).sum();
    double kl = all.stream().mapToDouble(PolicyParts.Sums::kl).sum();
    double valueLoss = all.stream().mapToDouble(PolicyParts.Sums::valueLoss).sum();
    return new Pass(
        kl / tokens,
        kl / sequences,
        mean(all, PolicyParts.Sums::entropy),
        mean(all, PolicyParts.Sums::clipped),
        norms / steps,
        tokens,
        refused,
        moved,
        epochs,
        critic.isPresent() ? valueLoss / steps : Double.NaN,
        MicroBatches.padding(computed));
  }

  private List<List<MicroBatch>> cut(List<Group> groups) {
    return batches.cut(groups.stream().map(Group::lengths).toList(), gradients.threads());
  }

  /** What each micro-batch gives, thread by thread. */
  private <R> List<R> differentiate(
      List<List<MicroBatch>> cut,
      List<Group> groups,
      Function<List<Group>, Gradients.Part<R>> part) {
    return gradients
        .shares(
            cut.stream()
                .map(share -> share.stream().map(each -> part.apply(some(groups, each))).toList())
                .toList())
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  /** The prompts of a micro-batch, each with those of its completions that are in it. */
  private static List<Group> some(List<Group> groups, MicroBatch batch) {
    return batch.runs().stream().map(run -> groups.get(run.group()).only(run.answers())).toList();
  }

  private static double mean(
      List<PolicyParts.Sums> sums, ToDoubleFunction<PolicyParts.Sums> figure) {
    return sums.stream().mapToDouble(figure).sum()
        / sums.stream().mapToInt(PolicyParts.Sums::tokens).sum();
  }

  /** The norm of the adapter's gradient. */
  private double step(NDManager owner, double learningRate) {
    try (NDManager scratch = owner.newSubManager()) {
      List<NDArray> sums = gradients.sums(scratch);
      critic.ifPresent(head -> head.step(parts.critics(sums)));
      return optimizer.step(parts.adapters(sums), learningRate, config.maxNorm());
    }
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

  /**
   * What the value head expects before each token, by group and completion.
   *
   * @param groups drawn from the present policy
   * @param reward what they earned, on the mean: what a new head expects
   * @throws java.util.NoSuchElementException without a value head
   */
  List<List<float[]>> values(List<Group> groups, double reward) {
    critic.orElseThrow().begin(reward);
    List<float[][]> values =
        groups.stream().map(group -> new float[group.samples().size()][]).toList();
    List<List<MicroBatch>> cut = cut(groups);
    Iterator<List<float[]>> found = differentiate(cut, groups, parts::values).iterator();
    cut.stream()
        .flatMap(List::stream)
        .forEach(
            batch -> {
              Iterator<float[]> rows = found.next().iterator();
              batch
                  .runs()
                  .forEach(
                      run ->
                          run.answers()
                              .forEach(answer -> values.get(run.group())[answer] = rows.next()));
            });
    return values.stream().map(List::of).toList();
  }

  /**
   * What rollouts of the policy as it is show of the machinery; changes nothing.
   *
   * @param group drawn from the present policy; its advantages must not all be 0
   */
  SelfTest selfTest(Group group) {
    PolicyLoss loss = loss(config.klCoefficient());
    MinibatchSize size = size(List.of(group));
    List<PolicyParts.Check> checks =
        differentiate(
            cut(List.of(group)),
            List.of(group),
            some ->
                (scratch, leaves) ->
                    new PolicyParts.Check(
                        parts.logProbGap(scratch, some),
                        parts.ratio(scratch, some, leaves),
                        parts.differentiate(some, size, loss).differentiate(scratch, leaves)));
    try (NDManager scratch = Torch.newManager()) {
      Optimizer.Trial trial =
          optimizer.trial(
              parts.adapters(gradients.sums(scratch)), config.learningRate(0), config.maxNorm());
      return PolicyParts.Check.joined(checks, trial);
    }
  }
}
