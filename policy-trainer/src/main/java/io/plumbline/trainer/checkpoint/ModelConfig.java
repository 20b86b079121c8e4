package io.plumbline.trainer.checkpoint;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The shape of a decoder of the Llama or the Qwen2 family, as {@code config.json} of its Hugging
 * Face folder gives it: RMSNorm, rotary positions, grouped-query attention, SwiGLU.
 *
 * @param family decides which biases there may be, and the names in the file
 * @param vocabSize rows of the embedding, 1 to 2^24
 * @param hiddenSize width of the residual stream, 1 to 2^17; a multiple of the attention heads
 * @param intermediateSize width of the feed-forward part, 1 to 2^20
 * @param numHiddenLayers 1 to 1000
 * @param numAttentionHeads heads of queries, 1 to 1024
 * @param numKeyValueHeads heads of keys and values; divides the attention heads
 * @param headDim width of one head, 2 to 65536; even, since rotary positions turn pairs
 * @param maxPositionEmbeddings the longest sequence in tokens, 1 to 2^24
 * @param rope how positions turn queries and keys
 * @param rmsNormEps what RMSNorm adds to the mean square, above 0
 * @param tieWordEmbeddings whether the head is the embedding; otherwise it is {@code
 *     lm_head.weight}
 * @param biases which linear modules have one: in a Llama the attention's all or none, in a Qwen2
 *     {@link Biases#QWEN2}
 * @param bosTokenId the token that begins a text, if there is one; below the vocabulary's size
 * @param eosTokenIds the tokens that end a text; {@code generation_config.json} outranks {@code
 *     config.json}
 * @param padTokenId the token that fills a batch, if there is one
 */
public record ModelConfig(
    ModelFamily family,
    int vocabSize,
    int hiddenSize,
    int intermediateSize,
    int numHiddenLayers,
    int numAttentionHeads,
    int numKeyValueHeads,
    int headDim,
    int maxPositionEmbeddings,
    Rope rope,
    double rmsNormEps,
    boolean tieWordEmbeddings,
    Biases biases,
    OptionalInt bosTokenId,
    List<Integer> eosTokenIds,
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
    check(
        (long) maxPositionEmbeddings * headDim < Integer.MAX_VALUE - 8,
        "max_position_embeddings",
        maxPositionEmbeddings,
        "with head_dim " + headDim + ", a product below 2^31");
    check(rmsNormEps > 0 && Double.isFinite(rmsNormEps), "rms_norm_eps", rmsNormEps, "above 0");
    check(
        family == ModelFamily.QWEN2
            ? biases.equals(Biases.QWEN2)
            : biases.projections() == biases.output(),
        "biases",
        biases,
        "those of the family " + family.modelType());
    eosTokenIds = List.copyOf(eosTokenIds);
    token("bos_token_id", bosTokenId, vocabSize);
    for (int end : eosTokenIds) {
      range("eos_token_id", end, 0, vocabSize - 1);
    }
    token("pad_token_id", padTokenId, vocabSize);
    long widest = Math.max(vocabSize, Math.max(intermediateSize, numAttentionHeads * headDim));
    check(
        widest * hiddenSize < Integer.MAX_VALUE - 8,
        "hidden_size",
        hiddenSize,
        "no weight of 2^31 values or more");
  }

  /** A Llama without biases whose positions are as trained. */
  public ModelConfig(
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
    this(
        ModelFamily.LLAMA,
        vocabSize,
        hiddenSize,
        intermediateSize,
        numHiddenLayers,
        numAttentionHeads,
        numKeyValueHeads,
        headDim,
        maxPositionEmbeddings,
        new Rope.Plain(ropeTheta),
        rmsNormEps,
        tieWordEmbeddings,
        Biases.NONE,
        bosTokenId,
        eosTokenId.stream().boxed().toList(),
        padTokenId);
  }

  /**
   * Reads {@code config.json} in a folder, and the end tokens of {@code generation_config.json}
   * where there is one. Fields that say nothing about the shape are ignored.
   *
   * @throws CheckpointException if it cannot be read, a value is out of range, or it asks for what
   *     is not supported, which the message names: another architecture or activation, other rotary
   *     positions, a sliding window, quantised weights
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
        List<Integer> shape = linearShape(linear);
        shapes.put(prefix + linear + ".weight", shape);
        if (biases.has(linear)) {
          shapes.put(prefix + linear + ".bias", shape.subList(0, 1));
        }
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

  private static void check(boolean holds, String field, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(field + ": " + value + " (expected: " + expected + ")");
    }
  }
}
