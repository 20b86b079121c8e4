package io.plumbline.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.plumbline.trainer.checkpoint.ModelConfig;
import io.plumbline.trainer.torch.Script;
import io.plumbline.trainer.torch.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A decoder's graph over weights that the caller owns. Thread-safe; every thread calls {@link
 * Torch#enterThread} first.
 */
public final class Decoder implements AutoCloseable {
  private final ModelConfig config;
  private final NDManager manager;
  private final Script script;
  private final NDArray cos;
  private final NDArray sin;

  /**
   * @param loraScale what adapters are multiplied with, alpha ÷ r
   */
  public Decoder(ModelConfig config, double loraScale, Precision precision) {
    this.config = config;
    manager = Torch.newManager();
    script = Script.compile(manager, DecoderScript.of(config, loraScale, precision));
    int width = config.headDim();
    double[] divisors = config.rope().divisors(width);
    double factor = config.rope().attentionFactor();
    float[] cosines = new float[config.maxPositionEmbeddings() * width];
    float[] sines = new float[cosines.length];
    for (int place = 0; place < config.maxPositionEmbeddings(); place++) {
      for (int i = 0; i < width; i++) {
        double angle = place / divisors[i % (width / 2)];
        cosines[place * width + i] = (float) (factor * Math.cos(angle));
        sines[place * width + i] = (float) (factor * Math.sin(angle));
      }
    }
    cos = manager.create(cosines, new Shape(config.maxPositionEmbeddings(), width));
    sin = manager.create(sines, new Shape(config.maxPositionEmbeddings(), width));
  }

  public ModelConfig config() {
    return config;
  }

  /**
   * Log-probabilities of every token at every place of the answers.
   *
   * @param weights fused, adapters folded in
   * @return [N, vocabulary], N the answers' tokens in order; not differentiable unless weights are
   */
  public NDArray logProbs(
      NDManager results, Batch batch, double temperature, List<NDArray> weights) {
    return script
        .differentiable(
            results,
            "log_probs",
            arguments(results, batch, temperature, List.of(), List.of(weights)))
        .get(0);
  }

  /**
   * The weighted sum of negative log-likelihoods of the answers' tokens.
   *
   * @param tokenWeights one for each of the N tokens
   * @param lora adapters' A and B; empty to train the weights themselves
   * @return the sum, and how many tokens were the likeliest
   */
  public NDList supervised(
      NDManager results,
      Batch batch,
      float[] tokenWeights,
      List<NDArray> weights,
      List<NDArray> lora) {
    List<Object> tokens = List.of(results.create(batch.targets()), results.create(tokenWeights));
    return lora.isEmpty()
        ? script.differentiable(
            results, "supervised", arguments(results, batch, 1, tokens, List.of(weights)))
        : script.differentiable(
            results,
            "adapted_supervised",
            arguments(results, batch, 1, tokens, List.of(weights, lora)));
  }

  /**
   * What a policy gradient needs of each token.
   *
   * @param reference the reference policy's log-probabilities, as {@link #logProbs} gives them
   * @return [answers, length] each, 0 where an answer has ended: the token's log-probability, the
   *     exact KL divergence from the reference and the entropy, all in nats
   */
  public NDList policy(
      NDManager results,
      Batch batch,
      NDArray reference,
      double temperature,
      List<NDArray> weights,
      List<NDArray> lora) {
    List<Object> extra = List.of(results.create(batch.targets()), reference);
    return script.differentiable(
        results, "policy", arguments(results, batch, temperature, extra, List.of(weights, lora)));
  }

  /**
   * Log-probabilities of the answers' tokens.
   *
   * @param lora adapters' A and B; empty for the policy that the weights are
   * @return [answers, length], 0 where an answer has ended
   */
  public NDArray tokenLogProbs(
      NDManager results,
      Batch batch,
      double temperature,
      List<NDArray> weights,
      List<NDArray> lora) {
    List<Object> targets = List.of(results.create(batch.targets()));
    return (lora.isEmpty()
            ? script.differentiable(
                results,
                "token_log_probs",
                arguments(results, batch, temperature, targets, List.of(weights)))
            : script.differentiable(
                results,
                "adapted_token_log_probs",
                arguments(results, batch, temperature, targets, List.of(weights, lora))))
        .get(0);
  }

  /**
   * What the head reads, of each of the answers' tokens: the last layer's output, normed.
   *
   * @param lora adapters' A and B
   * @return [N, width], N the answers' tokens in order
   */
  public NDArray features(
      NDManager results, Batch batch, List<NDArray> weights, List<NDArray> lora) {
    return script
        .differentiable(
            results,
            "features",
            results.create(batch.prompts(), new Shape(batch.groups(), batch.width())),
            results.create(batch.lengths()),
            results.create(batch.owners()),
            inputs(results, batch),
            results.create(batch.index()),
            cos,
            sin,
            weights,
            lora)
        .get(0);
  }

  /**
   * What a policy gradient needs of each token, without a reference policy.
   *
   * @param features as {@link #features} gives them
   * @return the token's log-probability and the entropy, [answers, length] each, 0 where an answer
   *     has ended; and the log-probabilities of all tokens, [N, vocabulary]
   */
  public NDList sampled(
      NDManager results, NDArray features, Batch batch, double temperature, List<NDArray> weights) {
    return script.differentiable(
        results,
        "sampled",
        features,
        results.create(batch.targets()),
        results.create(batch.index()),
        inputs(results, batch),
        results.create((float) temperature),
        weights);
  }

