package io.plumbline.trainer.objectives;

import ai.djl.ndarray.NDArray;
import io.plumbline.trainer.torch.Scalars;

/**
 * How values of tokens become one number. The examples are of two sequences, [1, 1] and [2, 2, 2,
 * 2].
 */
public enum Aggregation {
  /** Each token counts alike: 10 / 6 = 1.6667. Yu et al., "DAPO" (2025), section 3.3. */
  TOKEN_MEAN,

  /**
   * Each sequence counts alike, by the mean of its tokens: (1 + 2) / 2 = 1.5. Shao et al.,
   * "DeepSeekMath" (2024), equation 3.
   */
  SEQUENCE_MEAN,

  /**
   * The sum over sequences of the greatest length: with 5 tokens at most, 10 / (2 · 5) = 1. No
   * sequence's length weighs on its tokens. Liu et al., "Understanding R1-Zero-Like Training"
   * (2025), section 3.2.
   */
  FIXED_LENGTH;

  /**
   * One part's share of the whole minibatch's value, a scalar: the shares of all parts add up to
   * the value of the whole, and so do their gradients.
   *
   * @param perToken {@code [B, T]}
   * @param mask 1 for a token of the completion, 0 for padding, {@code [B, T]}
   * @param whole the sizes of the minibatch that this is a part of, or all of
   * @throws IllegalArgumentException when a shape does not fit
   */
  public NDArray share(NDArray perToken, NDArray mask, MinibatchSize whole) {
    Shapes.require("mask", mask, Shapes.requireTable("per_token", perToken));
    NDArray counted = perToken.mul(mask);
    return switch (this) {
      case TOKEN_MEAN -> Scalars.over(counted.sum(), whole.tokens());
      case FIXED_LENGTH ->
          Scalars.over(Scalars.over(counted.sum(), whole.sequences()), whole.maxTokens());
      case SEQUENCE_MEAN -> {
        // A sequence of no tokens adds 0.
        try (NDArray tokens = mask.sum(new int[] {1});
            NDArray divisor = tokens.maximum(counted.getManager().create(1))) {
          yield Scalars.over(counted.sum(new int[] {1}).div(divisor).sum(), whole.sequences());
        }
      }
    };
  }
}
