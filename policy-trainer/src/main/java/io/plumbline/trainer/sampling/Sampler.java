package io.plumbline.trainer.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.plumbline.trainer.model.Decoder;
import io.plumbline.trainer.torch.Torch;
import io.plumbline.trainer.torch.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Draws completions on one thread per core. Prompts of similar length share a batch; each prompt is
 * computed once for all its copies. What is drawn does not depend on the number of threads.
 */
public final class Sampler implements AutoCloseable {
  /** Tokens of one native call: a stop is heeded between two. */
  static final int CHUNK = 32;

  /** Most answers of one batch: more share the cost of a call, fewer keep all threads busy. */
  private static final int ROWS = 32;

  private final Decoder decoder;
  private final List<Integer> ends;
  private final BooleanSupplier stop;
  private final Workers workers;

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
  public List<List<Completion>> sample(
      List<NDArray> weights,
      List<int[]> prompts,
      int copies,
      int maxTokens,
      double temperature,
      long seed,
      long stream) {
    requirePositions(prompts.stream().mapToInt(prompt -> prompt.length).max().orElse(0), maxTokens);
    Integer[] byLength = IntStream.range(0, prompts.size()).boxed().toArray(Integer[]::new);
    Arrays.sort(byLength, Comparator.comparingInt((Integer i) -> prompts.get(i).length).reversed());
    int batches = Math.max(1, (prompts.size() * copies + ROWS - 1) / ROWS);
    int groups = Math.max(1, (prompts.size() + batches - 1) / batches);
    List<Callable<List<List<Completion>>>> calls = new ArrayList<>();
    List<List<Integer>> members = new ArrayList<>();
    for (int from = 0; from < byLength.length; from += groups) {
      List<Integer> chosen =
          List.of(byLength).subList(from, Math.min(from + groups, byLength.length));
      members.add(chosen);
      List<int[]> batch = chosen.stream().map(prompts::get).toList();
      long[] streams = chosen.stream().mapToLong(i -> stream + (long) i * copies).toArray();
      calls.add(
          () -> {
            try (NDManager scratch = Torch.newManager()) {
              return new Drawing(decoder, ends, stop, scratch, weights, batch, copies)
                  .draw(maxTokens, temperature, seed, streams, () -> {});
            }
          });
    }
    List<List<Completion>> all = new ArrayList<>();
    prompts.forEach(prompt -> all.add(List.of()));
    List<List<List<Completion>>> drawn = workers.all(calls);
    for (int call = 0; call < drawn.size(); call++) {
      for (int i = 0; i < drawn.get(call).size(); i++) {
        all.set(members.get(call).get(i), drawn.get(call).get(i));
      }
    }
    return all;
  }

  /**
   * Draws one answer, the same that {@link #sample} draws to stream 0.
   *
   * @param soFar takes all of the answer so far after each native call, on a thread of this
   */
  public Completion draw(
      List<NDArray> weights,
      int[] prompt,
      int maxTokens,
      double temperature,
      long seed,
      Consumer<Completion> soFar) {
    requirePositions(prompt.length, maxTokens);
    Callable<Completion> call =
        () -> {
          try (NDManager scratch = Torch.newManager()) {
            Drawing drawing =
                new Drawing(decoder, ends, stop, scratch, weights, List.of(prompt), 1);
            drawing.draw(
                maxTokens, temperature, seed, new long[1], () -> soFar.accept(drawing.answer(0)));
            return drawing.answer(0);
          }
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
