package io.plumbline.trainer.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.plumbline.trainer.model.Adapter;
import io.plumbline.trainer.model.Batch;
import io.plumbline.trainer.model.Decoder;
import io.plumbline.trainer.model.Gradients;
import io.plumbline.trainer.model.MicroBatches;
import io.plumbline.trainer.model.Optimizer;
import io.plumbline.trainer.model.Precision;
import io.plumbline.trainer.model.TinyModel;
import io.plumbline.trainer.torch.AdamW;
import io.plumbline.trainer.torch.Torch;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Losses of pairs against the decoder's own log-probabilities, on a model of a few hundred weights.
 */
class PairLossTest {
  private static final TinyModel MODEL = new TinyModel(2, false);
  private static final List<Pair> PAIRS =
      List.of(
          new Pair(new int[] {1, 2, 3}, new int[] {4, 5, 6, 7}, new int[] {4, 7}),
          new Pair(new int[] {8, 9}, new int[] {10}, new int[] {11, 12, 1}),
          new Pair(new int[] {5, 4, 3, 2}, new int[] {6, 6}, new int[] {7}));

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

  static List<PairLoss> losses() {
    return List.of(PairLoss.imitation(), PairLoss.dpo(0.3), PairLoss.orpo(0.4));
  }

  /** Log-probabilities of an answer's tokens, alone and unpadded. */
  private double[] logProbs(int[] prompt, int[] answer, List<NDArray> merged) {
    try (NDManager scratch = manager.newSubManager()) {
      Batch batch = Batch.of(List.of(prompt), List.of(List.of(answer)));
      float[] all = decoder.logProbs(scratch, batch, 1, merged).toFloatArray();
      double[] chosen = new double[answer.length];
      for (int i = 0; i < answer.length; i++) {
        chosen[i] = all[i * TinyModel.VOCABULARY + answer[i]];
      }
      return chosen;
    }
  }

  private double sum(int[] prompt, int[] answer, List<NDArray> merged) {
    double sum = 0;
    for (double value : logProbs(prompt, answer, merged)) {
      sum += value;
    }
    return sum;
  }

  private double expected(PairLoss loss) {
    try (NDManager scratch = manager.newSubManager()) {
      List<NDArray> now = decoder.merge(scratch, weights, adapter.arrays());
      double total = 0;
      int tokens = 0;
      for (Pair pair : PAIRS) {
        double chosen = sum(pair.prompt(), pair.chosen(), now);
        double rejected = sum(pair.prompt(), pair.rejected(), now);
        tokens += pair.chosen().length;
        if (loss instanceof ImitationLoss) {
          total -= chosen;
        } else if (loss instanceof DirectPreference) {
          double margin =
              0.3
                  * (chosen
                      - rejected
                      - sum(pair.prompt(), pair.chosen(), weights)
                      + sum(pair.prompt(), pair.rejected(), weights));
          total += Math.log1p(Math.exp(-margin)) / PAIRS.size();
        } else {
          double c = chosen / pair.chosen().length;
          double r = rejected / pair.rejected().length;
          double odds = c - Math.log(-Math.expm1(c)) - r + Math.log(-Math.expm1(r));
          total += (-c + 0.4 * Math.log1p(Math.exp(-odds))) / PAIRS.size();
        }
      }
      return loss instanceof ImitationLoss ? total / tokens : total;
    }
  }

  private PreferenceLearner learner(PairLoss loss, Gradients gradients, double beta1) {
    Optimizer optimizer = new Optimizer(manager, new AdamW(beta1, 0.99, 0), adapter.arrays());
    return new PreferenceLearner(
        loss, decoder, weights, gradients, optimizer, new MicroBatches(4096));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void aLossIsThatOfItsFormulaHoweverPairsArePadded(PairLoss loss) {
    double expected = expected(loss); // before the step
    try (Gradients gradients = new Gradients(adapter.arrays(), 1)) {
      PreferenceLearner.Step step = learner(loss, gradients, 0.9).learn(manager, PAIRS, 0, 1);
      assertThat(step.figures().get("loss")).isCloseTo(expected, within(1e-5));
      assertThat(step.tokens()).isEqualTo(7);
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void aGradientIsTheSlopeOfItsLoss(PairLoss loss) {
    float step = 2e-3f;
    try (Gradients gradients = new Gradients(adapter.arrays(), 1);
        NDManager scratch = manager.newSubManager()) {
      learner(loss, gradients, 0.9).learn(manager, PAIRS, 0, 1e9);
      List<NDArray> found = gradients.sums(scratch);
      for (int array : new int[] {0, 3, 9, 27}) {
        NDArray leaf = adapter.arrays().get(array);
        float[] values = leaf.toFloatArray();
        float kept = values[1];
        values[1] = kept + step;
        Torch.assign(leaf, values);
        double above = expected(loss);
        values[1] = kept - step;
        Torch.assign(leaf, values);
        double below = expected(loss);
        values[1] = kept;
        Torch.assign(leaf, values);
        assertThat((double) found.get(array).toFloatArray()[1])
            .isCloseTo((above - below) / (2 * step), within(2e-3));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void stepsLowerIt(PairLoss loss) {
    try (Gradients gradients = new Gradients(adapter.arrays(), 2)) {
      PreferenceLearner learner = learner(loss, gradients, 0.9);
      double first = 0;
      Map<String, Double> last = Map.of();
      for (int step = 0; step < 20; step++) {
        last = learner.learn(manager, PAIRS, 0.02, 1).figures();
        first = step == 0 ? last.getOrDefault("loss", 0.0) : first;
      }
      assertThat(last.get("loss")).isLessThan(0.5 * first);
      assertThat(last.getOrDefault("accuracy", 1.0)).isEqualTo(1);
    }
  }

  @Test
  void dposFiguresBelongTogether() {
    try (Gradients gradients = new Gradients(adapter.arrays(), 1)) {
      Map<String, Double> figures =
          learner(PairLoss.dpo(0.3), gradients, 0.9).learn(manager, PAIRS, 0, 1).figures();
      assertThat(figures.keySet())
          .containsExactly("loss", "accuracy", "margin", "chosen_reward", "rejected_reward");
      assertThat(figures.getOrDefault("margin", 0.0))
          .isCloseTo(
              figures.getOrDefault("chosen_reward", 0.0)
                  - figures.getOrDefault("rejected_reward", 0.0),
              within(1e-5));
    }
  }

  @Test
  void anAdapterThatIsNothingYetHasDpoAtLnTwo() {
    adapter = Adapter.initial(manager, MODEL.config(), 2, 3, "tiny", 1);
    try (Gradients gradients = new Gradients(adapter.arrays(), 1)) {
      Map<String, Double> figures =
          learner(PairLoss.dpo(0.3), gradients, 0.9).learn(manager, PAIRS, 0, 1).figures();
      assertThat(figures.get("loss")).isCloseTo(Math.log(2), within(1e-6));
      assertThat(figures.get("margin")).isZero();
    }
  }
}
