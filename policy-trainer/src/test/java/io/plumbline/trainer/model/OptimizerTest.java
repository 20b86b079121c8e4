package io.plumbline.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.plumbline.trainer.checkpoint.Tensor;
import io.plumbline.trainer.torch.AdamW;
import io.plumbline.trainer.torch.Torch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptimizerTest {
  private static final AdamW RULE = new AdamW(0.9, 0.95, 0.1);

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

  @Test
  void gradientsWithinTheNormAreTakenAsTheyAre() {
    List<NDArray> clipped = arrays();
    List<NDArray> free = arrays();
    double norm = new Optimizer(manager, RULE, clipped).step(gradients(3, 4), 0.1, 5);
    new Optimizer(manager, RULE, free).step(gradients(3, 4), 0.1, 1e9);
    assertThat(norm).isCloseTo(5, within(1e-6));
    assertThat(values(clipped)).containsExactly(values(free));
  }

  /** Adam's first step ignores the gradient's size; its second shows what the first one left. */
  @Test
  void gradientsBeyondTheNormAreScaledDownToItTogether() {
    List<NDArray> clipped = arrays();
    List<NDArray> scaled = arrays();
    Optimizer clipping = new Optimizer(manager, RULE, clipped);
    Optimizer plain = new Optimizer(manager, RULE, scaled);
    assertThat(clipping.step(gradients(30, 40), 0.1, 5)).isCloseTo(50, within(1e-5));
    plain.step(gradients(3, 4), 0.1, 1e9);
    clipping.step(gradients(1, -2), 0.1, 5);
    plain.step(gradients(1, -2), 0.1, 1e9);
    assertThat(values(clipped)).containsExactly(values(scaled), within(1e-6f));
    List<NDArray> unclipped = arrays();
    Optimizer free = new Optimizer(manager, RULE, unclipped);
    free.step(gradients(30, 40), 0.1, 1e9);
    free.step(gradients(1, -2), 0.1, 1e9);
    assertThat(values(unclipped)[1]).isNotCloseTo(values(scaled)[1], within(1e-3f));
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void gradientsThatAreNotFiniteChangeNothing(float wrong) {
    List<NDArray> arrays = arrays();
    Optimizer optimizer = new Optimizer(manager, RULE, arrays);
    optimizer.step(gradients(1, 2), 0.1, 1);
    float[] before = values(arrays);
    Map<String, Tensor> state = optimizer.state();
    assertThat(optimizer.step(gradients(1, wrong), 0.1, 1)).isNotFinite();
    assertThat(values(arrays)).containsExactly(before);
    assertThat(optimizer.state()).isEqualTo(state);
    assertThat(optimizer.steps()).isEqualTo(1);
  }

  @Test
  void aRestoredOptimizerGoesOnToTheSameBits() {
    SplittableRandom random = new SplittableRandom(7);
    List<NDArray> arrays = arrays();
    Optimizer optimizer = new Optimizer(manager, RULE, arrays);
    for (int step = 0; step < 3; step++) {
      optimizer.step(gradients(random.nextDouble(-2, 2), random.nextDouble(-2, 2)), 0.1, 1);
    }
    List<NDArray> copies = arrays.stream().map(NDArray::duplicate).toList();
    Optimizer restored = new Optimizer(manager, RULE, copies);
    restored.restore(optimizer.state(), optimizer.steps());
    assertThat(restored.steps()).isEqualTo(3);
    assertThat(restored.state()).isEqualTo(optimizer.state());
    for (int step = 0; step < 3; step++) {
      double x = random.nextDouble(-2, 2);
      double y = random.nextDouble(-2, 2);
      optimizer.step(gradients(x, y), 0.1, 1);
      restored.step(gradients(x, y), 0.1, 1);
      assertThat(values(copies)).containsExactly(values(arrays));
    }
  }

  @Test
  void aTrialTellsWhatAStepWouldDoAndDoesNothing() {
    List<NDArray> arrays = arrays();
    Optimizer optimizer = new Optimizer(manager, RULE, arrays);
    optimizer.step(gradients(1, 2), 0.1, 1);
    float[] before = values(arrays);
    Map<String, Tensor> state = optimizer.state();
    Optimizer.Trial trial = optimizer.trial(gradients(-3, 4), 0.1, 1);
    assertThat(values(arrays)).containsExactly(before);
    assertThat(optimizer.state()).isEqualTo(state);
    assertThat(optimizer.steps()).isEqualTo(1);
    assertThat(trial.norm()).isEqualTo(optimizer.step(gradients(-3, 4), 0.1, 1));
    double greatest = 0;
    for (int i = 0; i < before.length; i++) {
      greatest = Math.max(greatest, Math.abs(values(arrays)[i] - before[i]));
    }
    assertThat(trial.change()).isPositive().isEqualTo(greatest);
  }

  @Test
  void aStateThatIsNotWholeIsRefused() {
    Optimizer optimizer = new Optimizer(manager, RULE, arrays());
    Map<String, Tensor> state = new HashMap<>(optimizer.state());
    state.remove("second.1");
    assertThatThrownBy(() -> optimizer.restore(state, 1))
        .hasMessage("optimiser state: second.1 is missing");
  }

  /** A matrix and a vector. */
  private List<NDArray> arrays() {
    return List.of(
        manager.create(new float[] {1, -2}, new Shape(1, 2)), manager.create(new float[] {0.5f}));
  }

  /** Of norm √(x² + y²): x in the matrix and y in the vector. */
  private List<NDArray> gradients(double x, double y) {
    return List.of(
        manager.create(new float[] {0, (float) x}, new Shape(1, 2)),
        manager.create(new float[] {(float) y}));
  }

  private static float[] values(List<NDArray> arrays) {
    float[] matrix = arrays.get(0).toFloatArray();
    return new float[] {matrix[0], matrix[1], arrays.get(1).toFloatArray()[0]};
  }
}
