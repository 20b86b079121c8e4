package io.plumbline.trainer.objectives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mean gradients are exact: the sum over a vocabulary of four, each token by its probability. */
class KlTest {
  private static final float[] LOGITS = {0.3f, -1.1f, 0.9f, 0.2f};
  private static final double[] POLICY = softmax(LOGITS);
  private static final double[] REFERENCE = softmax(new float[] {-0.5f, 0.4f, 0.1f, 1.2f});
  private static final double[] OTHER = softmax(new float[] {1, 0, -1, 0.5f});

  private final NDManager manager = Torch.manager();
  private NDArray logits;
  private NDArray policy;
  private NDArray reference;

  @BeforeEach
  void create() {
    logits = manager.create(LOGITS);
    policy = logOf(POLICY).exp();
    reference = logOf(REFERENCE);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void theEstimatorsMatchTheWorkedExample() {
    NDArray now = Torch.row(manager, -1);
    NDArray ref = Torch.row(manager, -1.5f);
    assertThat(KlEstimators.k1(now, ref).getFloat(0, 0)).isEqualTo(0.5f);
    assertThat(KlEstimators.k2(now, ref).getFloat(0, 0)).isEqualTo(0.125f);
    assertThat(KlEstimators.k3(now, ref).getFloat(0, 0)).isCloseTo(0.10653f, within(1e-5f));
    // Twice as likely as when it was sampled.
    NDArray old = Torch.row(manager, (float) (-1 - Math.log(2)));
    assertThat(KlEstimators.ratioK3(now, ref, old).getFloat(0, 0))
        .isCloseTo(0.21306f, within(1e-5f));
  }

  @Test
  void k1HasNoMeanGradient() {
    assertThat(meanGradient(policy, now -> KlEstimators.k1(now, reference)))
        .containsExactly(new double[4], within(1e-6));
  }

  @Test
  void k2LeadsTowardsTheReferenceWhenOnPolicy() {
    assertThat(meanGradient(policy, now -> KlEstimators.k2(now, reference)))
        .containsExactly(gradientOfKl(), within(1e-6));
  }

  @Test
  void k3HasTheGradientOfTheOtherDirection() {
    double[] reversed = new double[4];
    for (int i = 0; i < 4; i++) {
      reversed[i] = POLICY[i] - REFERENCE[i]; // of KL(reference || policy), by its logits
    }
    assertThat(meanGradient(policy, now -> KlEstimators.k3(now, reference)))
        .containsExactly(reversed, within(1e-6));
  }

  @Test
  void ratioK3LeadsTowardsTheReferenceWhoeverSampled() {
    NDArray onPolicy = logOf(POLICY);
    assertThat(meanGradient(policy, now -> KlEstimators.ratioK3(now, reference, onPolicy)))
        .containsExactly(gradientOfKl(), within(1e-6));
    NDArray other = logOf(OTHER);
    assertThat(meanGradient(other.exp(), now -> KlEstimators.ratioK3(now, reference, other)))
        .containsExactly(gradientOfKl(), within(1e-6));
  }

  @Test
  void theExactKlIsTheSumByHandAndSoIsItsGradient() {
    // p = (1/2, 1/4, 1/4), q = (1/4, 1/4, 1/2): ln 2 / 2 + 0 - ln 2 / 4. The other row is even.
    NDArray p = Torch.table(manager, new float[] {.5f, .25f, .25f}, new float[] {.5f, .25f, .25f});
    NDArray q = Torch.table(manager, new float[] {.25f, .25f, .5f}, new float[] {.5f, .25f, .25f});
    NDArray kl = ExactKl.perToken(p.log().reshape(2, 1, 3), q.log().reshape(2, 1, 3));
    assertThat(kl.getShape()).isEqualTo(new Shape(2, 1));
    assertThat(kl.getFloat(0, 0)).isCloseTo((float) (Math.log(2) / 4), within(1e-6f));
    assertThat(kl.getFloat(1, 0)).isZero();

    double[] gradient = Torch.gradient(logits, at -> ExactKl.perToken(at.logSoftmax(0), reference));
    assertThat(gradient).containsExactly(gradientOfKl(), within(1e-6));
  }

  @Test
  void logProbsOfAnotherShapeAreRefused() {
    NDArray row = manager.zeros(new Shape(1, 4));
    NDArray scalar = manager.zeros(new Shape(1, 1));
    assertThatThrownBy(() -> KlEstimators.k3(row, scalar))
        .hasMessage("ref_log_probs: shape (1, 1) (expected: (1, 4))");
    assertThatThrownBy(() -> KlEstimators.ratioK3(row, row, scalar))
        .hasMessage("old_log_probs: shape (1, 1) (expected: (1, 4))");
    assertThatThrownBy(() -> ExactKl.perToken(row, scalar))
        .hasMessage("ref_log_probs: shape (1, 1) (expected: (1, 4))");
  }

  /** The gradient by the logits of an estimator's mean under {@code sampling}, held fixed. */
  private double[] meanGradient(NDArray sampling, UnaryOperator<NDArray> estimator) {
    return Torch.gradient(logits, at -> estimator.apply(at.logSoftmax(0)).mul(sampling).sum());
  }

  /** Of KL(policy || reference) by the logits, by hand: {@code p_i (log p_i - log q_i - KL)}. */
  private static double[] gradientOfKl() {
    double kl = 0;
    for (int i = 0; i < 4; i++) {
      kl += POLICY[i] * Math.log(POLICY[i] / REFERENCE[i]);
    }
    double[] gradient = new double[4];
    for (int i = 0; i < 4; i++) {
      gradient[i] = POLICY[i] * (Math.log(POLICY[i] / REFERENCE[i]) - kl);
    }
    return gradient;
  }

  private NDArray logOf(double[] probabilities) {
    float[] logs = new float[probabilities.length];
    for (int i = 0; i < logs.length; i++) {
      logs[i] = (float) Math.log(probabilities[i]);
    }
    return manager.create(logs);
  }

  private static double[] softmax(float[] logits) {
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit);
    }
    double[] probabilities = new double[logits.length];
    for (int i = 0; i < logits.length; i++) {
      probabilities[i] = Math.exp(logits[i]) / sum;
    }
    return probabilities;
  }
}
