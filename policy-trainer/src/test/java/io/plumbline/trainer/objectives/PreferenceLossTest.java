package io.plumbline.trainer.objectives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PreferenceLossTest {
  private static final DpoLoss DPO = new DpoLoss(0.1);
  private static final OrpoLoss ORPO = new OrpoLoss(0.5);

  private final NDManager manager = Torch.manager();

  @AfterEach
  void close() {
    manager.close();
  }

  private NDArray of(float... values) {
    return manager.create(values);
  }

  @Test
  void dpoStartsAtLnTwoAndFallsWithTheMargin() {
    NDArray margins = DPO.margins(of(-3, -3), of(-5, -5), of(-3, -4), of(-5, -4));
    assertThat(margins.toFloatArray()).containsExactly(new float[] {0, 0.2f}, within(1e-6f));
    assertThat(DPO.perPair(margins).toFloatArray())
        .containsExactly(new float[] {0.693147f, 0.598139f}, within(1e-6f));
  }

  @Test
  void anAnswersImplicitRewardIsWhatItGainedOnTheReference() {
    assertThat(DPO.rewards(of(-3, -7), of(-4, -5)).toFloatArray())
        .containsExactly(new float[] {0.1f, -0.2f}, within(1e-6f));
  }

  @Test
  void dpoPullsByHowWrongItStillIs() {
    NDArray rejected = of(-5);
    NDArray refChosen = of(-4);
    NDArray refRejected = of(-4);
    double[] gradient =
        Torch.gradient(
            of(-3), at -> DPO.perPair(DPO.margins(at, rejected, refChosen, refRejected)).sum());
    // -beta sigmoid(-beta delta), delta 2
    assertThat(gradient[0]).isCloseTo(-0.1 / (1 + Math.exp(0.2)), within(1e-6));
    NDArray chosen = of(-3);
    double[] other =
        Torch.gradient(
            of(-5), at -> DPO.perPair(DPO.margins(chosen, at, refChosen, refRejected)).sum());
    assertThat(other[0]).isCloseTo(-gradient[0], within(1e-6));
  }

  @Test
  void dpoStaysFiniteHoweverFarThePolicyWent() {
    NDArray zero = of(0, 0);
    NDArray loss = DPO.perPair(DPO.margins(of(-9000, 0), of(0, -9000), zero, zero));
    assertThat(loss.toFloatArray()).containsExactly(900, 0);
    assertThat(
            Torch.gradient(
                of(-9000, 0), at -> DPO.perPair(DPO.margins(at, of(0, -9000), zero, zero)).sum()))
        .containsExactly(new double[] {-0.1, 0}, within(1e-6));
  }

  @Test
  void theOddsMatchTheWorkedExample() {
    assertThat(ORPO.logOdds(of(-0.5f), of(-1)).getFloat()).isCloseTo(0.974077f, within(1e-6f));
    // 0.5 + 0.5 ln(1 + e^-0.974077)
    assertThat(ORPO.perPair(of(-0.5f), of(-1)).getFloat()).isCloseTo(0.660150f, within(1e-6f));
    assertThat(new OrpoLoss(0).perPair(of(-0.5f), of(-1)).getFloat()).isEqualTo(0.5f);
  }

  @Test
  void orposGradientIsThatOfItsFormula() {
    for (float at : new float[] {-0.01f, -0.5f, -4}) {
      assertThat(gradient(of(at), chosen -> ORPO.perPair(chosen, of(-1))))
          .isCloseTo(slope(at, chosen -> orpo(chosen, -1)), within(1e-4));
      assertThat(gradient(of(at), rejected -> ORPO.perPair(of(-1), rejected)))
          .isCloseTo(slope(at, rejected -> orpo(-1, rejected)), within(1e-4));
    }
  }

  @Test
  void aCertainAnswerHasFiniteOddsAndStillItsLikelihoodsGradient() {
    NDArray sure = of(0);
    assertThat(ORPO.perPair(sure, of(-1)).getFloat()).isCloseTo(0, within(1e-5f));
    assertThat(gradient(sure, chosen -> ORPO.perPair(chosen, of(-1)))).isEqualTo(-1);
    assertThat(gradient(sure, rejected -> ORPO.perPair(of(-1), rejected))).isZero();
  }

  private static double gradient(NDArray at, UnaryOperator<NDArray> loss) {
    return Torch.gradient(at, x -> loss.apply(x).sum())[0];
  }

  private static double slope(double at, java.util.function.DoubleUnaryOperator function) {
    double step = 1e-6;
    return (function.applyAsDouble(at + step) - function.applyAsDouble(at - step)) / (2 * step);
  }

  private static double orpo(double chosen, double rejected) {
    double odds =
        chosen - Math.log(-Math.expm1(chosen)) - rejected + Math.log(-Math.expm1(rejected));
    return -chosen + 0.5 * Math.log1p(Math.exp(-odds));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    NDArray two = of(-1, -2);
    NDArray table = manager.zeros(new Shape(1, 2));
    assertThatThrownBy(() -> DPO.margins(two, of(-1), two, two))
        .hasMessage("rejected: shape (1) (expected: (2))");
    assertThatThrownBy(() -> ORPO.perPair(table, table))
        .hasMessage("chosen: shape (1, 2) (expected: one dimension)");
    assertThatThrownBy(() -> new DpoLoss(0)).hasMessage("beta: 0.0 (expected: above 0)");
    assertThatThrownBy(() -> new OrpoLoss(-1)).hasMessage("beta: -1.0 (expected: at least 0)");
  }
}
