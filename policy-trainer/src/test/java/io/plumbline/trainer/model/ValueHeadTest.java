package io.plumbline.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.plumbline.trainer.torch.Torch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a value head reads, and whom its gradient reaches. */
class ValueHeadTest {
  private static final int WIDTH = 16;
  private static final Batch BATCH =
      Batch.of(
          List.of(new int[] {1, 2, 3}, new int[] {4, 5}),
          List.of(
              List.of(new int[] {6, 7}, new int[] {8}),
              List.of(new int[] {9, 10, 11}, new int[] {12})));

  private NDManager manager;
  private List<NDArray> weights;
  private Adapter adapter;
  private Decoder decoder;

  @BeforeEach
  void open() {
    Torch.enterThread(false);
    TinyModel model = new TinyModel(2, false);
    manager = Torch.newManager();
    weights = model.weights(manager, 3);
    adapter = Adapter.of(manager, model.config(), model.adapter(5));
    decoder = new Decoder(model.config(), TinyModel.LORA.scale(), Precision.FP32);
  }

  @AfterEach
  void close() {
    decoder.close();
    manager.close();
  }

  private NDArray head(double bias) {
    float[] values = new float[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      values[i] = (i % 5 - 2) * 0.3f;
    }
    return bias == 0
        ? manager.create(values, new Shape(1, WIDTH))
        : manager.create(new float[] {(float) bias});
  }

  @Test
  void fromFeaturesComeTheSameFiguresAsFromTheWholeGraph() {
    NDArray anchor = decoder.logProbs(manager, BATCH, 0.7, weights);
    NDList whole = decoder.policy(manager, BATCH, anchor, 0.7, weights, adapter.arrays());
    NDArray features = decoder.features(manager, BATCH, weights, adapter.arrays());
    NDList parts = decoder.sampled(manager, features, BATCH, 0.7, weights);
    NDArray kl = decoder.divergence(manager, parts.get(2), anchor, BATCH);
    assertThat(parts.get(0).toFloatArray()).containsExactly(whole.get(0).toFloatArray());
    assertThat(kl.toFloatArray()).containsExactly(whole.get(1).toFloatArray());
    assertThat(parts.get(1).toFloatArray()).containsExactly(whole.get(2).toFloatArray());
    assertThat(decoder.tokenLogProbs(manager, BATCH, 0.7, weights, adapter.arrays()).toFloatArray())
        .containsExactly(whole.get(0).toFloatArray());
  }

  @Test
  void aValueIsTheHeadsProductWithWhatTheLanguageHeadReads() {
    NDArray features = decoder.features(manager, BATCH, weights, adapter.arrays());
    float[] read = features.toFloatArray();
    float[] head = head(0).toFloatArray();
    float[] flat = new float[BATCH.tokens()];
    for (int token = 0; token < flat.length; token++) {
      flat[token] = 0.25f;
      for (int i = 0; i < WIDTH; i++) {
        flat[token] += head[i] * read[token * WIDTH + i];
      }
    }
    float[] values =
        decoder.values(manager, features, BATCH, head(0), head(0.25), 0.1).toFloatArray();
    assertThat(values).containsExactly(BATCH.table(flat), within(1e-5f));
  }

  /** Gradients of the summed values with respect to the adapter, the head and its bias. */
  private List<float[]> gradients(double share) {
    List<NDArray> leaves = new ArrayList<>(adapter.arrays());
    leaves.addAll(List.of(head(0), head(0.25)));
    int lora = adapter.arrays().size();
    try (Gradients gradients = new Gradients(leaves, 1);
        NDManager results = Torch.newManager()) {
      gradients.differentiate(
          List.of(
              (scratch, mine) -> {
                NDArray features = decoder.features(scratch, BATCH, weights, mine.subList(0, lora));
                Torch.backward(
                    decoder
                        .values(scratch, features, BATCH, mine.get(lora), mine.get(lora + 1), share)
                        .sum());
                return 0;
              }));
      return gradients.sums(results).stream().map(NDArray::toFloatArray).toList();
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.25})
  void itsGradientReachesTheTrunkByItsShareAndTheHeadWhole(double share) {
    List<float[]> all = gradients(1);
    List<float[]> some = gradients(share);
    int lora = adapter.arrays().size();
    double greatest = 0;
    for (int i = 0; i < lora; i++) {
      for (int j = 0; j < all.get(i).length; j++) {
        greatest = Math.max(greatest, Math.abs(all.get(i)[j]));
        assertThat(some.get(i)[j]).isCloseTo((float) share * all.get(i)[j], within(1e-5f));
      }
    }
    assertThat(greatest).isPositive();
    assertThat(some.get(lora)).containsExactly(all.get(lora));
    assertThat(some.get(lora + 1)).containsExactly(BATCH.tokens());
  }

  @Test
  void theTrunksGradientIsTheSlopeOfTheValues() {
    float[] found = gradients(1).get(9);
    NDArray leaf = adapter.arrays().get(9);
    float[] values = leaf.toFloatArray();
    float kept = values[1];
    double[] sums = new double[2];
    for (int side = 0; side < 2; side++) {
      values[1] = kept + (side == 0 ? -1e-2f : 1e-2f);
      Torch.assign(leaf, values);
      NDArray features = decoder.features(manager, BATCH, weights, adapter.arrays());
      sums[side] =
          decoder.values(manager, features, BATCH, head(0), head(0.25), 1).sum().getFloat();
    }
    assertThat((sums[1] - sums[0]) / 2e-2).isCloseTo(found[1], within(1e-2));
  }
}
