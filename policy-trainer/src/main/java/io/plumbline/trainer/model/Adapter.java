package io.plumbline.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.plumbline.trainer.checkpoint.AdapterFolder;
import io.plumbline.trainer.checkpoint.LoraConfig;
import io.plumbline.trainer.checkpoint.LoraWeights;
import io.plumbline.trainer.checkpoint.ModelConfig;
import io.plumbline.trainer.checkpoint.Tensor;
import io.plumbline.trainer.torch.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * A low-rank adapter on linear modules (Hu et al., 2021), in the order in which the graph takes its
 * arrays: for each layer A [r, inputs] and B [outputs, r] of q, k, v, o, gate, up and down. Where
 * it covers a module not, both are zeros: neither has a gradient, and they stay what they are.
 *
 * @param arrays owned by the manager that they were made with
 */
public record Adapter(LoraConfig config, List<NDArray> arrays) {
  private static final List<String> MODULES =
      List.of(
          "self_attn.q_proj",
          "self_attn.k_proj",
          "self_attn.v_proj",
          "self_attn.o_proj",
          "mlp.gate_proj",
          "mlp.up_proj",
          "mlp.down_proj");

  /** One on every linear module that changes nothing yet. */
  public static Adapter initial(
      NDManager owner, ModelConfig model, int rank, int alpha, String base, long seed) {
    return initial(owner, model, new LoraConfig(rank, alpha, LoraConfig.MODULES, base), seed);
  }

  /**
   * One that changes nothing yet: A uniform in ±1/√inputs, as PEFT starts it, B zero.
   *
   * @param config of one rank and alpha
   */
  public static Adapter initial(NDManager owner, ModelConfig model, LoraConfig config, long seed) {
    int rank = config.r();
    SplittableRandom random = new SplittableRandom(seed);
    SortedMap<String, List<Integer>> shapes = model.tensorShapes();
    List<NDArray> arrays = new ArrayList<>();
    for (String module : modules(model)) {
      List<Integer> shape = shape(shapes, module);
      int inputs = shape.get(1);
      float[] a = new float[rank * inputs];
      double bound = 1 / Math.sqrt(inputs);
      for (int i = 0; i < a.length; i++) {
        a[i] = (float) ((2 * random.nextDouble() - 1) * bound);
      }
      arrays.add(
          config.targets(module)
              ? Torch.aligned(owner, a, new Shape(rank, inputs))
              : owner.zeros(new Shape(rank, inputs)));
      arrays.add(owner.zeros(new Shape(shape.get(0), rank)));
    }
    return new Adapter(config, arrays);
  }

  /**
   * An adapter to train on; modules that it leaves alone get zeros.
   *
   * @throws IllegalArgumentException if its modules differ in rank or scale: the graph takes one
   *     scale for all
   */
  public static Adapter of(NDManager owner, ModelConfig model, AdapterFolder folder) {
    if (!folder.config().isUniform()) {
      throw new IllegalArgumentException(
          "rank_pattern or alpha_pattern (expected: one rank and alpha to train on)");
    }
    return new Adapter(folder.config(), arrays(owner, model, folder, module -> 1));
  }

  /**
   * The factors of an adapter in the graph's order, for the scale that its settings have for
   * modules without a pattern: B of others makes up for the difference. Modules that it leaves
   * alone get zeros.
   */
  static List<NDArray> factors(NDManager owner, ModelConfig model, AdapterFolder folder) {
    LoraConfig config = folder.config();
    return arrays(owner, model, folder, module -> config.scale(module) / config.scale());
  }

  private static List<NDArray> arrays(
      NDManager owner, ModelConfig model, AdapterFolder folder, ToDoubleFunction<String> scale) {
    SortedMap<String, List<Integer>> shapes = model.tensorShapes();
    List<NDArray> arrays = new ArrayList<>();
    for (String module : modules(model)) {
      LoraWeights weights = folder.modules().get(module);
      List<Integer> shape = shape(shapes, module);
      int rank = folder.config().rank(module);
      Shape a = new Shape(rank, shape.get(1));
      Shape b = new Shape(shape.get(0), rank);
      if (weights == null) {
        arrays.add(owner.zeros(a));
        arrays.add(owner.zeros(b));
      } else {
        arrays.add(Torch.aligned(owner, weights.a().values(), a));
        float[] values = times(weights.b().values(), scale.applyAsDouble(module));
        arrays.add(Torch.aligned(owner, values, b));
      }
    }
    return arrays;
  }

  private static float[] times(float[] values, double factor) {
    float[] products = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      products[i] = (float) (values[i] * factor);
    }
    return products;
  }

  /** Whether every B is zero. */
  public boolean addsNothing() {
    for (int i = 1; i < arrays.size(); i += 2) {
      for (float value : arrays.get(i).toFloatArray()) {
        if (value != 0) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * How far it is from what it was: the Euclidean norm over all its values.
   *
   * @param before copies of its arrays
   */
  public double distance(List<NDArray> before) {
    double sum = 0;
    for (int i = 0; i < arrays.size(); i++) {
      try (NDArray difference = arrays.get(i).sub(before.get(i));
          NDArray norm = difference.norm()) {
        sum += (double) norm.getFloat() * norm.getFloat();
      }
    }
    return Math.sqrt(sum);
  }

  /**
   * As PEFT has it: the modules that it covers.
   *
   * @param baseSha256 of the model that it was trained on
   */
  public AdapterFolder folder(ModelConfig model, String baseSha256) {
    SortedMap<String, LoraWeights> modules = new TreeMap<>();
    int next = 0;
    for (String module : modules(model)) {
      if (config.targets(module)) {
        Tensor a = Weights.tensor(arrays.get(next));
        modules.put(module, new LoraWeights(a, Weights.tensor(arrays.get(next + 1))));
      }
      next += 2;
    }
    return new AdapterFolder(config, modules, Optional.of(baseSha256));
  }

  private static List<Integer> shape(SortedMap<String, List<Integer>> shapes, String module) {
    return Objects.requireNonNull(shapes.get(module + ".weight"), module);
  }

  private static List<String> modules(ModelConfig model) {
    List<String> names = new ArrayList<>();
    for (int layer = 0; layer < model.numHiddenLayers(); layer++) {
      for (String module : MODULES) {
        names.add("model.layers." + layer + "." + module);
      }
    }
    return names;
  }
}
