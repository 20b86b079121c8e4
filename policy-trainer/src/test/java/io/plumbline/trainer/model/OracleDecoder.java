package io.plumbline.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.plumbline.trainer.checkpoint.AdapterFolder;
import io.plumbline.trainer.checkpoint.ModelConfig;
import io.plumbline.trainer.checkpoint.Tensor;
import io.plumbline.trainer.torch.Scalars;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the decoder must compute, written for the reader: one whole sequence at a time in 64-bit
 * arithmetic, over weights as Hugging Face names them, with DJL's public operations alone. Nothing
 * is padded, cached, fused or shared, and adapters act on activations. Touvron et al., "LLaMA"
 * (2023), section 2.2; Hu et al., "LoRA" (2021), section 4.1.
 */
public final class OracleDecoder {
  private final NDManager manager;
  private final ModelConfig config;
  private final Map<String, NDArray> weights = new HashMap<>();
  private final Map<String, NDArray> factors = new HashMap<>();
  private final double[] scales;

  /**
   * @param manager owns all that is computed
   * @param adapters all of which act
   */
  public OracleDecoder(
      NDManager manager,
      ModelConfig config,
      Map<String, Tensor> tensors,
      List<AdapterFolder> adapters) {
    this.manager = manager;
    this.config = config;
    tensors.forEach((name, tensor) -> weights.put(name, array(tensor)));
    for (int i = 0; i < adapters.size(); i++) {
      String adapter = "." + i;
      adapters
          .get(i)
          .modules()
          .forEach(
              (module, lora) -> {
                factors.put(module + ".A" + adapter, array(lora.a()));
                factors.put(module + ".B" + adapter, array(lora.b()));
              });
    }
    scales = adapters.stream().mapToDouble(adapter -> adapter.config().scale()).toArray();
  }

  /** Weights by their Hugging Face names; whoever replaces one computes with another. */
  Map<String, NDArray> weights() {
    return weights;
  }

  /** Adapters' factors: {@code <module>.A.<number of the adapter>} and {@code B}. */
  Map<String, NDArray> factors() {
    return factors;
  }

  /** Log-probabilities of the token after each, [tokens, vocabulary]. */
  public NDArray logProbs(int[] tokens, double temperature) {
    return Scalars.over(logits(tokens), temperature).logSoftmax(-1);
  }

  /** Of what comes after each token, [tokens, vocabulary]. */
  NDArray logits(int[] tokens) {
    NDArray embedding = weight("model.embed_tokens");
    NDArray x = manager.create(tokens).oneHot(config.vocabSize(), DataType.FLOAT64);
    x = x.matMul(embedding);
    for (int layer = 0; layer < config.numHiddenLayers(); layer++) {
      String at = "model.layers." + layer + ".";
      x = x.add(attention(norm(x, at + "input_layernorm"), at + "self_attn."));
      x = x.add(feedForward(norm(x, at + "post_attention_layernorm"), at + "mlp."));
    }
    NDArray head = config.tieWordEmbeddings() ? embedding : weight("lm_head");
    return norm(x, "model.norm").matMul(head.transpose());
  }

  /** x / √(mean of x² + ε) · weight: Zhang and Sennrich, "RMSNorm" (2019), equation 4. */
  private NDArray norm(NDArray x, String name) {
    NDArray meanSquare = x.square().mean(new int[] {-1}, true);
    return x.div(meanSquare.add(config.rmsNormEps()).sqrt()).mul(weight(name));
  }

  private NDArray attention(NDArray x, String at) {
    int heads = config.numAttentionHeads();
    int keyHeads = config.numKeyValueHeads();
    NDArray queries = linear(x, at + "q_proj");
    NDArray keys = linear(x, at + "k_proj");
    NDArray values = linear(x, at + "v_proj");
    NDList outputs = new NDList();
    for (int head = 0; head < heads; head++) {
      int shared = head / (heads / keyHeads); // heads / keyHeads neighbours read the same keys
      NDArray query = rotated(slice(queries, head));
      NDArray key = rotated(slice(keys, shared));
      NDArray scores = Scalars.over(query.matMul(key.transpose()), Math.sqrt(config.headDim()));
      NDArray attended = scores.add(future(x.getShape().get(0))).softmax(-1);
      outputs.add(attended.matMul(slice(values, shared)));
    }
    return linear(NDArrays.concat(outputs, -1), at + "o_proj");
  }

  private NDArray slice(NDArray heads, int head) {
    int width = config.headDim();
    return heads.get(":, {}:{}", head * width, (head + 1) * width);
  }

  /** −∞ where a token would look ahead, else 0. */
  private NDArray future(long length) {
    double[] mask = new double[(int) (length * length)];
    for (int from = 0; from < length; from++) {
      for (int to = from + 1; to < length; to++) {
        mask[(int) (from * length + to)] = Double.NEGATIVE_INFINITY;
      }
    }
    return manager.create(mask, new Shape(length, length));
  }

  /**
   * Turns the pair (i, i + half) of the token at place p by p / theta^(2i / width): Su et al.,
   * "RoFormer" (2021), equation 34, paired as Hugging Face pairs them.
   */
  private NDArray rotated(NDArray x) {
    int length = (int) x.getShape().get(0);
    int half = config.headDim() / 2;
    double[] cosines = new double[length * half];
    double[] sines = new double[length * half];
    for (int place = 0; place < length; place++) {
      for (int i = 0; i < half; i++) {
        double angle = place * Math.pow(config.rope().theta(), -2.0 * i / config.headDim());
        cosines[place * half + i] = Math.cos(angle);
        sines[place * half + i] = Math.sin(angle);
      }
    }
    NDArray cos = manager.create(cosines, new Shape(length, half));
    NDArray sin = manager.create(sines, new Shape(length, half));
    NDArray first = x.get(":, :{}", half);
    NDArray second = x.get(":, {}:", half);
    return first.mul(cos).sub(second.mul(sin)).concat(second.mul(cos).add(first.mul(sin)), -1);
  }

  /** (SiLU(gate) ⊙ up) down: Shazeer, "GLU Variants" (2020), equation 6. */
  private NDArray feedForward(NDArray x, String at) {
    NDArray gate = linear(x, at + "gate_proj");
    NDArray silu = gate.div(gate.neg().exp().add(1));
    return linear(silu.mul(linear(x, at + "up_proj")), at + "down_proj");
  }

  /** x Wᵀ, and s x Aᵀ Bᵀ of every adapter. */
  private NDArray linear(NDArray x, String module) {
    NDArray y = x.matMul(weight(module).transpose());
    for (int i = 0; i < scales.length; i++) {
      NDArray a = Objects.requireNonNull(factors.get(module + ".A." + i), module);
      NDArray b = Objects.requireNonNull(factors.get(module + ".B." + i), module);
      y = y.add(Scalars.times(x.matMul(a.transpose()).matMul(b.transpose()), scales[i]));
    }
    return y;
  }

  private NDArray weight(String module) {
    return Objects.requireNonNull(weights.get(module + ".weight"), module);
  }

  private NDArray array(Tensor tensor) {
    double[] values = new double[tensor.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = tensor.values()[i];
    }
    return manager.create(
        values, new Shape(tensor.shape().stream().mapToLong(Integer::longValue).toArray()));
  }
}
