package io.plumbline.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.plumbline.trainer.checkpoint.ModelConfig;
import io.plumbline.trainer.checkpoint.Tensor;
import io.plumbline.trainer.torch.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Weights between their two forms: named as Hugging Face names them, and fused as the graph takes
 * them (q, k and v stacked, gate and up stacked, biases last).
 */
public final class Weights {
  private Weights() {}

  /** One array of the fused form: the named weights that are stacked in it. */
  private record Fused(List<String> names, List<Integer> rows, int columns) {
    boolean isVector() {
      return columns == 0;
    }
  }

  /**
   * Stacks named weights.
   *
   * @param named as a Hugging Face folder has them, complete
   * @param owner owns the arrays
   */
  public static List<NDArray> fuse(NDManager owner, ModelConfig config, Map<String, Tensor> named) {
    List<NDArray> fused = new ArrayList<>();
    for (Fused part : layout(config)) {
      long total = part.rows.stream().mapToLong(Integer::intValue).sum();
      List<float[]> values = new ArrayList<>();
      for (String name : part.names) {
        values.add(Objects.requireNonNull(named.get(name), name).values());
      }
      fused.add(
          Torch.aligned(
              owner, values, part.isVector() ? new Shape(total) : new Shape(total, part.columns)));
    }
    return fused;
  }

  /** The names of the weights that are stacked in each fused one. */
  static List<List<String>> names(ModelConfig config) {
    return layout(config).stream().map(Fused::names).toList();
  }

  /** A copy of an array, as files have it. */
  public static Tensor tensor(NDArray array) {
    List<Integer> shape =
        Arrays.stream(array.getShape().getShape()).mapToObj(Math::toIntExact).toList();
    return new Tensor(shape, array.toFloatArray());
  }

  /** Named weights from fused ones; the values are copies. */
  public static Map<String, Tensor> split(ModelConfig config, List<NDArray> fused) {
    Map<String, Tensor> named = new LinkedHashMap<>();
    List<Fused> layout = layout(config);
    for (int i = 0; i < layout.size(); i++) {
      Fused part = layout.get(i);
      float[] values = fused.get(i).toFloatArray();
      int from = 0;
      for (int j = 0; j < part.names.size(); j++) {
        int rows = part.rows.get(j);
        float[] slice = new float[rows * Math.max(1, part.columns)];
        System.arraycopy(values, from, slice, 0, slice.length);
        from += slice.length;
        List<Integer> shape = part.isVector() ? List.of(rows) : List.of(rows, part.columns);
        named.put(part.names.get(j), new Tensor(shape, slice));
      }
    }
    return named;
  }

  /**
   * Weights to start from: matrices normal with standard deviation 1/√inputs, halved where they
   * write to the residual stream, the embedding 0.05, norms 1, biases 0.
   */
  public static Map<String, Tensor> initial(ModelConfig config, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Tensor> named = new LinkedHashMap<>();
    for (Fused part : layout(config)) {
      for (int j = 0; j < part.names.size(); j++) {
        String name = part.names.get(j);
        int rows = part.rows.get(j);
        float[] values = new float[rows * Math.max(1, part.columns)];
        double deviation = deviation(name, part.columns);
        float vector = name.endsWith(".bias") ? 0 : 1;
        for (int i = 0; i < values.length; i++) {
          values[i] = part.isVector() ? vector : (float) (random.nextGaussian() * deviation);
        }
        List<Integer> shape = part.isVector() ? List.of(rows) : List.of(rows, part.columns);
        named.put(name, new Tensor(shape, values));
      }
    }
    return named;
  }

  private static double deviation(String name, int inputs) {
    if (name.contains("embed_tokens")) {
      return 0.05;
    }
    boolean residual = name.contains("o_proj") || name.contains("down_proj");
    return (residual ? 0.5 : 1) / Math.sqrt(inputs);
  }

  private static List<Fused> layout(ModelConfig c) {
    int width = c.hiddenSize();
    int q = c.numAttentionHeads() * c.headDim();
    int kv = c.numKeyValueHeads() * c.headDim();
    List<Fused> layout = new ArrayList<>();
    layout.add(new Fused(List.of("model.embed_tokens.weight"), List.of(c.vocabSize()), width));
    for (int l = 0; l < c.numHiddenLayers(); l++) {
      String at = "model.layers." + l + ".";
      layout.add(new Fused(List.of(at + "input_layernorm.weight"), List.of(width), 0));
      layout.add(
          new Fused(
              List.of(
                  at + "self_attn.q_proj.weight",
                  at + "self_attn.k_proj.weight",
                  at + "self_attn.v_proj.weight"),
              List.of(q, kv, kv),
              width));
      layout.add(new Fused(List.of(at + "self_attn.o_proj.weight"), List.of(width), q));
      layout.add(new Fused(List.of(at + "post_attention_layernorm.weight"), List.of(width), 0));
      layout.add(
          new Fused(
              List.of(at + "mlp.gate_proj.weight", at + "mlp.up_proj.weight"),
              List.of(c.intermediateSize(), c.intermediateSize()),
              width));
      layout.add(
          new Fused(List.of(at + "mlp.down_proj.weight"), List.of(width), c.intermediateSize()));
    }
    layout.add(new Fused(List.of("model.norm.weight"), List.of(width), 0));
    if (!c.tieWordEmbeddings()) {
      layout.add(new Fused(List.of("lm_head.weight"), List.of(c.vocabSize()), width));
    }
    for (int l = 0; l < c.numHiddenLayers(); l++) {
      addBiases(layout, c, "model.layers." + l + ".");
    }
    return layout;
  }

  private static void addBiases(List<Fused> layout, ModelConfig c, String at) {
    int kv = c.numKeyValueHeads() * c.headDim();
    if (c.biases().projections()) {
      layout.add(
          new Fused(
              List.of(
                  at + "self_attn.q_proj.bias",
                  at + "self_attn.k_proj.bias",
                  at + "self_attn.v_proj.bias"),
              List.of(c.numAttentionHeads() * c.headDim(), kv, kv),
              0));
    }
    if (c.biases().output()) {
      layout.add(new Fused(List.of(at + "self_attn.o_proj.bias"), List.of(c.hiddenSize()), 0));
    }
    if (c.biases().feedForward()) {
      layout.add(
          new Fused(
              List.of(at + "mlp.gate_proj.bias", at + "mlp.up_proj.bias"),
              List.of(c.intermediateSize(), c.intermediateSize()),
              0));
      layout.add(new Fused(List.of(at + "mlp.down_proj.bias"), List.of(c.hiddenSize()), 0));
    }
  }
}
