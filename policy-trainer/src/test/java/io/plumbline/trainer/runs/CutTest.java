package io.plumbline.trainer.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.plumbline.trainer.model.Adapter;
import io.plumbline.trainer.model.Decoder;
import io.plumbline.trainer.model.Gradients;
import io.plumbline.trainer.model.MicroBatches;
import io.plumbline.trainer.model.Optimizer;
import io.plumbline.trainer.model.Precision;
import io.plumbline.trainer.model.TinyModel;
import io.plumbline.trainer.objectives.Aggregation;
import io.plumbline.trainer.preference.Pair;
import io.plumbline.trainer.preference.PairLoss;
import io.plumbline.trainer.preference.PreferenceLearner;
import io.plumbline.trainer.runs.RunConfig.Objective;
import io.plumbline.trainer.torch.AdamW;
import io.plumbline.trainer.torch.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A step's gradients are the same however it is cut, from one answer at a time to all at once. */
@Tag("once")
class CutTest {
  private static final TinyModel MODEL = new TinyModel(2, false);
  private static final int ONE_ANSWER = 1;
  private static final List<Integer> BUDGETS = List.of(ONE_ANSWER, 24, 60, 1 << 20);
  private static final List<Integer> THREADS = List.of(1, 2, 3);
  private static final AdamW RULE = new AdamW(0.9, 0.99, 0);

  private NDManager manager;
  private List<NDArray> weights;
  private Decoder decoder;
  private Adapter adapter;

  @BeforeEach
  void open() {
    Torch.enterThread(false);
    manager = Torch.newManager();
    weights = MODEL.weights(manager, 3);
    decoder = new Decoder(MODEL.config(), TinyModel.LORA.scale(), Precision.FP32);
    adapter = Adapter.of(manager, MODEL.config(), MODEL.adapter(5));
  }

  @AfterEach
  void close() {
    decoder.close();
    manager.close();
  }

  @ParameterizedTest
  @EnumSource(Aggregation.class)
  void rewardsTeachTheSame(Aggregation aggregation) {
    RunConfig config =
        World.with(World.CONFIG, "aggregation", aggregation, "entropyCoefficient", 0.1);
    assertSame(
        (budget, threads) ->
            leaves(
                adapter.arrays(), threads, each -> learn(config, budget, each, Optional.empty())));
  }

  @Test
  void ofAValueHeadAndOfWhatItReadsTheSameIsTaught() {
    RunConfig config =
        World.with(World.CONFIG, "objective", Objective.PPO, "valueCoefficient", 0.7);
    Critic critic = critic(config);
    List<NDArray> all = new ArrayList<>(adapter.arrays());
    all.addAll(critic.arrays());
    assertSame(
        (budget, threads) ->
            leaves(all, threads, each -> learn(config, budget, each, Optional.of(critic))));
  }

  @Test
  void aValueHeadExpectsTheSame() {
    RunConfig config = World.with(World.CONFIG, "objective", Objective.PPO);
    Critic critic = critic(config);
    List<NDArray> all = new ArrayList<>(adapter.arrays());
    all.addAll(critic.arrays());
    List<List<float[]>> expected = new ArrayList<>();
    leaves(
        all,
        1,
        each ->
            expected.addAll(
                learner(config, 1 << 20, each, Optional.of(critic)).values(groups(true), 0.5)));
    leaves(
        all,
        2,
        each -> {
          var found =
              learner(config, ONE_ANSWER, each, Optional.of(critic)).values(groups(true), 0.5);
          for (int g = 0; g < found.size(); g++) {
            for (int i = 0; i < found.get(g).size(); i++) {
              assertThat(found.get(g).get(i))
                  .containsExactly(expected.get(g).get(i), within(1e-5f));
            }
          }
        });
  }

