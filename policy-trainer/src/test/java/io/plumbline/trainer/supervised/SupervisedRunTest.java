package io.plumbline.trainer.supervised;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.plumbline.trainer.TinyPolicy;
import io.plumbline.trainer.checkpoint.ModelFolder;
import io.plumbline.trainer.model.Adapter;
import io.plumbline.trainer.model.Batch;
import io.plumbline.trainer.model.Decoder;
import io.plumbline.trainer.model.Gradients;
import io.plumbline.trainer.model.Optimizer;
import io.plumbline.trainer.model.Precision;
import io.plumbline.trainer.model.Weights;
import io.plumbline.trainer.policies.Embedded;
import io.plumbline.trainer.tokenizer.LexiconTokenizer;
import io.plumbline.trainer.torch.AdamW;
import io.plumbline.trainer.torch.Torch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SupervisedRunTest {
  private static final AdamW RULE = new AdamW(0.9, 0.98, 0.01);
  private static final SupervisedConfig CONFIG = new SupervisedConfig(10, 100, 0.01, 0, 1, 2);
  private static final List<Lesson> LESSONS =
      List.of(
          lesson(new int[] {1, 20, 30, 2}, new int[] {50, 51, 3}, 1, 3, 1),
          lesson(new int[] {1, 40, 2}, new int[] {52, 3}, 3, 1),
          lesson(new int[] {1, 2}, new int[] {3}, 1),
          lesson(
              new int[] {1, 60, 61, 62, 63, 64, 2},
              new int[] {60, 61, 62, 63, 64, 3},
              1,
              1,
              1,
              1,
              1,
              1));

  private static ModelFolder base;
  private NDManager owner;
  private Decoder decoder;
  private List<NDArray> weights;

  private static Lesson lesson(int[] prompt, int[] answer, float... weights) {
    return new Lesson(prompt, answer, weights);
  }

  @BeforeAll
  static void make() {
    try (LexiconTokenizer tokenizer = Embedded.tokenizer()) {
      base = TinyPolicy.ending(tokenizer, 5, 1);
    }
  }

  @BeforeEach
  void open() {
    Torch.enterThread(false);
    owner = Torch.newManager();
    decoder = new Decoder(base.config(), 2, Precision.FP32);
    weights = Weights.fuse(owner, base.config(), base.tensors());
  }

  @AfterEach
  void close() {
    decoder.close();
    owner.close();
  }

  private SupervisedRun.Step step(List<NDArray> lora, List<Lesson> lessons, int number) {
    List<NDArray> trained = lora.isEmpty() ? weights : lora;
    try (Gradients gradients = new Gradients(trained, CONFIG.threads())) {
      return new SupervisedRun(
              CONFIG, decoder, weights, lora, gradients, new Optimizer(owner, RULE, trained))
          .step(owner, number, lessons);
    }
  }

  private static Batch batch(Lesson lesson) {
    return Batch.of(List.of(lesson.prompt()), List.of(List.of(lesson.answer())));
  }

  private static double totalWeight() {
    double total = 0;
    for (Lesson lesson : LESSONS) {
      for (float weight : lesson.weights()) {
        total += weight;
      }
    }
    return total;
  }

  @Test
  void theLossIsTheWeightedMeanOverTheAnswersTokensAlone() {
    double sum = 0;
    int right = 0;
    int tokens = 0;
    for (Lesson lesson : LESSONS) {
      NDArray all = decoder.logProbs(owner, batch(lesson), 1, weights);
      long[] likeliest = all.argMax(1).toLongArray();
      for (int i = 0; i < lesson.answer().length; i++) {
        sum -= lesson.weights()[i] * all.get(i).getFloat(lesson.answer()[i]);
        right += likeliest[i] == lesson.answer()[i] ? 1 : 0;
        tokens++;
      }
    }
    SupervisedRun.Step step = step(List.of(), LESSONS, 0);
    assertThat(step.loss()).isCloseTo(sum / totalWeight(), within(1e-5));
    assertThat(step.accuracy()).isEqualTo((double) right / tokens);
    assertThat(step.positions()).isEqualTo(6 + 4 + 2 + 12);
  }

  @Test
  void theGradientIsThatLosses() {
    double[] norm = new double[1];
    try (Gradients gradients = new Gradients(weights, 1)) {
      gradients.differentiate(
          LESSONS.stream()
              .<Gradients.Part<Integer>>map(
                  lesson ->
                      (scratch, leaves) -> {
                        Batch batch = batch(lesson);
                        int vocabulary = base.config().vocabSize();
                        float[] share = new float[batch.tokens() * vocabulary];
                        for (int i = 0; i < batch.tokens(); i++) {
                          share[i * vocabulary + lesson.answer()[i]] =
                              (float) (-lesson.weights()[i] / totalWeight());
                        }
                        NDArray chosen =
                            scratch.create(share, new Shape(batch.tokens(), vocabulary));
                        NDArray all = decoder.logProbs(scratch, batch, 1, leaves);
                        Torch.backward(all.mul(chosen).sum());
                        return 0;
                      })
              .toList());
      try (NDManager scratch = Torch.newManager()) {
        for (NDArray gradient : gradients.sums(scratch)) {
          norm[0] += gradient.square().sum().getFloat();
        }
      }
    }
    assertThat(step(List.of(), LESSONS, 0).norm()).isCloseTo(Math.sqrt(norm[0]), within(1e-5));
  }

  @Test
  void aTokenWithoutWeightTeachesNothing() {
    float[][] before = values(weights);
    Lesson silent = lesson(new int[] {1, 20, 2}, new int[] {50, 3}, 0, 1e-9f);
    Lesson loud = lesson(new int[] {1, 20, 2}, new int[] {50, 3}, 1, 1e-9f);
    double none = step(List.of(), List.of(silent, LESSONS.get(2)), 0).loss();
    restore(before);
    double some = step(List.of(), List.of(loud, LESSONS.get(2)), 0).loss();
    restore(before);
    double alone = step(List.of(), List.of(LESSONS.get(2)), 0).loss();
    assertThat(none).isCloseTo(alone, within(1e-6));
    assertThat(some).isNotCloseTo(alone, within(1e-3));
  }

  private static float[][] values(List<NDArray> arrays) {
    return arrays.stream().map(NDArray::toFloatArray).toArray(float[][]::new);
  }

  private void restore(float[][] values) {
    for (int i = 0; i < values.length; i++) {
      weights.get(i).set(values[i]);
    }
  }

  @Test
  void stepsBringTheLossDownAndTheLearningRateMovesThem() {
    double first = step(List.of(), LESSONS, 0).loss();
    double second = step(List.of(), LESSONS, 0).loss();
    assertThat(second).isLessThan(first - 0.1);
  }

  @Test
  void anAdapterLearnsWhileItsBaseStays() {
    float[][] before = values(weights);
    Adapter adapter = Adapter.initial(owner, base.config(), 2, 4, "", 1);
    SupervisedRun.Step step = step(adapter.arrays(), LESSONS, 0);
    assertThat(step.norm()).isPositive();
    assertThat(values(weights)).isDeepEqualTo(before);
    assertThat(adapter.arrays().get(1).abs().max().getFloat()).isPositive();
    assertThat(step(adapter.arrays(), LESSONS, 0).loss()).isLessThan(step.loss());
  }

  @Test
  void everyLessonIsInOnePartBesideLessonsOfItsLength() {
    SplittableRandom random = new SplittableRandom(3);
    for (int draw = 0; draw < 50; draw++) {
      List<Lesson> lessons = new ArrayList<>();
      int count = random.nextInt(1, 60);
      for (int i = 0; i < count; i++) {
        int prompt = random.nextInt(2, draw % 2 == 0 ? 900 : 6000);
        int answer = random.nextInt(1, 800);
        lessons.add(lesson(new int[prompt], new int[answer], new float[answer]));
      }
      lessons.sort(Comparator.comparingInt(Lesson::positions).reversed());
      List<List<Lesson>> parts = SupervisedRun.parts(lessons);
      assertThat(parts.stream().flatMap(List::stream))
          .usingElementComparator((a, b) -> a == b ? 0 : 1)
          .containsExactlyInAnyOrderElementsOf(lessons);
      int former = Integer.MAX_VALUE;
      for (List<Lesson> part : parts) {
        int longest = part.stream().mapToInt(Lesson::positions).max().orElseThrow();
        int shortest = part.stream().mapToInt(Lesson::positions).min().orElseThrow();
        assertThat(shortest).isGreaterThanOrEqualTo((int) (0.75 * longest));
        assertThat(part.size() == 1 || part.size() * longest <= 4096).isTrue();
        assertThat(part.size() * longest).isLessThanOrEqualTo(former);
        former = part.size() * longest;
      }
    }
  }

  @Test
  void theLearningRateWarmsUpAndFallsToATwentieth() {
    SupervisedConfig config = new SupervisedConfig(110, 100, 0.02, 10, 1, 1);
    assertThat(config.learningRate(0)).isCloseTo(0.002, within(1e-12));
    assertThat(config.learningRate(9)).isCloseTo(0.02, within(1e-12));
    assertThat(config.learningRate(10)).isCloseTo(0.02, within(1e-12));
    assertThat(config.learningRate(60)).isCloseTo(0.02 * (0.05 + 0.95 / 2), within(1e-12));
    assertThat(config.learningRate(110)).isCloseTo(0.001, within(1e-12));
    assertThat(new SupervisedConfig(2, 1, 0.02, 0, 1, 1).learningRate(0)).isEqualTo(0.02);
  }

  @Test
  void settingsOutOfTheirRangeAreRefusedByName() {
    assertRefused("steps: 0 (expected: at least 1)", 0, 1, 0.1, 0, 1);
    assertRefused("positions: 0 (expected: at least 1)", 1, 0, 0.1, 0, 1);
    assertRefused("learning_rate: 0.0 (expected: above 0 and at most 1)", 1, 1, 0, 0, 1);
    assertRefused("learning_rate: NaN (expected: above 0 and at most 1)", 1, 1, Double.NaN, 0, 1);
    assertRefused("warmup: -1 (expected: at least 0)", 1, 1, 0.1, -1, 1);
    assertRefused("threads: 0 (expected: at least 1)", 1, 1, 0.1, 0, 0);
  }

  private static void assertRefused(
      String message, int steps, int positions, double rate, int warmup, int threads) {
    assertThatThrownBy(() -> new SupervisedConfig(steps, positions, rate, warmup, 1, threads))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
