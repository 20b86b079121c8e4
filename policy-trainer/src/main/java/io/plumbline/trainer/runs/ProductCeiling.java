package io.plumbline.trainer.runs;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.plumbline.trainer.checkpoint.ModelConfig;
import io.plumbline.trainer.model.MicroBatches;
import io.plumbline.trainer.torch.Scalars;
import io.plumbline.trainer.torch.Script;
import io.plumbline.trainer.torch.Torch;
import io.plumbline.trainer.torch.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Tokens a second if nothing but the products of weights and activations had to be done, in 32-bit
 * floating point, on as many threads as the run has: no attention, norms, softmax or optimiser.
 */
final class ProductCeiling {
  private static final int ROUNDS = 200;

  /** Answers of a lane, as the sampler draws them. */
  private static final int DECODED = 32;

  /** Rows of a micro-batch: its answers' tokens, mean over those of a minibatch. */
  private final int trainedRows;

  /** Prompt tokens for each completion token, if a prompt is computed once for all its answers. */
  private final double promptShare;

  private final int threads;
  private final List<Shape> weights = new ArrayList<>();

  /**
   * @param promptTokens before completions of {@code max_tokens} each
   */
  ProductCeiling(RunConfig config, ModelConfig shape, int promptTokens) {
    threads = config.threads();
    int[] answers = new int[config.groupSize()];
    Arrays.fill(answers, config.maxTokens());
    int groups = Math.max(1, config.prompts() / config.minibatches());
    List<MicroBatches.MicroBatch> cut =
        new MicroBatches(config.microBatchTokens())
                .cut(
                    Collections.nCopies(
                        groups, new MicroBatches.Lengths(promptTokens - 1, answers)),
                    threads)
                .stream()
                .flatMap(List::stream)
                .toList();
    int tokens = groups * config.groupSize() * config.maxTokens();
    trainedRows = tokens / cut.size();
    promptShare = (double) groups * promptTokens / tokens;
    int width = shape.hiddenSize();
    int joined = shape.numAttentionHeads() * shape.headDim();
    int projected = joined + 2 * shape.numKeyValueHeads() * shape.headDim();
    for (int layer = 0; layer < shape.numHiddenLayers(); layer++) {
      weights.add(new Shape(projected, width));
      weights.add(new Shape(width, joined));
      weights.add(new Shape(2L * shape.intermediateSize(), width));
      weights.add(new Shape(width, shape.intermediateSize()));
    }
    weights.add(new Shape(shape.vocabSize(), width));
  }

  /** One forward product with each weight for each token. */
  double sampled() {
    return tokensPerSecond(DECODED, ROUNDS);
  }

  /**
   * Three products for each token, forward and backward, and one for the reference, in
   * micro-batches of as many rows as updates cut; a prompt's tokens count once, however often the
   * cut has them computed.
   */
  double trained() {
    return tokensPerSecond(trainedRows, 3) / (4 * (1 + promptShare));
  }

  private double tokensPerSecond(int rows, int rounds) {
    try (Workers workers = new Workers("ceiling", threads, false)) {
      Callable<Double> timed = () -> timed(rows, rounds);
      return workers.all(Collections.nCopies(threads, timed)).stream()
          .mapToDouble(Double::doubleValue)
          .sum();
    }
  }

  private double timed(int rows, int rounds) {
    try (NDManager owner = Torch.newManager()) {
      // Every result enters the next input, so that no product can be left out.
      Script script =
          Script.compile(
              owner,
              """
                def products(self: __torch__.M, xs: List[Tensor], ws: List[Tensor], rounds: int) -> List[Tensor]:
                  carry = torch.zeros([1])
                  for r in range(rounds):
                    for i in range(torch.len(ws)):
                      y = torch.linear(xs[i], ws[i])
                      carry = torch.add(carry, torch.select(torch.select(y, 0, 0), 0, torch.remainder(r, 8)))
                      _0 = torch.mul_(torch.select(xs[i], 0, 0), 0.999)
                  return [carry]
              """);
      List<NDArray> inputs = new ArrayList<>();
      List<NDArray> matrices = new ArrayList<>();
      for (Shape shape : weights) {
        inputs.add(owner.ones(new Shape(rows, shape.get(1))));
        matrices.add(Scalars.times(owner.ones(shape), 0.01f));
      }
      script.inference(owner, "products", inputs, matrices, 2L);
      double best = 0;
      for (int repeat = 0; repeat < 3; repeat++) {
        long start = System.nanoTime();
        script.inference(owner, "products", inputs, matrices, (long) rounds);
        best = Math.max(best, (double) rows * rounds / ((System.nanoTime() - start) / 1e9));
      }
      return best;
    }
  }
}
