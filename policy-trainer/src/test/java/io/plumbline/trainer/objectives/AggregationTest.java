package io.plumbline.trainer.objectives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AggregationTest {
  private static final int SEQUENCES = 7;
  private static final int TOKENS = 9;
  private static final int FEATURES = 5;
  private static final int VOCABULARY = 6;

  private final NDManager manager = Torch.manager();

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @CsvSource({"TOKEN_MEAN, 1.666667", "SEQUENCE_MEAN, 1.5", "FIXED_LENGTH, 1"})
  void tokensBecomeOneNumber(Aggregation aggregation, float expected) {
    NDArray values = Torch.table(manager, new float[] {1, 1, 99, 99}, new float[] {2, 2, 2, 2});
    NDArray mask = Torch.table(manager, new float[] {1, 1, 0, 0}, new float[] {1, 1, 1, 1});
    assertThat(aggregation.share(values, mask, new MinibatchSize(2, 6, 5)).getFloat())
        .isCloseTo(expected, within(1e-6f));
  }

  @Test
  void aSequenceOfNoTokensAddsNothing() {
    NDArray values = Torch.table(manager, new float[] {3, 5}, new float[] {7, 7});
    NDArray mask = Torch.table(manager, new float[] {1, 1}, new float[] {0, 0});
    assertThat(Aggregation.SEQUENCE_MEAN.share(values, mask, new MinibatchSize(2, 2, 2)).getFloat())
        .isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void theGradientsOfThePartsAddUpToTheWholes(Aggregation aggregation) {
    Batch batch = new Batch(manager);
    double[] whole = batch.gradient(aggregation, 0, SEQUENCES);
    double[] parts = new double[whole.length];
    for (int[] part : new int[][] {{0, 1}, {1, 4}, {4, SEQUENCES}}) {
      double[] gradient = batch.gradient(aggregation, part[0], part[1]);
      Arrays.setAll(parts, i -> parts[i] + gradient[i]);
    }
    double[] difference = new double[whole.length];
    Arrays.setAll(difference, i -> parts[i] - whole[i]);
    assertThat(norm(whole)).isGreaterThan(0.01);
    assertThat(norm(difference)).isLessThan(1e-5 * norm(whole));
  }

  @Test
  void aMaskOfAnotherShapeIsRefused() {
    NDArray values = manager.zeros(new Shape(2, 3));
    NDArray mask = manager.zeros(new Shape(1, 3));
    MinibatchSize whole = new MinibatchSize(2, 6, 3);
    assertThatThrownBy(() -> Aggregation.TOKEN_MEAN.share(values, mask, whole))
        .hasMessage("mask: shape (1, 3) (expected: (2, 3))");
  }

  @Test
  void aMinibatchOfNothingIsRefused() {
    assertThatThrownBy(() -> new MinibatchSize(0, 1, 1))
        .hasMessage("sequences: 0 (expected: at least 1)");
    assertThatThrownBy(() -> new MinibatchSize(1, 0, 1))
        .hasMessage("tokens: 0 (expected: at least 1)");
    assertThatThrownBy(() -> new MinibatchSize(1, 1, 0))
        .hasMessage("max_tokens: 0 (expected: at least 1)");
  }

  private static double norm(double[] values) {
    return Math.sqrt(Arrays.stream(values).map(v -> v * v).sum());
  }

  /** Ragged completions of a one-layer policy, off its sampling policy and its reference. */
  private static final class Batch {
    private static final PolicyLoss LOSS = new PolicyLoss(0.2, 0.28, 0.1);

    private final Random random = new Random(11);
    private final NDArray weights;
    private final NDArray features;
    private final NDArray chosen;
    private final NDArray old;
    private final NDArray reference;
    private final NDArray advantages;
    private final NDArray mask;
    private final MinibatchSize size;

    Batch(NDManager manager) {
      weights = gaussian(manager, FEATURES, VOCABULARY);
      features = gaussian(manager, SEQUENCES, TOKENS, FEATURES);
      reference = logProbs(gaussian(manager, FEATURES, VOCABULARY), features);
      advantages = gaussian(manager, SEQUENCES, 1);
      float[] picks = new float[SEQUENCES * TOKENS];
      float[] kept = new float[SEQUENCES * TOKENS];
      int tokens = 0;
      for (int i = 0; i < SEQUENCES; i++) {
        int length = 1 + random.nextInt(TOKENS);
        tokens += length;
        for (int t = 0; t < TOKENS; t++) {
          picks[i * TOKENS + t] = random.nextInt(VOCABULARY);
          kept[i * TOKENS + t] = t < length ? 1 : 0;
        }
      }
      Shape table = new Shape(SEQUENCES, TOKENS);
      chosen = manager.create(picks, table).toType(DataType.INT32, false).oneHot(VOCABULARY);
      mask = manager.create(kept, table);
      NDArray nearby = weights.add(gaussian(manager, FEATURES, VOCABULARY).mul(0.1));
      old = logProbs(nearby, features).mul(chosen).sum(new int[] {2});
      size = new MinibatchSize(SEQUENCES, tokens, TOKENS);
    }

    double[] gradient(Aggregation aggregation, int from, int to) {
      NDIndex part = new NDIndex(from + ":" + to);
      return Torch.gradient(
          weights,
          at -> {
            NDArray all = logProbs(at, features.get(part));
            NDArray loss =
                LOSS.perToken(
                    all.mul(chosen.get(part)).sum(new int[] {2}),
                    old.get(part),
                    advantages.get(part),
                    ExactKl.perToken(all, reference.get(part)));
            return aggregation.share(loss, mask.get(part), size);
          });
    }

    private static NDArray logProbs(NDArray weights, NDArray features) {
      return features.matMul(weights).logSoftmax(2);
    }

    private NDArray gaussian(NDManager manager, long... shape) {
      Shape dimensions = new Shape(shape);
      float[] values = new float[(int) dimensions.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      return manager.create(values, dimensions);
    }
  }
}
