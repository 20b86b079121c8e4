package io.plumbline.trainer.checkpoint;

/**
 * Which linear modules of a layer add a bias.
 *
 * @param projections of queries, keys and values
 * @param output of the attention
 * @param feedForward gate, up and down
 */
public record Biases(boolean projections, boolean output, boolean feedForward) {
  /** No module does. */
  public static final Biases NONE = new Biases(false, false, false);

  /** As in every Qwen2. */
  public static final Biases QWEN2 = new Biases(true, false, false);

  /** Whether the module that ends in {@code linear} has one. */
  boolean has(String linear) {
    return switch (linear) {
      case "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj" -> projections;
      case "self_attn.o_proj" -> output;
      default -> feedForward;
    };
  }
}
