package io.plumbline.trainer;

import io.plumbline.trainer.checkpoint.ModelConfig;
import io.plumbline.trainer.checkpoint.ModelFolder;
import io.plumbline.trainer.checkpoint.Tensor;
import io.plumbline.trainer.model.Weights;
import io.plumbline.trainer.tokenizer.LexiconTokenizer;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** A model over the bundled tokenizer's tokens: random weights, a few thousand of them. */
public final class TinyPolicy {
  private static final int WIDTH = 16;
  private static final String EMBEDDING = "model.embed_tokens.weight";
  private static final String HEAD = "lm_head.weight";

  private TinyPolicy() {}

  /** The shape of the models below. */
  public static ModelConfig shape(LexiconTokenizer tokenizer) {
    return new ModelConfig(
        tokenizer.size(),
        WIDTH,
        32,
        2,
        2,
        1,
        8,
        2048,
        10_000,
        1e-6,
        false,
        OptionalInt.of(tokenizer.bos()),
        OptionalInt.of(tokenizer.eos()),
        OptionalInt.of(tokenizer.pad()));
  }

  /** One that draws any token from about the same odds: its answers hardly ever end. */
  public static ModelFolder rambling(LexiconTokenizer tokenizer, long seed) {
    return ending(tokenizer, seed, 0);
  }

  /**
   * One that ends its answers by itself.
   *
   * @param urge to end: at 0 the end is as likely as any other token, at 2 about one in four
   */
  public static ModelFolder ending(LexiconTokenizer tokenizer, long seed, double urge) {
    ModelConfig shape = shape(tokenizer);
    TreeMap<String, Tensor> weights = new TreeMap<>(Weights.initial(shape, seed));
    SplittableRandom random = new SplittableRandom(seed + 1);
    float[] embedding = new float[tokenizer.size() * WIDTH];
    float[] head = new float[embedding.length];
    for (int i = 0; i < embedding.length; i++) {
      // Every token has a part in common, which the end's logit grows with.
      embedding[i] = i % WIDTH == 0 ? 2 : (float) (0.5 * random.nextGaussian());
      head[i] = i % WIDTH == 0 ? 0 : (float) (0.2 * random.nextGaussian());
    }
    head[tokenizer.eos() * WIDTH] = (float) urge;
    List<Integer> table = List.of(tokenizer.size(), WIDTH);
    weights.put(EMBEDDING, new Tensor(table, embedding));
    weights.put(HEAD, new Tensor(table, head));
    return new ModelFolder(shape, weights);
  }
}
