package io.plumbline.trainer.runs;

import io.plumbline.trainer.checkpoint.Tensor;
import io.plumbline.trainer.objectives.AdaptiveKl;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The KL coefficient as it stands: that of the settings, or steered towards {@code kl_target}. */
final class KlPrice {
  private static final String NAME = "kl_coefficient";

  private final Optional<AdaptiveKl> controller;
  private double coefficient;

  KlPrice(RunConfig config) {
    coefficient = config.klCoefficient();
    controller =
        config.klTarget() > 0 ? Optional.of(new AdaptiveKl(config.klTarget())) : Optional.empty();
  }

  double coefficient() {
    return coefficient;
  }

  boolean isSteered() {
    return controller.isPresent();
  }

  /** Moves it after an update of this KL per token. Kept in single precision, as states have it. */
  void update(double kl) {
    controller.ifPresent(rule -> coefficient = (float) rule.next(coefficient, kl));
  }

  /** Nothing, where the settings alone decide. */
  Map<String, Tensor> state() {
    return isSteered()
        ? Map.of(NAME, new Tensor(List.of(), new float[] {(float) coefficient}))
        : Map.of();
  }

  void restore(Map<String, Tensor> saved) {
    Tensor tensor = saved.get(NAME);
    if (isSteered() && tensor != null) {
      coefficient = tensor.values()[0];
    }
  }
}
