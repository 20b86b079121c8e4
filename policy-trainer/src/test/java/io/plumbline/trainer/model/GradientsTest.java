package io.plumbline.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.plumbline.trainer.torch.AdamW;
import io.plumbline.trainer.torch.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("once")
class GradientsTest {
  private static final Answers WHOLE = Answers.ragged(2, 4, 7, 2, 5, 3);

  private final TinyModel model = new TinyModel(2, false);
  private NDManager manager;
  private Decoder decoder;
  private List<NDArray> weights;

  @BeforeEach
  void open() {
    Torch.enterThread(false);
    manager = Torch.newManager();
    decoder = new Decoder(model.config(), 1, Precision.FP32);
    weights = model.weights(manager, 1);
  }

  @AfterEach
  void close() {
    decoder.close();
    manager.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void thePartsAddUpToTheWhole(int threads) {
    List<float[]> whole = sums(1, List.of(part(WHOLE)));
    assertThat(distance(sums(threads, groups()), whole)).isLessThan(1e-5);
  }

  @Test
  void oneThreadAndTwoDifferByRoundingAlone() {
    assertThat(distance(sums(2, groups()), sums(1, groups()))).isLessThan(1e-6);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void asManyThreadsGiveTheSameBits(int threads) {
    List<float[]> first = sums(threads, groups());
    for (int again = 0; again < 3; again++) {
      List<float[]> next = sums(threads, groups());
      for (int i = 0; i < first.size(); i++) {
        assertThat(next.get(i)).containsExactly(first.get(i));
      }
    }
  }

  @Test
  void eachCallStartsFromZero() {
    try (Gradients gradients = new Gradients(weights, 2)) {
      gradients.differentiate(List.of(part(WHOLE), part(WHOLE)));
      gradients.differentiate(groups());
      assertThat(distance(values(gradients), sums(2, groups()))).isZero();
    }
  }

  @Test
  void moreThreadsThanPartsAreNoMatter() {
    assertThat(distance(sums(3, List.of(part(WHOLE))), sums(1, List.of(part(WHOLE))))).isZero();
  }

  @Test
  void resultsComeInTheOrderOfTheParts() {
    try (Gradients gradients = new Gradients(weights, 2)) {
      List<Gradients.Part<Integer>> parts = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        int number = i;
        parts.add((scratch, leaves) -> number);
      }
      assertThat(gradients.differentiate(parts)).containsExactly(0, 1, 2, 3, 4);
    }
  }

  @Test
  void aPartThatFailsSurfacesOnceTheOthersHaveEndedAndTheNextCallIsSound() {
    try (Gradients gradients = new Gradients(weights, 2)) {
      CountDownLatch failing = new CountDownLatch(1);
      AtomicBoolean ended = new AtomicBoolean();
      Gradients.Part<Float> fails =
          (scratch, leaves) -> {
            part(WHOLE).differentiate(scratch, leaves); // leaves half a sum behind
            failing.countDown();
            throw new IllegalStateException("part 1 of 2");
          };
      Gradients.Part<Float> goesOn =
          (scratch, leaves) -> {
            await(failing);
            float loss = 0;
            for (int i = 0; i < 20; i++) {
              loss = part(WHOLE).differentiate(scratch, leaves);
            }
            ended.set(true);
            return loss;
          };
      assertThatThrownBy(() -> gradients.differentiate(List.of(fails, goesOn)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("part 1 of 2");
      assertThat(ended).isTrue();
      gradients.differentiate(groups());
      assertThat(distance(values(gradients), sums(2, groups()))).isZero();
    }
  }

  @Test
  void closingWaitsForPartsThatStillCompute() throws InterruptedException {
    Gradients gradients = new Gradients(weights, 1);
    CountDownLatch started = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    Gradients.Part<Float> slow =
        (scratch, leaves) -> {
          started.countDown();
          float loss = 0;
          for (int i = 0; i < 20; i++) {
            loss = part(WHOLE).differentiate(scratch, leaves);
          }
          ended.set(true);
          return loss;
        };
    Thread caller = new Thread(() -> gradients.differentiate(List.of(slow)));
    caller.start();
    started.await();
    gradients.close();
    assertThat(ended).isTrue();
    caller.join();
  }

  /** Threads see what the optimiser writes: their leaves are the same memory. */
  @Test
  void stepsLowerTheLoss() {
    Optimizer optimizer = new Optimizer(manager, new AdamW(0.9, 0.95, 0.1), weights);
    try (Gradients gradients = new Gradients(weights, 2)) {
      double before = loss(gradients.differentiate(groups()));
      for (int step = 0; step < 30; step++) {
        gradients.differentiate(groups());
        try (NDManager scratch = manager.newSubManager()) {
          optimizer.step(gradients.sums(scratch), 0.02, 1);
        }
      }
      double after = loss(gradients.differentiate(groups()));
      assertThat(after).isLessThan(before / 2);
      assertThat(loss(List.of(plainLoss()))).isCloseTo(after, within(1e-3));
    }
  }

  private float plainLoss() {
    Batch batch = WHOLE.batch();
    try (NDManager scratch = manager.newSubManager()) {
      float[] ones = new float[batch.tokens()];
      Arrays.fill(ones, 1);
      return decoder.supervised(scratch, batch, ones, weights, List.of()).get(0).getFloat();
    }
  }

  private Gradients.Part<Float> part(Answers answers) {
    return (scratch, leaves) -> {
      Batch batch = answers.batch();
      float[] ones = new float[batch.tokens()];
      Arrays.fill(ones, 1);
      NDList results = decoder.supervised(scratch, batch, ones, leaves, List.of());
      Torch.backward(results.get(0));
      return results.get(0).getFloat();
    };
  }

  /** The whole, a prompt to a part. */
  private List<Gradients.Part<Float>> groups() {
    return IntStream.range(0, WHOLE.prompts().size())
        .mapToObj(
            g ->
                part(new Answers(List.of(WHOLE.prompts().get(g)), List.of(WHOLE.answers().get(g)))))
        .toList();
  }

  private List<float[]> sums(int threads, List<Gradients.Part<Float>> parts) {
    try (Gradients gradients = new Gradients(weights, threads)) {
      gradients.differentiate(parts);
      return values(gradients);
    }
  }

  private List<float[]> values(Gradients gradients) {
    try (NDManager scratch = manager.newSubManager()) {
      return gradients.sums(scratch).stream().map(NDArray::toFloatArray).toList();
    }
  }

  private static double loss(List<Float> parts) {
    return parts.stream().mapToDouble(Float::doubleValue).sum();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
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
}
