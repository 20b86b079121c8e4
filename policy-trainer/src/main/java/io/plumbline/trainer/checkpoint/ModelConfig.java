package io.plumbline.trainer.checkpoint;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The shape of a Llama decoder, as {@code config.json} of its Hugging Face folder gives it:
 * RMSNorm, rotary positions without scaling, grouped-query attention, SwiGLU, no biases.
 *
 * @param vocabSize rows of the embedding, 1 to 2^24
 * @param hiddenSize width of the residual stream, 1 to 2^17; a multiple of the attention heads
 * @param intermediateSize width of the feed-forward part, 1 to 2^20
 * @param numHiddenLayers 1 to 1000
 * @param numAttentionHeads heads of queries, 1 to 1024
 * @param numKeyValueHeads heads of keys and values; divides the attention heads
 * @param headDim width of one head, 2 to 65536; even, since rotary positions turn pairs
 * @param maxPositionEmbeddings the longest sequence in tokens, 1 to 2^24
 * @param ropeTheta base of the rotary frequencies, above 0
 * @param rmsNormEps what RMSNorm adds to the mean square, above 0
 * @param tieWordEmbeddings whether the head is the embedding; otherwise it is {@code
 *     lm_head.weight}
 * @param bosTokenId the token that begins a text, if there is one; below the vocabulary's size
 * @param eosTokenId the token that ends a text, if there is one
 * @param padTokenId the token that fills a batch, if there is one
 */
public record ModelConfig(
    int vocabSize,
    int hiddenSize,
    int intermediateSize,
    int numHiddenLayers,
    int numAttentionHeads,
    int numKeyValueHeads,
    int headDim,
    int maxPositionEmbeddings,
    double ropeTheta,
    double rmsNormEps,
    boolean tieWordEmbeddings,
    OptionalInt bosTokenId,
    OptionalInt eosTokenId,
    OptionalInt padTokenId) {

  /** The linear parts of a layer, by their path inside it. */
  static final List<String> LINEAR =
      List.of(
          "mlp.down_proj",
          "mlp.gate_proj",
          "mlp.up_proj",
          "self_attn.k_proj",
          "self_attn.o_proj",
          "self_attn.q_proj",
          "self_attn.v_proj");

  /**
   * @throws IllegalArgumentException if a value is out of its range; the message names it as {@code
   *     config.json} does
   */
  public ModelConfig {
    range("vocab_size", vocabSize, 1, 1 << 24);
    range("hidden_size", hiddenSize, 1, 1 << 17);
    range("intermediate_size", intermediateSize, 1, 1 << 20);
    range("num_hidden_layers", numHiddenLayers, 1, 1000);
    range("num_attention_heads", numAttentionHeads, 1, 1024);
    range("num_key_value_heads", numKeyValueHeads, 1, numAttentionHeads);
    range("head_dim", headDim, 2, 1 << 16);
    range("max_position_embeddings", maxPositionEmbeddings, 1, 1 << 24);
    multiple("hidden_size", hiddenSize, "num_attention_heads", numAttentionHeads);
    multiple("num_attention_heads", numAttentionHeads, "num_key_value_heads", numKeyValueHeads);
    check(headDim % 2 == 0, "head_dim", headDim, "an even number");
    check(positive(ropeTheta), "rope_theta", ropeTheta, "above 0");
    check(positive(rmsNormEps), "rms_norm_eps", rmsNormEps, "above 0");
    token("bos_token_id", bosTokenId, vocabSize);
    token("eos_token_id", eosTokenId, vocabSize);
    token("pad_token_id", padTokenId, vocabSize);
    long widest = Math.max(vocabSize, Math.max(intermediateSize, numAttentionHeads * headDim));
    check(
        widest * hiddenSize < Integer.MAX_VALUE - 8,
        "hidden_size",
        hiddenSize,
        "no weight of 2^31 values or more");
  }

  /**
   * Reads {@code config.json} in a folder. Fields that say nothing about the shape are ignored.
   *
   * @throws CheckpointException if it cannot be read, a value is out of range, or it asks for
   *     another architecture, biases, scaled positions, quantised or other than 32-bit weights
   */
  public static ModelConfig read(Path folder) {
    return ModelConfigFile.read(folder);
  }

  /**
   * Writes {@code config.json} into a folder, whole or not at all.
   *
   * @throws CheckpointException if it cannot be written
   */
  public void write(Path folder) {
    ModelConfigFile.write(folder, this);
  }

  /** The shape of each weight by its Hugging Face name; linear weights are [out, in]. */
  public SortedMap<String, List<Integer>> tensorShapes() {
    SortedMap<String, List<Integer>> shapes = new TreeMap<>();
    shapes.put("model.embed_tokens.weight", List.of(vocabSize, hiddenSize));
    for (int layer = 0; layer < numHiddenLayers; layer++) {
      String prefix = "model.layers." + layer + ".";
      shapes.put(prefix + "input_layernorm.weight", List.of(hiddenSize));
      shapes.put(prefix + "post_attention_layernorm.weight", List.of(hiddenSize));
      for (String linear : LINEAR) {
        shapes.put(prefix + linear + ".weight", linearShape(linear));
      }
    }
    shapes.put("model.norm.weight", List.of(hiddenSize));
    if (!tieWordEmbeddings) {
      shapes.put("lm_head.weight", List.of(vocabSize, hiddenSize));
    }
    return Collections.unmodifiableSortedMap(shapes);
  }

  /** The linear modules of the layers by their paths: [out, in]. */
  SortedMap<String, List<Integer>> linearShapes() {
    SortedMap<String, List<Integer>> shapes = new TreeMap<>();
    for (int layer = 0; layer < numHiddenLayers; layer++) {
      for (String linear : LINEAR) {
        shapes.put("model.layers." + layer + "." + linear, linearShape(linear));
      }
    }
    return shapes;
  }

  private List<Integer> linearShape(String linear) {
    int queries = numAttentionHeads * headDim;
    int keys = numKeyValueHeads * headDim;
    return switch (linear) {
      case "self_attn.q_proj" -> List.of(queries, hiddenSize);
      case "self_attn.k_proj", "self_attn.v_proj" -> List.of(keys, hiddenSize);
      case "self_attn.o_proj" -> List.of(hiddenSize, queries);
      case "mlp.gate_proj", "mlp.up_proj" -> List.of(intermediateSize, hiddenSize);
      case "mlp.down_proj" -> List.of(hiddenSize, intermediateSize);
      default -> throw new IllegalArgumentException(linear);
    };
  }

  private static void range(String field, int value, int min, int max) {
    check(value >= min && value <= max, field, value, min + " to " + max);
  }

  private static void multiple(String field, int value, String divisor, int by) {
    check(value % by == 0, field, value, "a multiple of " + divisor + ", " + by);
  }

  private static void token(String field, OptionalInt id, int vocabSize) {
    id.ifPresent(token -> range(field, token, 0, vocabSize - 1));
  }

  private static boolean positive(double value) {
    return value > 0 && Double.isFinite(value);
  }

  private static void check(boolean holds, String field, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(field + ": " + value + " (expected: " + expected + ")");
    }
  }
}
