package io.plumbline.trainer.sampling;

import ai.djl.ndarray.NDArray;
import io.plumbline.trainer.checkpoint.ModelConfig;
import io.plumbline.trainer.model.Decoder;
import io.plumbline.trainer.torch.Workers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Draws completions on lanes, one to a thread. Each has as many answers in progress as share the
 * cost of a call well; where some are over, waiting prompts take their places, the longest first.
 * Each prompt is computed once for all its copies. What is drawn depends neither on the lanes nor
 * on what else is drawn.
 */
public final class Sampler implements AutoCloseable {
  /** Tokens of one native call: a stop is heeded between two. */
  static final int CHUNK = 32;

  /** Most answers of one lane: more share the cost of a call, fewer keep all threads busy. */
  private static final int ROWS = 32;

  private static final double MIB = 1 << 20;

  private final Decoder decoder;
  private final List<Integer> ends;
  private final BooleanSupplier stop;
  private final int threads;
  private final Workers workers;
  private CacheMeter meter = new CacheMeter(1, 0);

  /**
   * @param ends the tokens that end an answer, at least one
   * @param threads at least 1
   * @param stop asked between native calls; once true, {@link #sample} throws {@link
   *     CancellationException}
   */
  public Sampler(Decoder decoder, List<Integer> ends, int threads, BooleanSupplier stop) {
    this.decoder = decoder;
    this.ends = List.copyOf(ends);
    this.stop = stop;
    this.threads = threads;
    workers = new Workers("rollouts", threads, false);
  }

  /**
   * Draws {@code copies} answers to each prompt.
   *
   * @param weights fused, adapters folded in
   * @param prompts of at least two tokens each
   * @param maxTokens the budget of an answer, its end token included
   * @param temperature above 0, or 0 for the likeliest token each time
   * @param seed with {@code stream} of the first answer and the place in the answer, decides each
   *     token
   * @return for each prompt its answers
   */
  public synchronized List<List<Completion>> sample(
      List<NDArray> weights,
      List<int[]> prompts,
      int copies,
      int maxTokens,
      double temperature,
      long seed,
      long stream) {
    requirePositions(prompts.stream().mapToInt(prompt -> prompt.length).max().orElse(0), maxTokens);
    List<Prompt> all = new ArrayList<>();
    for (int i = 0; i < prompts.size(); i++) {
      all.add(new Prompt(prompts.get(i), copies, stream + (long) i * copies));
    }
    List<Prompt> longestFirst = new ArrayList<>(all);
    longestFirst.sort(Comparator.comparingInt(Prompt::places).reversed());
    // Lanes wait for each other, so that one call at a time has them.
    Waiting waiting = new Waiting(longestFirst, threads);
    meter = new CacheMeter(threads, bytesOfPlace() / MIB);
    Lane.Work work = new Lane.Work(decoder, weights, ends, maxTokens, temperature, seed, stop);
    int rows = Math.min(ROWS, (all.size() * copies + threads - 1) / threads);
    List<Callable<Boolean>> lanes = new ArrayList<>();
    for (int lane = 0; lane < threads; lane++) {
      Lane each = new Lane(work, waiting, meter, lane, rows, () -> {});
      lanes.add(
          () -> {
            each.draw();
            return true;
          });
    }
    workers.all(lanes);
    return all.stream()
        .map(prompt -> prompt.answers().stream().map(Answer::soFar).toList())
        .toList();
  }

  /** What the caches of the last {@link #sample} took. */
  public synchronized CacheUse cache() {
    return meter.use();
  }

  /** A key and a value of each layer, in 32 bits. */
  private double bytesOfPlace() {
    ModelConfig config = decoder.config();
    return 2.0 * 4 * config.numHiddenLayers() * config.numKeyValueHeads() * config.headDim();
  }

  /** For tests: how far caches went beyond what was needed, in places of an answer. */
  synchronized int mostExcess() {
    return meter.mostExcess();
  }

  /**
   * Draws one answer, the same that {@link #sample} draws to stream 0.
   *
   * @param soFar takes all of the answer so far after each native call, on a thread of this
   */
  public Completion draw(
      List<NDArray> weights,
      int[] tokens,
      int maxTokens,
      double temperature,
      long seed,
      Consumer<Completion> soFar) {
    requirePositions(tokens.length, maxTokens);
    Prompt prompt = new Prompt(tokens, 1, 0);
    Answer answer = prompt.answers().get(0);
    Lane lane =
        new Lane(
            new Lane.Work(decoder, weights, ends, maxTokens, temperature, seed, stop),
            new Waiting(List.of(prompt), 1),
            new CacheMeter(1, 0),
            0,
            1,
            () -> soFar.accept(answer.soFar()));
    Callable<Completion> call =
        () -> {
          lane.draw();
          return answer.soFar();
        };
    return workers.all(List.of(call)).get(0);
  }

  private void requirePositions(int prompt, int maxTokens) {
    int most = decoder.config().maxPositionEmbeddings();
    if ((long) prompt + maxTokens > most) {
      throw new IllegalArgumentException(
          "max_tokens: "
              + maxTokens
              + " after a prompt of "
              + prompt
              + " tokens (expected: at most "
              + most
              + " together)");
    }
  }

  /** Waits for what is being drawn. */
  @Override
  public void close() {
    workers.close();
  }
}
