package io.plumbline.trainer.objectives;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.plumbline.trainer.torch.Scalars;

/**
 * Half the squared error of values, or of the values held within {@code clip} of what they were
 * before the update, whichever is greater: a value earns nothing by a jump. Schulman et al.'s
 * {@code baselines/ppo2} (2017); examined by Engstrom et al., "Implementation Matters in Deep
 * Policy Gradients" (2020), section 3. Value 1.5 after 0.5, with return 1 and clip 0.2, costs
 * 0.125.
 *
 * @param clip in units of reward, above 0
 */
public record ValueLoss(double clip) {

  public ValueLoss {
    Checks.aboveZero("value_clip", clip);
  }

  /**
   * The loss of each token, {@code [B, T]}, padding included.
   *
   * @param values of the head in training, {@code [B, T]}
   * @param oldValues when the tokens were sampled, {@code [B, T]}
   * @param returns as {@link Gae} gives them, {@code [B, T]}
   * @throws IllegalArgumentException when a shape does not fit
   */
  public NDArray perToken(NDArray values, NDArray oldValues, NDArray returns) {
    Shape table = Shapes.requireTable("values", values);
    Shapes.require("old_values", oldValues, table);
    Shapes.require("returns", returns, table);
    // Held as a difference: its bounds are numbers, as DJL's clip wants them.
    NDArray held = values.sub(oldValues).clip(-clip, clip).add(oldValues);
    return Scalars.over(values.sub(returns).square().maximum(held.sub(returns).square()), 2);
  }
}
