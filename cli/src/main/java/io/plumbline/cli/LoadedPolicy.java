package io.plumbline.cli;

import io.plumbline.trainer.model.Decoder;
import io.plumbline.trainer.model.PolicyModel;
import io.plumbline.trainer.model.Precision;
import io.plumbline.trainer.policies.LearnedPolicy;
import io.plumbline.trainer.policies.PolicyStack;
import io.plumbline.trainer.sampling.Sampler;
import java.util.function.BooleanSupplier;

/** A policy from disk that is ready to answer. */
final class LoadedPolicy implements AutoCloseable {
  private final PolicyStack stack;
  private final PolicyModel model;
  private final Decoder decoder;
  private final Sampler sampler;

  /**
   * @param stack stays open
   * @param stop once true, answering throws
   */
  LoadedPolicy(PolicyStack stack, int threads, BooleanSupplier stop) {
    this.stack = stack;
    model = model(stack);
    decoder = new Decoder(model.config(), 1, Precision.FP32);
    sampler = new Sampler(decoder, stack.tokenizer().ends(), threads, stop);
  }

  /** The stack's weights, each adapter folded in. */
  static PolicyModel model(PolicyStack stack) {
    try {
      return PolicyModel.stack(stack.base(), stack.adapters());
    } catch (IllegalStateException e) {
      throw new UserError("policy: " + stack.name() + ": " + e.getMessage());
    }
  }

  /**
   * @param temperature above 0, or 0 to decode greedily
   * @param seed decides what is sampled
   */
  LearnedPolicy at(double temperature, long seed) {
    return new LearnedPolicy(
        stack.name(), stack.tokenizer(), sampler, model::weights, temperature, seed);
  }

  @Override
  public void close() {
    sampler.close();
    decoder.close();
    model.close();
  }
}
