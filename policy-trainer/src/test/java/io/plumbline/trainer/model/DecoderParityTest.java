package io.plumbline.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.plumbline.trainer.checkpoint.AdapterFolder;
import io.plumbline.trainer.torch.Torch;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The decoder computes what the oracle does. Logits are compared by their log-softmax, since the
 * graph gives out nothing else: a constant added to a place's logits changes no probability.
 */
class DecoderParityTest {
  private static final double CLOSE = 3e-5; // up to 1.04e-5 was seen

  private NDManager manager;

  @BeforeEach
  void open() {
    Torch.enterThread(false);
    manager = Torch.newManager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  /** Models with shared and unshared keys, tied and untied; batches of one and of many. */
  static Stream<Arguments> cases() {
    return Stream.of(
        Arguments.of(new TinyModel(2, true), Answers.ragged(3, 5, 2, 9, 4)),
        Arguments.of(new TinyModel(1, false), Answers.ragged(2, 3, 11)),
        Arguments.of(new TinyModel(4, false), Answers.ragged(4, 6)),
        Arguments.of(new TinyModel(4, true), Answers.ragged(1, 2, 8, 3)),
        Arguments.of(new TinyModel(2, true), Answers.ragged(1, 7)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void logProbsAreTheOracles(TinyModel model, Answers answers) {
    List<NDArray> weights = model.weights(manager, 1);
    for (double temperature : new double[] {1, 0.7}) {
      NDArray expected = answers.logProbs(oracle(model, List.of()), temperature);
      assertThat(distance(logProbs(model, Precision.FP32, answers, temperature, weights), expected))
          .isLessThan(CLOSE);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void anAdapterFoldedInDoesWhatItDoesToActivations(TinyModel model, Answers answers) {
    List<NDArray> weights = model.weights(manager, 1);
    NDArray expected = answers.logProbs(oracle(model, List.of(model.adapter(2))), 1);
    try (Decoder decoder = decoder(model)) {
      List<NDArray> merged = decoder.merge(manager, weights, adapter(model, 2));
      NDArray found = decoder.logProbs(manager, answers.batch(), 1, merged);
      assertThat(distance(found, expected)).isLessThan(CLOSE);
      assertThat(distance(decoder.logProbs(manager, answers.batch(), 1, weights), expected))
          .as("without the adapter")
          .isGreaterThan(0.1);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void thePolicysNumbersAreThoseOfTheAdaptedOracle(TinyModel model, Answers answers) {
    List<NDArray> weights = model.weights(manager, 1);
    Batch batch = answers.batch();
    double temperature = 0.8;
    NDArray reference = answers.logProbs(oracle(model, List.of()), temperature);
    NDArray policy = answers.logProbs(oracle(model, List.of(model.adapter(2))), temperature);
    try (Decoder decoder = decoder(model)) {
      NDList found =
          decoder.policy(
              manager,
              batch,
              decoder.logProbs(manager, batch, temperature, weights),
              temperature,
              weights,
              adapter(model, 2));
      NDArray kl = policy.exp().mul(policy.sub(reference)).sum(new int[] {-1});
      NDArray entropy = policy.exp().mul(policy).sum(new int[] {-1}).neg();
      assertThat(distance(found.get(0), inPlaces(batch, chosen(batch, policy)))).isLessThan(CLOSE);
      assertThat(distance(found.get(1), inPlaces(batch, kl))).isLessThan(5 * CLOSE);
      assertThat(distance(found.get(2), inPlaces(batch, entropy))).isLessThan(5 * CLOSE);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theSupervisedLossIsTheWeightedSumOverTheAnswers(TinyModel model, Answers answers) {
    List<NDArray> weights = model.weights(manager, 1);
    Batch batch = answers.batch();
    float[] tokenWeights = new float[batch.tokens()];
    for (int i = 0; i < tokenWeights.length; i++) {
      tokenWeights[i] = i % 3 * 0.5f;
    }
    NDArray weight = manager.create(tokenWeights).toType(DataType.FLOAT64, false);
    try (Decoder decoder = decoder(model)) {
      NDArray plain = answers.logProbs(oracle(model, List.of()), 1);
      NDList base = decoder.supervised(manager, batch, tokenWeights, weights, List.of());
      assertThat((double) base.get(0).getFloat())
          .isCloseTo(-chosen(batch, plain).mul(weight).sum().getDouble(), within(1e-4));
      assertThat(base.get(1).getFloat()).isEqualTo(likeliest(batch, plain));
      NDArray adapted = answers.logProbs(oracle(model, List.of(model.adapter(2))), 1);
      NDList lora = decoder.supervised(manager, batch, tokenWeights, weights, adapter(model, 2));
      assertThat((double) lora.get(0).getFloat())
          .isCloseTo(-chosen(batch, adapted).mul(weight).sum().getDouble(), within(1e-4));
      assertThat(lora.get(1).getFloat()).isEqualTo(likeliest(batch, adapted));
    }
  }

  @Test
  void adaptersStack() {
    TinyModel model = new TinyModel(2, true);
    Answers answers = Answers.ragged(2, 4, 6);
    List<AdapterFolder> adapters = List.of(model.adapter(2), model.adapter(3));
    NDArray expected = answers.logProbs(oracle(model, adapters), 1);
    try (PolicyModel stacked = PolicyModel.stack(model.folder(1), adapters)) {
      NDArray found = logProbs(model, Precision.FP32, answers, 1, stacked.weights());
      assertThat(distance(found, expected)).isLessThan(CLOSE);
    }
  }

  @Test
  void anAdapterThatWasNeverTrainedIsNotStacked() {
    TinyModel model = new TinyModel(2, true);
    AdapterFolder untrained =
        Adapter.initial(manager, model.config(), 2, 4, "tiny", 5)
            .folder(model.config(), model.folder(1).sha256());
    assertThatThrownBy(
            () -> PolicyModel.stack(model.folder(1), List.of(model.adapter(2), untrained)))
        .hasMessage(
            "adapter 2 of 2: merging it changes no weight (expected: one that was trained)");
  }

  @Test
  void bf16StaysNear() {
    TinyModel model = new TinyModel(2, true);
    Answers answers = Answers.ragged(3, 5, 2, 9, 4);
    NDArray expected = answers.logProbs(oracle(model, List.of()), 1);
    NDArray found = logProbs(model, Precision.BF16, answers, 1, model.weights(manager, 1));
    // Eight bits of mantissa; and not FP32 by another name.
    assertThat(distance(found, expected)).isBetween(1e-3, 0.1);
  }

  /** Two methods that take the same weights at different places, as a learner's threads do. */
  @Test
  void threadsMayShareWeightsAcrossMethods() throws InterruptedException {
    TinyModel model = new TinyModel(2, true);
    Answers answers = Answers.ragged(2, 4);
    Batch batch = answers.batch();
    List<NDArray> weights = model.weights(manager, 1);
    List<NDArray> lora = adapter(model, 2);
    NDArray reference;
    try (Decoder decoder = decoder(model)) {
      reference = decoder.logProbs(manager, batch, 1, weights);
      Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
      Runnable plain = () -> decoder.logProbs(manager, batch, 1, weights).close();
      Runnable policy = () -> decoder.policy(manager, batch, reference, 1, weights, lora).close();
      List<Thread> threads =
          Stream.of(plain, policy)
              .map(
                  work ->
                      new Thread(
                          () -> {
                            Torch.enterThread(false);
                            for (int i = 0; i < 300; i++) {
                              work.run();
                            }
                          }))
              .toList();
      threads.forEach(t -> t.setUncaughtExceptionHandler((thread, e) -> failures.add(e)));
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(failures).isEmpty();
    }
  }

  private NDArray logProbs(
      TinyModel model,
      Precision precision,
      Answers answers,
      double temperature,
      List<NDArray> weights) {
    try (Decoder decoder = new Decoder(model.config(), 1, precision)) {
      return decoder.logProbs(manager, answers.batch(), temperature, weights);
    }
  }

  private static Decoder decoder(TinyModel model) {
    return new Decoder(model.config(), TinyModel.LORA.scale(), Precision.FP32);
  }

  private OracleDecoder oracle(TinyModel model, List<AdapterFolder> adapters) {
    return new OracleDecoder(manager, model.config(), model.folder(1).tensors(), adapters);
  }

  private List<NDArray> adapter(TinyModel model, long seed) {
    return Adapter.of(manager, model.config(), model.adapter(seed)).arrays();
  }

  private NDArray chosen(Batch batch, NDArray logProbs) {
    NDArray targets = manager.create(batch.targets(), new Shape(batch.tokens(), 1));
    return logProbs.gather(targets, 1).squeeze(1);
  }

  private NDArray inPlaces(Batch batch, NDArray values) {
    return manager.create(
        batch.table(values.toType(DataType.FLOAT32, false).toFloatArray()),
        new Shape(batch.answers(), batch.length()));
  }

  private float likeliest(Batch batch, NDArray logProbs) {
    long[] best = logProbs.argMax(-1).toLongArray();
    int right = 0;
    for (int i = 0; i < best.length; i++) {
      right += best[i] == batch.targets()[i] ? 1 : 0;
    }
    return right;
  }

  private static double distance(NDArray found, NDArray expected) {
    assertThat(found.getShape()).isEqualTo(expected.getShape());
    NDArray wide = found.toType(DataType.FLOAT64, true);
    return wide.sub(expected.toType(DataType.FLOAT64, false)).abs().max().getDouble();
  }
}
