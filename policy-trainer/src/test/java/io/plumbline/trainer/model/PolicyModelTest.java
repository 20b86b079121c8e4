package io.plumbline.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.plumbline.trainer.TinyPolicy;
import io.plumbline.trainer.checkpoint.AdapterFolder;
import io.plumbline.trainer.checkpoint.LoraConfig;
import io.plumbline.trainer.checkpoint.LoraWeights;
import io.plumbline.trainer.checkpoint.ModelFolder;
import io.plumbline.trainer.checkpoint.Tensor;
import io.plumbline.trainer.policies.Embedded;
import io.plumbline.trainer.tokenizer.LexiconTokenizer;
import io.plumbline.trainer.torch.Torch;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyModelTest {
  private static final List<String> ALL =
      List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");
  private static final Batch BATCH =
      Batch.of(
          List.of(new int[] {1, 20, 30, 2}, new int[] {1, 40, 2}),
          List.of(
              List.of(new int[] {50, 51, 3}, new int[] {52, 3}),
              List.of(new int[] {3}, new int[] {53, 54, 55, 3})));

  private static ModelFolder base;
  @TempDir private Path temporary;

  @BeforeAll
  static void make() {
    try (LexiconTokenizer tokenizer = Embedded.tokenizer()) {
      base = TinyPolicy.ending(tokenizer, 5, 1);
    }
    Torch.enterThread(false);
  }

  /** Random factors, on some modules. */
  private static AdapterFolder adapter(int rank, int alpha, List<String> targets, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    TreeMap<String, LoraWeights> modules = new TreeMap<>();
    base.config()
        .tensorShapes()
        .forEach(
            (name, shape) -> {
              String module = name.substring(0, name.lastIndexOf('.'));
              if (targets.contains(module.substring(module.lastIndexOf('.') + 1))) {
                modules.put(
                    module,
                    new LoraWeights(
                        tensor(random, rank, shape.get(1)), tensor(random, shape.get(0), rank)));
              }
            });
    return new AdapterFolder(
        new LoraConfig(rank, alpha, targets, ""), modules, Optional.of(base.sha256()));
  }

  private static Tensor tensor(SplittableRandom random, int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (0.3 * random.nextGaussian());
    }
    return new Tensor(List.of(rows, columns), values);
  }

  /** W + scale B A, adapter after adapter, summed by hand. */
  private static double[] folded(String weight, List<AdapterFolder> adapters) {
    Tensor tensor = Objects.requireNonNull(base.tensors().get(weight));
    int columns = tensor.shape().get(tensor.shape().size() - 1);
    double[] sum = new double[tensor.values().length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = tensor.values()[i];
      for (AdapterFolder adapter : adapters) {
        LoraWeights lora =
            adapter.modules().get(weight.substring(0, weight.length() - ".weight".length()));
        for (int r = 0; lora != null && r < adapter.config().r(); r++) {
          double b = lora.b().values()[i / columns * adapter.config().r() + r];
          double a = lora.a().values()[r * columns + i % columns];
          sum[i] += (double) adapter.config().alpha() / adapter.config().r() * b * a;
        }
      }
    }
    return sum;
  }

  private static void assertFolded(List<AdapterFolder> adapters) {
    try (PolicyModel model = PolicyModel.stack(base, adapters)) {
      Map<String, Tensor> merged = Weights.split(base.config(), model.weights());
      assertThat(merged.keySet()).isEqualTo(base.tensors().keySet());
      merged.forEach(
          (name, tensor) -> {
            double[] expected = folded(name, adapters);
            for (int i = 0; i < expected.length; i++) {
              assertThat((double) tensor.values()[i])
                  .as("%s[%d]", name, i)
                  .isCloseTo(expected[i], within(1e-5));
            }
          });
    }
  }

  @Test
  void everyAdapterIsFoldedInWithItsOwnRankAndScale() {
    AdapterFolder sft = adapter(2, 4, ALL, 1);
    AdapterFolder rl = adapter(3, 1, ALL, 2);
    assertFolded(List.of());
    assertFolded(List.of(sft));
    assertFolded(List.of(sft, rl));
  }

  @Test
  void anAdapterOfSomeModulesLeavesTheOthersAlone() {
    assertFolded(List.of(adapter(2, 4, List.of("v_proj", "down_proj"), 3)));
  }

  @Test
  void theBaseKeepsItsNameUnderItsAdapters() {
    try (PolicyModel model = PolicyModel.stack(base, List.of(adapter(2, 4, ALL, 1)))) {
      assertThat(model.baseSha256()).isEqualTo(base.sha256());
      assertThat(model.config()).isEqualTo(base.config());
    }
  }

  @Test
  void aMergeThatChangesNothingIsAnError() {
    AdapterFolder sft = adapter(2, 4, ALL, 1);
    try (NDManager owner = Torch.newManager()) {
      AdapterFolder untrained =
          Adapter.initial(owner, base.config(), 2, 4, "", 1).folder(base.config(), base.sha256());
      assertThatThrownBy(() -> PolicyModel.stack(base, List.of(sft, untrained)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "adapter 2 of 2: merging it changes no weight (expected: one that was trained)");
    }
  }

  @Test
  void mergedAndUnmergedAdaptersGiveTheSameLogProbs() {
    AdapterFolder sft = adapter(2, 4, ALL, 1);
    AdapterFolder rl = adapter(2, 2, ALL, 2);
    try (PolicyModel reference = PolicyModel.stack(base, List.of(sft));
        PolicyModel merged = PolicyModel.stack(base, List.of(sft, rl));
        PolicyModel bare = PolicyModel.stack(base, List.of());
        Decoder decoder = new Decoder(base.config(), rl.config().scale(), Precision.FP32);
        NDManager scratch = Torch.newManager()) {
      List<NDArray> lora = Adapter.of(scratch, base.config(), rl).arrays();
      NDArray anchor = decoder.logProbs(scratch, BATCH, 0.8, reference.weights());
      float[] unmerged =
          decoder
              .policy(scratch, BATCH, anchor, 0.8, reference.weights(), lora)
              .get(0)
              .toFloatArray();

      assertThat(chosen(decoder, scratch, merged)).containsExactly(unmerged, within(1e-5f));
      assertThat(distance(chosen(decoder, scratch, reference), unmerged)).isGreaterThan(0.01);
      assertThat(distance(chosen(decoder, scratch, bare), unmerged)).isGreaterThan(0.01);
    }
  }

  /** Of each answer's tokens, in the places of {@link Decoder#policy}'s table. */
  private static float[] chosen(Decoder decoder, NDManager scratch, PolicyModel model) {
    float[] all = decoder.logProbs(scratch, BATCH, 0.8, model.weights()).toFloatArray();
    int vocabulary = base.config().vocabSize();
    float[] chosen = new float[BATCH.tokens()];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = all[i * vocabulary + (int) BATCH.targets()[i]];
    }
    return BATCH.table(chosen);
  }

  private static double distance(float[] a, float[] b) {
    double most = 0;
    for (int i = 0; i < a.length; i++) {
      most = Math.max(most, Math.abs(a[i] - b[i]));
    }
    return most;
  }

  @Test
  void anAdapterBeginsAsNothing() {
    try (NDManager owner = Torch.newManager()) {
      Adapter adapter = Adapter.initial(owner, base.config(), 3, 6, "of a test", 4);
      assertThat(adapter.config().scale()).isEqualTo(2);
      assertThat(adapter.arrays()).hasSize(2 * 7 * base.config().numHiddenLayers());
      for (int i = 0; i < adapter.arrays().size(); i += 2) {
        NDArray a = adapter.arrays().get(i);
        double bound = 1 / Math.sqrt((double) a.getShape().get(1));
        assertThat(a.getShape().get(0)).isEqualTo(3);
        assertThat(a.abs().max().getFloat()).isBetween((float) (0.8 * bound), (float) bound);
        assertThat(adapter.arrays().get(i + 1).abs().max().getFloat()).isZero();
      }
      Adapter same = Adapter.initial(owner, base.config(), 3, 6, "of a test", 4);
      Adapter other = Adapter.initial(owner, base.config(), 3, 6, "of a test", 5);
      assertThat(same.arrays().get(0).toFloatArray())
          .isEqualTo(adapter.arrays().get(0).toFloatArray())
          .isNotEqualTo(other.arrays().get(0).toFloatArray());
    }
  }

  @Test
  void anAdapterComesBackFromItsFolderAsItWas() {
    AdapterFolder written = adapter(2, 4, ALL, 6);
    try (NDManager owner = Torch.newManager()) {
      Adapter adapter = Adapter.of(owner, base.config(), written);
      adapter.folder(base.config(), base.sha256()).write(temporary.resolve("a"), base.config());
    }
    AdapterFolder read = AdapterFolder.read(temporary.resolve("a"), base.config(), base.sha256());
    assertThat(read).isEqualTo(written);
  }
}