  static List<PairLoss> losses() {
    return List.of(PairLoss.imitation(), PairLoss.dpo(0.3), PairLoss.orpo(0.4));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void pairsTeachTheSame(PairLoss loss) {
    assertSame(
        (budget, threads) ->
            leaves(
                adapter.arrays(),
                threads,
                gradients ->
                    new PreferenceLearner(
                            loss,
                            decoder,
                            weights,
                            gradients,
                            new Optimizer(manager, RULE, adapter.arrays()),
                            new MicroBatches(budget))
                        .learn(manager, pairs(), 0, 1)));
  }

  /** Gradients by budget and number of threads. */
  private interface Taught {
    List<float[]> by(int budget, int threads);
  }

  private static void assertSame(Taught taught) {
    List<float[]> expected = taught.by(1 << 20, 1);
    for (int threads : THREADS) {
      for (int budget : BUDGETS) {
        assertThat(distance(taught.by(budget, threads), expected))
            .as("budget %d on %d threads", budget, threads)
            .isLessThan(1e-5);
      }
    }
  }

  /** The largest difference, relative to the largest gradient of the same array. */
  private static double distance(List<float[]> found, List<float[]> expected) {
    double distance = 0;
    for (int i = 0; i < expected.size(); i++) {
      double largest = 0;
      double difference = 0;
      for (int j = 0; j < expected.get(i).length; j++) {
        largest = Math.max(largest, Math.abs(expected.get(i)[j]));
        difference = Math.max(difference, Math.abs(found.get(i)[j] - expected.get(i)[j]));
      }
      assertThat(largest).isPositive();
      distance = Math.max(distance, difference / largest);
    }
    return distance;
  }

  private List<float[]> leaves(List<NDArray> leaves, int threads, Consumer<Gradients> work) {
    try (Gradients gradients = new Gradients(leaves, threads);
        NDManager scratch = manager.newSubManager()) {
      work.accept(gradients);
      return gradients.sums(scratch).stream().map(NDArray::toFloatArray).toList();
    }
  }

  /** One step of a rate of 0, so that the next one starts from the same. */
  private void learn(RunConfig config, int budget, Gradients gradients, Optional<Critic> critic) {
    Learner.Pass pass =
        learner(config, budget, gradients, critic)
            .learn(manager, groups(critic.isPresent()), 0, 0.5, 0);
    assertThat(pass.tokens()).isEqualTo(51);
    if (budget == ONE_ANSWER) {
      assertThat(pass.padding()).isZero();
    }
  }

  private Learner learner(
      RunConfig config, int budget, Gradients gradients, Optional<Critic> critic) {
    RunConfig cut =
        World.with(config, "microBatchTokens", budget, "minibatches", 1, "valueLearningRate", 0.0);
    return new Learner(
        cut,
        decoder,
        weights,
        gradients,
        new Optimizer(manager, RULE, adapter.arrays()),
        critic,
        true);
  }

  /** One that has felt something, so that its gradient reaches the trunk. */
  private Critic critic(RunConfig config) {
    Critic critic =
        new Critic(
            manager,
            World.with(config, "valueLearningRate", 0.0),
            RULE,
            MODEL.config().hiddenSize());
    SplittableRandom random = new SplittableRandom(4);
    for (NDArray array : critic.arrays()) {
      float[] values = new float[(int) array.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (random.nextDouble() - 0.5);
      }
      Torch.assign(array, values);
    }
    return critic;
  }

  /** Three prompts with five, four and one answers, none as long as another of its prompt. */
  private static List<Learner.Group> groups(boolean valued) {
    SplittableRandom random = new SplittableRandom(8);
    List<Learner.Group> groups = new ArrayList<>();
    for (int[] shape : new int[][] {{7, 2, 11, 5, 8, 1}, {3, 6, 2, 9, 3}, {12, 4}}) {
      List<Learner.Sample> samples = new ArrayList<>();
      for (int i = 1; i < shape.length; i++) {
        samples.add(sample(random, shape[i], valued));
      }
      groups.add(new Learner.Group(tokens(random, shape[0]), samples));
    }
    return groups;
  }

  private static Learner.Sample sample(SplittableRandom random, int length, boolean valued) {
    float[][] figures = new float[4][length];
    for (int i = 0; i < length; i++) {
      figures[0][i] = (float) (-2.5 + 0.4 * random.nextGaussian());
      figures[1][i] = (float) random.nextGaussian();
      figures[2][i] = (float) random.nextDouble();
      figures[3][i] = (float) random.nextDouble();
    }
    return new Learner.Sample(
        tokens(random, length),
        figures[0],
        figures[1],
        valued ? Optional.of(new Learner.Targets(figures[2], figures[3])) : Optional.empty());
  }

  private static List<Pair> pairs() {
    SplittableRandom random = new SplittableRandom(9);
    List<Pair> pairs = new ArrayList<>();
    for (int[] shape : new int[][] {{5, 9, 4}, {2, 3, 7}, {8, 1, 1}, {4, 6, 2}}) {
      pairs.add(
          new Pair(tokens(random, shape[0]), tokens(random, shape[1]), tokens(random, shape[2])));
    }
    return pairs;
  }

  private static int[] tokens(SplittableRandom random, int length) {
    return random.ints(length, 0, TinyModel.VOCABULARY).toArray();
  }
}
