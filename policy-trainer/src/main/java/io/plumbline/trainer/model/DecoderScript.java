package io.plumbline.trainer.model;

import io.plumbline.trainer.checkpoint.Biases;
import io.plumbline.trainer.checkpoint.ModelConfig;

/**
 * The decoder's graph as TorchScript text: RMSNorm (Zhang and Sennrich, 2019), rotary positions (Su
 * et al., 2021), grouped-query attention (Ainslie et al., 2023), SwiGLU (Shazeer, 2020), as in
 * {@code transformers}' {@code modeling_llama.py}.
 *
 * <p>A batch is G prompts and B answers, at least one to each prompt, in the prompts' order. A
 * prompt is computed once and its keys and values serve all its answers, in sampling and in
 * training alike. A prompt ends before its last token: that one is the first input of its answers,
 * so that all logits come from answers.
 *
 * <p>Weights come fused: {@code w[0]} the embedding, then for each layer the attention's norm, the
 * stacked q, k and v, the output projection, the feed-forward's norm, the stacked gate and up, and
 * down; then the last norm and, if it is not the embedding, the head; then the biases that there
 * are, layer by layer in the order of their products. {@code lora} is A and B of q, k, v, o, gate,
 * up and down for each layer.
 *
 * <p>In {@code policy} and {@code divergence}, the KL divergence's gradient with respect to a
 * log-probability is taken as p (log p - log q), without the p that comes of p's own gradient:
 * log_softmax turns a multiple of p into 0, but for rounding, and AdamW would make full steps of
 * what rounding leaves where p is q.
 */
final class DecoderScript {
  private DecoderScript() {}

  static String of(ModelConfig config, double loraScale, Precision precision) {
    Biases biases = config.biases();
    int heads = config.tieWordEmbeddings() ? 0 : 1;
    Added added = new Added(2 + 6 * config.numHiddenLayers() + heads, biases);
    return (TEMPLATE + "\n" + SamplingScript.METHODS)
        .replace(
            "$QKV",
            added.to("(self).linear(torch.rms_norm(x, [$WIDTH], w[b], $EPSILON), w[b + 1])", 0))
        .replace("$OUTPUT", added.to("(self).linear(joined, w[b + 2])", 1))
        .replace(
            "$GATE_UP",
            added.to("(self).linear(torch.rms_norm(y, [$WIDTH], w[b + 3], $EPSILON), w[b + 4])", 2))
        .replace(
            "$DOWN",
            added.to("(self).linear(torch.mul(torch.silu(gate_up[0]), gate_up[1]), w[b + 5])", 3))
        .replace("$LINEAR", precision == Precision.BF16 ? BF16_LINEAR : "torch.linear(x, w)")
        .replace("$LAYERS", Integer.toString(config.numHiddenLayers()))
        .replace("$LAST_LAYER", Integer.toString(config.numHiddenLayers() - 1))
        .replace("$WIDTH", Integer.toString(config.hiddenSize()))
        .replace("$HEADS", Integer.toString(config.numAttentionHeads()))
        .replace("$KV_HEADS", Integer.toString(config.numKeyValueHeads()))
        .replace(
            "$PROJECTED",
            Integer.toString(config.numAttentionHeads() + 2 * config.numKeyValueHeads()))
        .replace(
            "$SHARING", Integer.toString(config.numAttentionHeads() / config.numKeyValueHeads()))
        .replace("$HEAD_WIDTH", Integer.toString(config.headDim()))
        .replace("$JOINED", Integer.toString(config.numAttentionHeads() * config.headDim()))
        .replace("$SCALE", Double.toString(1 / Math.sqrt(config.headDim())))
        .replace("$EPSILON", Double.toString(config.rmsNormEps()))
        .replace("$FINAL_NORM", Integer.toString(1 + 6 * config.numHiddenLayers()))
        .replace(
            "$HEAD_WEIGHT",
            Integer.toString(config.tieWordEmbeddings() ? 0 : 2 + 6 * config.numHiddenLayers()))
        .replace("$LORA", Double.toString(loraScale))
        .replace("Self", "__torch__.M");
  }

  /** A layer's biases, which lie in {@code w} from {@code first} on. */
  private record Added(int first, Biases biases) {
    /** A product as it is, or with its bias: 0 of q, k and v, 1 output, 2 gate and up, 3 down. */
    String to(String product, int which) {
      boolean[] there = {
        biases.projections(), biases.output(), biases.feedForward(), biases.feedForward()
      };
      int before = 0;
      int each = 0;
      for (int i = 0; i < there.length; i++) {
        before += there[i] && i < which ? 1 : 0;
        each += there[i] ? 1 : 0;
      }
      return there[which]
          ? "torch.add(" + product + ", w[" + (first + before) + " + " + each + " * l])"
          : product;
    }
  }

