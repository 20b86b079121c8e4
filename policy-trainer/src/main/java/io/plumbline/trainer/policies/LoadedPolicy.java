package io.plumbline.trainer.policies;

import io.plumbline.trainer.checkpoint.CheckpointException;
import io.plumbline.trainer.model.Decoder;
import io.plumbline.trainer.model.PolicyModel;
import io.plumbline.trainer.model.Precision;
import io.plumbline.trainer.sampling.Completion;
import io.plumbline.trainer.sampling.Sampler;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A policy from disk that is ready to answer. */
public final class LoadedPolicy implements AutoCloseable {
  private final PolicyStack stack;
  private final PolicyModel model;
  private final Decoder decoder;
  private final Sampler sampler;

  /**
   * Folds the stack's adapters into its weights.
   *
   * @param stack stays open
   * @param threads that draw, at least 1
   * @param stop once true, answering throws {@link java.util.concurrent.CancellationException}
   * @throws CheckpointException if an adapter changes nothing, or what it should not
   */
  public LoadedPolicy(PolicyStack stack, int threads, BooleanSupplier stop) {
    this.stack = stack;
    model = model(stack);
    decoder = new Decoder(model.config(), 1, Precision.FP32);
    sampler = new Sampler(decoder, stack.tokenizer().ends(), threads, stop);
  }

  /**
   * The stack's weights, each adapter folded in; close it.
   *
   * @throws CheckpointException if an adapter changes nothing, or what it should not
   */
  public static PolicyModel model(PolicyStack stack) {
    try {
      return PolicyModel.stack(stack.base(), stack.adapters());
    } catch (IllegalStateException e) {
      throw new CheckpointException("policy: " + stack.name() + ": " + e.getMessage(), e);
    }
  }

  /**
   * A policy over tasks, for as long as this is open.
   *
   * @param temperature above 0, or 0 to decode greedily
   * @param seed decides what is sampled
   */
  public LearnedPolicy at(double temperature, long seed) {
    return new LearnedPolicy(
        stack.name(), stack.tokenizer(), sampler, model::weights, temperature, seed);
  }

  /**
   * Draws one answer, which is told as it is written.
   *
   * @param soFar takes all of the answer so far, again and again, on another thread
   */
  public Completion draw(
      int[] prompt, int maxTokens, double temperature, long seed, Consumer<Completion> soFar) {
    return sampler.draw(model.weights(), prompt, maxTokens, temperature, seed, soFar);
  }

  /** Waits for what is being drawn. */
  @Override
  public void close() {
    sampler.close();
    decoder.close();
    model.close();
  }
}