  /**
   * The exact KL divergence from a reference policy at each token, in nats.
   *
   * @param logProbs as {@link #sampled} gives them
   * @param reference the reference policy's, as {@link #logProbs} gives them
   * @return [answers, length], 0 where an answer has ended
   */
  public NDArray divergence(NDManager results, NDArray logProbs, NDArray reference, Batch batch) {
    return script
        .differentiable(
            results,
            "divergence",
            logProbs,
            reference,
            results.create(batch.index()),
            inputs(results, batch))
        .get(0);
  }

  /**
   * A linear value head's opinion before each token.
   *
   * @param features as {@link #features} gives them
   * @param head [1, width]
   * @param bias [1]
   * @param share of the values' gradient that reaches the features; the head gets all of it
   * @return [answers, length], 0 where an answer has ended
   */
  public NDArray values(
      NDManager results, NDArray features, Batch batch, NDArray head, NDArray bias, double share) {
    return script
        .differentiable(
            results,
            "values",
            features,
            results.create(batch.index()),
            inputs(results, batch),
            head,
            bias,
            results.create((float) share))
        .get(0);
  }

  private static NDArray inputs(NDManager results, Batch batch) {
    return results.create(batch.inputs(), new Shape(batch.answers(), batch.length()));
  }

  /** Weights with adapters folded in: w + scale · B · A. */
  public List<NDArray> merge(NDManager results, List<NDArray> weights, List<NDArray> lora) {
    return script.differentiable(results, "adapted", weights, lora);
  }

  /** Keys and values of prompts, each without its last token: [G, kvHeads, P, headWidth]. */
  public NDList prefill(NDManager results, Batch batch, List<NDArray> weights) {
    NDArray prompts = results.create(batch.prompts(), new Shape(batch.groups(), batch.width()));
    return script.inference(results, "prefill", prompts, cos, sin, weights);
  }

  /**
   * Draws up to {@code steps} tokens of every answer; see the sampler.
   *
   * @param cohorts whose answers, in order, are the B rows of what follows
   * @param current the last token of each answer: [B]
   * @param uniforms what decides each token: [B, steps]
   * @param temperature 0 for the likeliest token each time
   * @param ends the tokens that end an answer, at least one; the first fills what lies behind
   * @return tokens and their log-probabilities, [B, at most steps] each
   */
  public NDList decode(
      NDManager results,
      List<CohortView> cohorts,
      long[] current,
      int steps,
      float[] uniforms,
      double temperature,
      List<Integer> ends,
      List<NDArray> weights) {
    List<NDArray> past = new ArrayList<>();
    List<NDArray> cache = new ArrayList<>();
    List<NDArray> lengths = new ArrayList<>();
    List<NDArray> slots = new ArrayList<>();
    long[] shapes = new long[2 * cohorts.size()];
    long[] starts = new long[current.length];
    int row = 0;
    for (int k = 0; k < cohorts.size(); k++) {
      CohortView cohort = cohorts.get(k);
      past.addAll(cohort.past());
      cache.addAll(cohort.cache());
      lengths.add(results.create(cohort.lengths()));
      slots.add(results.create(cohort.slots()));
      shapes[2 * k] = cohort.written();
      shapes[2 * k + 1] = cohort.copies();
      for (long slot : cohort.slots()) {
        starts[row++] = cohort.lengths()[(int) slot / cohort.copies()] + cohort.written();
      }
    }
    return script.inference(
        results,
        "decode",
        past,
        cache,
        lengths,
        slots,
        results.create(shapes, new Shape(cohorts.size(), 2)),
        results.create(starts),
        results.create(current),
        results.create(new boolean[current.length]),
        (long) steps,
        results.create(uniforms, new Shape(current.length, steps)),
        temperature,
        results.create(ends.stream().mapToLong(Integer::longValue).toArray()),
        cos,
        sin,
        weights);
  }

  /** The given rows of each array, with the first {@code places} of each. */
  public NDList select(NDManager results, List<NDArray> arrays, int[] rows, int places) {
    long[] index = Arrays.stream(rows).asLongStream().toArray();
    return script.inference(results, "select", arrays, results.create(index), (long) places);
  }

  /** A cache for {@code places} more tokens of each row; from nothing if {@code cache} is empty. */
  public NDList extend(NDManager results, List<NDArray> cache, int rows, int places) {
    return script.inference(results, "extend", cache, (long) rows, (long) places);
  }

  @Override
  public void close() {
    manager.close();
  }

  private Object[] arguments(
      NDManager results,
      Batch batch,
      double temperature,
      List<Object> extra,
      List<List<NDArray>> weights) {
    List<Object> all = new ArrayList<>();
    all.add(results.create(batch.prompts(), new Shape(batch.groups(), batch.width())));
    all.add(results.create(batch.lengths()));
    all.add(results.create(batch.owners()));
    all.add(inputs(results, batch));
    all.add(results.create(batch.index()));
    all.addAll(extra);
    all.add(results.create((float) temperature));
    all.add(cos);
    all.add(sin);
    all.addAll(weights);
    return all.toArray();
  }
}