  /** 15 and 6 are PyTorch's numbers of bfloat16 and float32. */
  private static final String BF16_LINEAR =
      "torch.to(torch.linear(torch.to(x, 15), torch.to(w, 15)), 6)";

  private static final String TEMPLATE =
      """
        def linear(self: Self, x: Tensor, w: Tensor) -> Tensor:
          return $LINEAR

        def rotate(self: Self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
          halves = torch.chunk(x, 2, -1)
          turned = torch.cat([torch.neg(halves[1]), halves[0]], -1)
          return torch.add(torch.mul(x, cos), torch.mul(turned, sin))

        def adapted(self: Self, w: List[Tensor], lora: List[Tensor]) -> List[Tensor]:
          out = annotate(List[Tensor], [w[0]])
          for l in range($LAYERS):
            b = 1 + 6 * l
            a = 14 * l
            qkv = torch.cat([torch.matmul(lora[a + 1], lora[a]), torch.matmul(lora[a + 3], lora[a + 2]), torch.matmul(lora[a + 5], lora[a + 4])], 0)
            gate_up = torch.cat([torch.matmul(lora[a + 9], lora[a + 8]), torch.matmul(lora[a + 11], lora[a + 10])], 0)
            _0 = torch.append(out, w[b])
            _1 = torch.append(out, torch.add(w[b + 1], qkv, alpha=$LORA))
            _2 = torch.append(out, torch.add(w[b + 2], torch.matmul(lora[a + 7], lora[a + 6]), alpha=$LORA))
            _3 = torch.append(out, w[b + 3])
            _4 = torch.append(out, torch.add(w[b + 4], gate_up, alpha=$LORA))
            _5 = torch.append(out, torch.add(w[b + 5], torch.matmul(lora[a + 13], lora[a + 12]), alpha=$LORA))
          for i in range($FINAL_NORM, torch.len(w)):
            _6 = torch.append(out, w[i])
          return out

        def project(self: Self, x: Tensor, cos: Tensor, sin: Tensor, w: List[Tensor], l: int) -> List[Tensor]:
          b = 1 + 6 * l
          h = $QKV
          heads = torch.reshape(h, [torch.size(x, 0), torch.size(x, 1), $PROJECTED, $HEAD_WIDTH])
          qkv = torch.split_with_sizes(torch.transpose(heads, 1, 2), [$HEADS, $KV_HEADS, $KV_HEADS], 1)
          return [(self).rotate(qkv[0], cos, sin), (self).rotate(qkv[1], cos, sin), qkv[2]]

        def finish(self: Self, x: Tensor, attended: Tensor, w: List[Tensor], l: int) -> Tensor:
          b = 1 + 6 * l
          joined = torch.reshape(torch.transpose(attended, 1, 2), [torch.size(x, 0), torch.size(x, 1), $JOINED])
          y = torch.add(x, $OUTPUT)
          gate_up = torch.chunk($GATE_UP, 2, -1)
          return torch.add(y, $DOWN)

        def spread(self: Self, x: Tensor, times: int, dim: int) -> Tensor:
          if torch.gt(times, 1):
            y = torch.repeat_interleave(x, times, dim)
          else:
            y = x
          return y

        def to_answers(self: Self, x: Tensor, owners: Tensor) -> Tensor:
          G = torch.size(x, 0)
          B = torch.size(owners, 0)
          if torch.eq(G, B):
            y = x
          elif torch.eq(G, 1):
            y = torch.repeat_interleave(x, B, 0)
          else:
            y = torch.index_select(x, 0, owners)
          return y

        def prefill(self: Self, prompts: Tensor, cos: Tensor, sin: Tensor, w: List[Tensor]) -> List[Tensor]:
          out = annotate(List[Tensor], [])
          c = torch.slice(cos, 0, 0, torch.size(prompts, 1))
          s = torch.slice(sin, 0, 0, torch.size(prompts, 1))
          x = torch.embedding(w[0], prompts)
          for l in range($LAYERS):
            qkv = (self).project(x, c, s, w, l)
            _0 = torch.append(out, qkv[1])
            _1 = torch.append(out, qkv[2])
            if torch.lt(l, $LAST_LAYER):
              k = (self).spread(qkv[1], $SHARING, 1)
              v = (self).spread(qkv[2], $SHARING, 1)
              o = torch.scaled_dot_product_attention(qkv[0], k, v, None, 0., True)
              x = (self).finish(x, o, w, l)
          return out

        def padding(self: Self, lengths: Tensor, width: int) -> Tensor:
          beyond = torch.ge(torch.arange(width), torch.unsqueeze(lengths, 1))
          return torch.masked_fill(torch.zeros([torch.size(lengths, 0), width]), beyond, -1.0e+30)

        def answers(self: Self, prompts: Tensor, lengths: Tensor, owners: Tensor, inputs: Tensor, cos: Tensor, sin: Tensor, w: List[Tensor]) -> Tensor:
          past = (self).prefill(prompts, cos, sin, w)
          G = torch.size(prompts, 0)
          P = torch.size(prompts, 1)
          B = torch.size(inputs, 0)
          C = torch.size(inputs, 1)
          ends = torch.unsqueeze((self).to_answers(lengths, owners), 1)
          places = torch.clamp(torch.add(ends, torch.arange(C)), None, torch.sub(torch.size(cos, 0), 1))
          c = torch.unsqueeze(torch.embedding(cos, places), 1)
          s = torch.unsqueeze(torch.embedding(sin, places), 1)
          before = torch.expand(torch.reshape((self).padding(lengths, P), [G, 1, 1, P]), [G, 1, C, P])
          future = torch.expand(torch.triu(torch.full([C, C], -1.0e+30), 1), [G, 1, C, C])
          mask = torch.cat([before, future], -1)
          if torch.gt(G, 1):
            mask = (self).to_answers(mask, owners)
          x = torch.embedding(w[0], inputs)
          for l in range($LAYERS):
            qkv = (self).project(x, c, s, w, l)
            k = torch.cat([(self).to_answers(past[2 * l], owners), qkv[1]], 2)
            v = torch.cat([(self).to_answers(past[2 * l + 1], owners), qkv[2]], 2)
            o = torch.scaled_dot_product_attention(qkv[0], (self).spread(k, $SHARING, 1), (self).spread(v, $SHARING, 1), mask, 0., False)
            x = (self).finish(x, o, w, l)
          return x

        def head(self: Self, x: Tensor, w: List[Tensor]) -> Tensor:
          return (self).linear(torch.rms_norm(x, [$WIDTH], w[$FINAL_NORM], $EPSILON), w[$HEAD_WEIGHT])

        def log_probs(self: Self, prompts: Tensor, lengths: Tensor, owners: Tensor, inputs: Tensor, index: Tensor, temperature: Tensor, cos: Tensor, sin: Tensor, w: List[Tensor]) -> Tensor:
          x = torch.reshape((self).answers(prompts, lengths, owners, inputs, cos, sin, w), [-1, $WIDTH])
          logits = (self).head(torch.index_select(x, 0, index), w)
          return torch.log_softmax(torch.div(logits, temperature), -1)

        def adapted_log_probs(self: Self, prompts: Tensor, lengths: Tensor, owners: Tensor, inputs: Tensor, index: Tensor, temperature: Tensor, cos: Tensor, sin: Tensor, w: List[Tensor], lora: List[Tensor]) -> Tensor:
          return (self).log_probs(prompts, lengths, owners, inputs, index, temperature, cos, sin, (self).adapted(w, lora))

        def losses(self: Self, lp: Tensor, targets: Tensor, weights: Tensor) -> List[Tensor]:
          chosen = torch.squeeze(torch.gather(lp, 1, torch.unsqueeze(targets, 1)), 1)
          right = torch.sum(torch.eq(torch.argmax(lp, -1), targets))
          return [torch.neg(torch.sum(torch.mul(chosen, weights))), torch.to(right, 6)]

        def supervised(self: Self, prompts: Tensor, lengths: Tensor, owners: Tensor, inputs: Tensor, index: Tensor, targets: Tensor, weights: Tensor, temperature: Tensor, cos: Tensor, sin: Tensor, w: List[Tensor]) -> List[Tensor]:
          return (self).losses((self).log_probs(prompts, lengths, owners, inputs, index, temperature, cos, sin, w), targets, weights)

        def adapted_supervised(self: Self, prompts: Tensor, lengths: Tensor, owners: Tensor, inputs: Tensor, index: Tensor, targets: Tensor, weights: Tensor, temperature: Tensor, cos: Tensor, sin: Tensor, w: List[Tensor], lora: List[Tensor]) -> List[Tensor]:
          return (self).supervised(prompts, lengths, owners, inputs, index, targets, weights, temperature, cos, sin, (self).adapted(w, lora))

        def table(self: Self, flat: Tensor, index: Tensor, inputs: Tensor) -> Tensor:
          zeros = torch.zeros([torch.mul(torch.size(inputs, 0), torch.size(inputs, 1))])
          return torch.reshape(torch.index_copy(zeros, 0, index, flat), [torch.size(inputs, 0), torch.size(inputs, 1)])

        def policy(self: Self, prompts: Tensor, lengths: Tensor, owners: Tensor, inputs: Tensor, index: Tensor, targets: Tensor, reference: Tensor, temperature: Tensor, cos: Tensor, sin: Tensor, w: List[Tensor], lora: List[Tensor]) -> List[Tensor]:
          lp = (self).adapted_log_probs(prompts, lengths, owners, inputs, index, temperature, cos, sin, w, lora)
          p = torch.exp(lp)
          chosen = torch.squeeze(torch.gather(lp, 1, torch.unsqueeze(targets, 1)), 1)
          weighed = torch.mul(p, torch.sub(lp, reference))
          pull = torch.sum(torch.mul(torch.detach(weighed), lp), [-1])
          kl = torch.add(torch.detach(torch.sum(weighed, [-1])), torch.sub(pull, torch.detach(pull)))
          entropy = torch.neg(torch.sum(torch.mul(p, lp), [-1]))
          return [(self).table(chosen, index, inputs), (self).table(kl, index, inputs), (self).table(entropy, index, inputs)]

        def token_log_probs(self: Self, prompts: Tensor, lengths: Tensor, owners: Tensor, inputs: Tensor, index: Tensor, targets: Tensor, temperature: Tensor, cos: Tensor, sin: Tensor, w: List[Tensor]) -> Tensor:
          lp = (self).log_probs(prompts, lengths, owners, inputs, index, temperature, cos, sin, w)
          chosen = torch.squeeze(torch.gather(lp, 1, torch.unsqueeze(targets, 1)), 1)
          return (self).table(chosen, index, inputs)

        def adapted_token_log_probs(self: Self, prompts: Tensor, lengths: Tensor, owners: Tensor, inputs: Tensor, index: Tensor, targets: Tensor, temperature: Tensor, cos: Tensor, sin: Tensor, w: List[Tensor], lora: List[Tensor]) -> Tensor:
          return (self).token_log_probs(prompts, lengths, owners, inputs, index, targets, temperature, cos, sin, (self).adapted(w, lora))

        def features(self: Self, prompts: Tensor, lengths: Tensor, owners: Tensor, inputs: Tensor, index: Tensor, cos: Tensor, sin: Tensor, w: List[Tensor], lora: List[Tensor]) -> Tensor:
          x = torch.reshape((self).answers(prompts, lengths, owners, inputs, cos, sin, (self).adapted(w, lora)), [-1, $WIDTH])
          return torch.rms_norm(torch.index_select(x, 0, index), [$WIDTH], w[$FINAL_NORM], $EPSILON)

        def sampled(self: Self, features: Tensor, targets: Tensor, index: Tensor, inputs: Tensor, temperature: Tensor, w: List[Tensor]) -> List[Tensor]:
          lp = torch.log_softmax(torch.div((self).linear(features, w[$HEAD_WEIGHT]), temperature), -1)
          chosen = torch.squeeze(torch.gather(lp, 1, torch.unsqueeze(targets, 1)), 1)
          entropy = torch.neg(torch.sum(torch.mul(torch.exp(lp), lp), [-1]))
          return [(self).table(chosen, index, inputs), (self).table(entropy, index, inputs), lp]

        def divergence(self: Self, lp: Tensor, reference: Tensor, index: Tensor, inputs: Tensor) -> Tensor:
          weighed = torch.mul(torch.exp(lp), torch.sub(lp, reference))
          pull = torch.sum(torch.mul(torch.detach(weighed), lp), [-1])
          return (self).table(torch.add(torch.detach(torch.sum(weighed, [-1])), torch.sub(pull, torch.detach(pull))), index, inputs)

        def values(self: Self, features: Tensor, index: Tensor, inputs: Tensor, head: Tensor, bias: Tensor, share: Tensor) -> Tensor:
          fixed = torch.detach(features)
          felt = torch.add(fixed, torch.mul(torch.sub(features, fixed), share))
          return (self).table(torch.squeeze(torch.linear(felt, head, bias), 1), index, inputs)
      """;
}
