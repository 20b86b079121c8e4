package io.plumbline.trainer.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.trainer.model.Precision;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfTestTest {
  @TempDir private Path temporary;

  private static void assertStops(SelfTest found, String message) {
    assertThatThrownBy(() -> found.check(Precision.FP32))
        .isInstanceOf(RunStoppedException.class)
        .hasMessage("self-test: " + message);
  }

  @Test
  void eachConditionHasToHold() {
    assertThatCode(() -> new SelfTest(1e-5, 1.00001, 0, 0.5, 0.01).check(Precision.FP32))
        .doesNotThrowAnyException();
    assertStops(
        new SelfTest(0.002, 1, 0, 0.5, 0.01),
        "cached and uncached log-probs differ by 0.002 (expected: at most 0.001)");
    assertStops(
        new SelfTest(0, 1.002, 0, 0.5, 0.01),
        "ratio of the policy to itself is 1.002 (expected: 1, within 0.001)");
    assertStops(
        new SelfTest(0, 0.9, 0, 0.5, 0.01),
        "ratio of the policy to itself is 0.9 (expected: 1, within 0.001)");
    assertStops(
        new SelfTest(0, 1, 0.01, 0.5, 0.01),
        "KL to the reference is 0.01 (expected: 0, before the first update)");
    assertStops(
        new SelfTest(0, 1, 0, 0, 0.01), "the adapter's gradient is 0.0 (expected: above 0)");
    assertStops(
        new SelfTest(0, 1, 0, 0.5, 0), "one step changes the adapter by 0.0 (expected: above 0)");
  }

  @Test
  void whatIsNotANumberDoesNotHold() {
    double nan = Double.NaN;
    assertStops(
        new SelfTest(nan, 1, 0, 0.5, 0.01),
        "cached and uncached log-probs differ by NaN (expected: at most 0.001)");
    assertStops(
        new SelfTest(0, nan, 0, 0.5, 0.01),
        "ratio of the policy to itself is NaN (expected: 1, within 0.001)");
    assertStops(
        new SelfTest(0, 1, nan, 0.5, 0.01),
        "KL to the reference is NaN (expected: 0, before the first update)");
    assertStops(
        new SelfTest(0, 1, 0, nan, 0.01), "the adapter's gradient is NaN (expected: above 0)");
    assertStops(
        new SelfTest(0, 1, 0, 0.5, nan), "one step changes the adapter by NaN (expected: above 0)");
  }

  @Test
  void sixteenBitsAreAllowedTheirRounding() {
    SelfTest rounded = new SelfTest(0.1, 1.1, 0, 0.5, 0.01);
    assertThatCode(() -> rounded.check(Precision.BF16)).doesNotThrowAnyException();
    assertStops(rounded, "cached and uncached log-probs differ by 0.1 (expected: at most 0.001)");
    assertThatThrownBy(() -> new SelfTest(2, 1, 0, 0.5, 0.01).check(Precision.BF16))
        .hasMessageContaining("differ by 2.0 (expected: at most 0.5)");
  }

  @Test
  void aSoundRunPassesInEitherPrecision() throws Exception {
    try (World world = World.paying()) {
      for (Precision precision : Precision.values()) {
        RunConfig config = World.with(World.CONFIG, "updates", 1, "precision", precision);
        Path folder = world.train(config, temporary.resolve(precision.name()));
        assertThat(World.metrics(folder)).hasSize(1);
      }
    }
  }

  @Test
  void aStepThatWouldChangeNothingStopsTheRunBeforeAnythingIsTrained() throws Exception {
    RunConfig still = World.with(World.CONFIG, "learningRate", 0.0, "lastLearningRate", 0.0);
    try (World world = World.paying()) {
      assertThatThrownBy(() -> world.train(still, temporary))
          .isInstanceOf(RunStoppedException.class)
          .hasMessage("self-test: one step changes the adapter by 0.0 (expected: above 0)");
    }
    assertThat(temporary).isEmptyDirectory();
  }
}
