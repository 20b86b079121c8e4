package io.plumbline.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.plumbline.trainer.checkpoint.AdapterFolder;
import io.plumbline.trainer.checkpoint.ModelConfig;
import io.plumbline.trainer.torch.Torch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Gradients of the graph and of the oracle agree with central differences of the oracle's loss at
 * the largest entry of every weight and factor, and with one another everywhere. The differences
 * are taken in 64 bits, where a step of 10⁻⁴ leaves no error to speak of, and the graph's loss is
 * first shown to be the oracle's.
 */
@Tag("once")
class DecoderGradientTest {
  private static final double STEP = 1e-4;
  private static final double PERCENT = 0.01;

  private final Answers answers = Answers.ragged(2, 4, 3);
  private final Batch batch = answers.batch();
  private NDManager manager;

  @BeforeEach
  void open() {
    Torch.enterThread(true);
    manager = Torch.newManager();
  }

  @AfterEach
  void close() {
    manager.close();
    Torch.enterThread(false);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theSupervisedLossIsDifferentiatedForEveryWeight(boolean tied) {
    TinyModel model = new TinyModel(2, tied);
    OracleDecoder oracle = oracle(model, List.of());
    List<NDArray> weights = leaves(model.weights(manager, 1));
    try (Decoder decoder = decoder(model)) {
      NDArray loss = decoder.supervised(manager, batch, tokenWeights(), weights, List.of()).get(0);
      Torch.backward(loss);
      assertThat((double) loss.getFloat()).isCloseTo(supervised(oracle).getDouble(), within(1e-4));
    }
    Map<String, float[]> found = new HashMap<>();
    Weights.split(model.config(), gradients(weights))
        .forEach((name, tensor) -> found.put(name, tensor.values()));
    check(oracle.weights(), found, () -> supervised(oracle));
  }

  @Test
  void theSupervisedLossIsDifferentiatedForEveryFactor() {
    TinyModel model = new TinyModel(2, true);
    OracleDecoder oracle = oracle(model, List.of(model.adapter(2)));
    List<NDArray> lora = leaves(adapter(model));
    try (Decoder decoder = decoder(model)) {
      NDArray loss =
          decoder
              .supervised(manager, batch, tokenWeights(), model.weights(manager, 1), lora)
              .get(0);
      Torch.backward(loss);
      assertThat((double) loss.getFloat()).isCloseTo(supervised(oracle).getDouble(), within(1e-4));
    }
    check(oracle.factors(), factors(model.config(), lora), () -> supervised(oracle));
  }

  /** Ratio · advantage, exact KL and entropy, each with its own weight, as in a policy's loss. */
  @Test
  void aPolicysLossIsDifferentiatedForEveryFactor() {
    TinyModel model = new TinyModel(2, false);
    double temperature = 0.8;
    NDArray reference = answers.logProbs(oracle(model, List.of()), temperature);
    OracleDecoder oracle = oracle(model, List.of(model.adapter(2)));
    List<NDArray> weights = model.weights(manager, 1);
    List<NDArray> lora = leaves(adapter(model));
    try (Decoder decoder = decoder(model)) {
      NDArray anchor = decoder.logProbs(manager, batch, temperature, weights);
      NDList policy = decoder.policy(manager, batch, anchor, temperature, weights, lora);
      Shape shape = new Shape(batch.answers(), batch.length());
      NDArray advantages = manager.create(batch.table(advantages()), shape);
      NDArray loss =
          policy
              .get(0)
              .add(2)
              .exp()
              .mul(advantages)
              .sum()
              .add(policy.get(1).mul(0.5).sum())
              .sub(policy.get(2).mul(0.1).sum());
      Torch.backward(loss);
      assertThat((double) loss.getFloat())
          .isCloseTo(policyLoss(oracle, reference, temperature).getDouble(), within(1e-3));
    }
    check(
        oracle.factors(),
        factors(model.config(), lora),
        () -> policyLoss(oracle, reference, temperature));
  }

  /** Not even from rounding, of which AdamW would make full steps. */
  @Test
  void thePolicyThatIsTheReferenceIsNotPulledAnywhere() {
    TinyModel model = new TinyModel(2, true);
    List<NDArray> weights = model.weights(manager, 1);
    List<NDArray> lora = leaves(Adapter.initial(manager, model.config(), 2, 4, "tiny", 5).arrays());
    try (Decoder decoder = decoder(model)) {
      NDArray anchor = decoder.logProbs(manager, batch, 1, weights);
      Torch.backward(decoder.policy(manager, batch, anchor, 1, weights, lora).get(1).sum());
    }
    gradients(lora).forEach(gradient -> assertThat(gradient.toFloatArray()).containsOnly(0));
  }

  private NDArray supervised(OracleDecoder oracle) {
    NDArray weights = manager.create(tokenWeights()).toType(DataType.FLOAT64, false);
    return chosen(answers.logProbs(oracle, 1)).mul(weights).sum().neg();
  }

  private NDArray policyLoss(OracleDecoder oracle, NDArray reference, double temperature) {
    NDArray logProbs = answers.logProbs(oracle, temperature);
    NDArray advantages = manager.create(advantages()).toType(DataType.FLOAT64, false);
    NDArray kl = logProbs.exp().mul(logProbs.sub(reference)).sum();
    NDArray entropy = logProbs.exp().mul(logProbs).sum().neg();
    return chosen(logProbs)
        .add(2)
        .exp()
        .mul(advantages)
        .sum()
        .add(kl.mul(0.5))
        .sub(entropy.mul(0.1));
  }

  private NDArray chosen(NDArray logProbs) {
    NDArray targets = manager.create(batch.targets(), new Shape(batch.tokens(), 1));
    return logProbs.gather(targets, 1).squeeze(1);
  }

  private float[] tokenWeights() {
    float[] weights = new float[batch.tokens()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = i % 3 * 0.5f;
    }
    return weights;
  }

  private float[] advantages() {
    float[] advantages = new float[batch.tokens()];
    for (int i = 0; i < advantages.length; i++) {
      advantages[i] = i % 4 - 1.5f;
    }
    return advantages;
  }

  /** Something that computes the oracle's loss from its arrays as they are. */
  private interface Loss {
    NDArray compute();
  }

  /**
   * @param arrays by name, as the oracle looks them up
   * @param found the graph's gradient of each
   */
  private static void check(Map<String, NDArray> arrays, Map<String, float[]> found, Loss loss) {
    assertThat(found.keySet()).isEqualTo(arrays.keySet());
    arrays.values().forEach(array -> array.setRequiresGradient(true));
    Torch.backward(loss.compute());
    arrays.forEach(
        (name, array) -> {
          double[] oracle = array.getGradient().toDoubleArray();
          float[] graph = Objects.requireNonNull(found.get(name), name);
          int entry = largest(oracle);
          double difference = difference(arrays, name, entry, loss);
          assertThat(oracle[entry])
              .as("%s[%d] of the oracle", name, entry)
              .isCloseTo(difference, within(PERCENT * Math.abs(difference)));
          assertThat((double) graph[entry])
              .as("%s[%d] of the graph", name, entry)
              .isCloseTo(difference, within(PERCENT * Math.abs(difference)));
          for (int i = 0; i < oracle.length; i++) {
            assertThat((double) graph[i])
                .as("%s[%d]", name, i)
                .isCloseTo(oracle[i], within(1e-4 * (1 + Math.abs(oracle[i]))));
          }
        });
  }

  private static double difference(Map<String, NDArray> arrays, String name, int entry, Loss loss) {
    return (lossWith(arrays, name, entry, STEP, loss) - lossWith(arrays, name, entry, -STEP, loss))
        / (2 * STEP);
  }

  private static double lossWith(
      Map<String, NDArray> arrays, String name, int entry, double more, Loss loss) {
    NDArray array = Objects.requireNonNull(arrays.get(name), name);
    double[] values = array.toDoubleArray();
    values[entry] += more;
    arrays.put(name, array.getManager().create(values, array.getShape()));
    double changed = loss.compute().getDouble();
    arrays.put(name, array);
    return changed;
  }

  private static int largest(double[] values) {
    int largest = 0;
    for (int i = 1; i < values.length; i++) {
      largest = Math.abs(values[i]) > Math.abs(values[largest]) ? i : largest;
    }
    return largest;
  }

  private static Map<String, float[]> factors(ModelConfig config, List<NDArray> lora) {
    Map<String, float[]> factors = new HashMap<>();
    new Adapter(TinyModel.LORA, gradients(lora))
        .folder(config, "0".repeat(64))
        .modules()
        .forEach(
            (module, weights) -> {
              factors.put(module + ".A.0", weights.a().values());
              factors.put(module + ".B.0", weights.b().values());
            });
    return factors;
  }

  private static List<NDArray> leaves(List<NDArray> arrays) {
    arrays.forEach(array -> array.setRequiresGradient(true));
    return arrays;
  }

  private static List<NDArray> gradients(List<NDArray> leaves) {
    return leaves.stream().map(NDArray::getGradient).toList();
  }

  private static Decoder decoder(TinyModel model) {
    return new Decoder(model.config(), TinyModel.LORA.scale(), Precision.FP32);
  }

  private OracleDecoder oracle(TinyModel model, List<AdapterFolder> adapters) {
    return new OracleDecoder(manager, model.config(), model.folder(1).tensors(), adapters);
  }

  private List<NDArray> adapter(TinyModel model) {
    return Adapter.of(manager, model.config(), model.adapter(2)).arrays();
  }
}
