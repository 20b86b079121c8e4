package io.plumbline.trainer.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.plumbline.trainer.model.Batch;
import io.plumbline.trainer.model.Decoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** One batch being drawn: its caches, and which of its groups are still being written. */
final class Drawing {
  /** Places by which the caches grow, so that they hold little more than what is written. */
  private static final int GROWTH = 128;

  private final Decoder decoder;
  private final List<Integer> ends;
  private final BooleanSupplier stop;
  private final NDManager batchScope;
  private final List<NDArray> weights;
  private final int copies;
  private final Batch batch;

  /** Drawn so far, by answer of the whole batch. */
  private final int[][] tokens;

  private final float[][] logProbs;
  private final boolean[] stopped;
  private final int[] last;

  /** Groups that are still in the caches. */
  private int[] live;

  private NDManager scope;
  private NDList past;
  private NDList cache;

  Drawing(
      Decoder decoder,
      List<Integer> ends,
      BooleanSupplier stop,
      NDManager batchScope,
      List<NDArray> weights,
      List<int[]> prompts,
      int copies) {
    this.decoder = decoder;
    this.ends = ends;
    this.stop = stop;
    this.batchScope = batchScope;
    this.weights = weights;
    this.copies = copies;
    batch = Batch.ofPrompts(prompts, copies);
    int answers = batch.answers();
    tokens = new int[answers][0];
    logProbs = new float[answers][0];
    stopped = new boolean[answers];
    last = new int[answers];
    for (int i = 0; i < answers; i++) {
      last[i] = (int) batch.inputs()[i * batch.length()];
    }
    live = IntStream.range(0, batch.groups()).toArray();
    heedStop();
    scope = batchScope.newSubManager();
    past = decoder.prefill(scope, batch, weights);
    cache = new NDList();
  }

  /**
   * @param streams of the first answer of each group
   * @param written run after each native call, for whoever reads {@link #answer} meanwhile
   */
  List<List<Completion>> draw(
      int maxTokens, double temperature, long seed, long[] streams, Runnable written) {
    int drawn = 0;
    int places = 0;
    while (drawn < maxTokens && live.length > 0) {
      heedStop();
      int steps = Math.min(Sampler.CHUNK, maxTokens - drawn);
      if (drawn + steps > places) {
        int more = Math.min(GROWTH, maxTokens - places);
        replace(past, decoder.extend(batchScope, cache, live.length * copies, more));
        places += more;
      }
      drawn += chunk(drawn, steps, temperature, seed, streams);
      written.run();
      dropFinished();
    }
    List<List<Completion>> all = new ArrayList<>();
    for (int g = 0; g < batch.groups(); g++) {
      List<Completion> group = new ArrayList<>();
      for (int row = g * copies; row < (g + 1) * copies; row++) {
        group.add(answer(row));
      }
      all.add(group);
    }
    return all;
  }

  /** An answer of the whole batch, as far as it is drawn. */
  Completion answer(int row) {
    return new Completion(tokens[row], logProbs[row], stopped[row]);
  }

  private int chunk(int written, int steps, double temperature, long seed, long[] streams) {
    int rows = live.length * copies;
    long[] current = new long[rows];
    boolean[] done = new boolean[rows];
    float[] uniforms = new float[rows * steps];
    long[] lengths = new long[live.length];
    for (int i = 0; i < rows; i++) {
      int row = row(i);
      lengths[i / copies] = batch.lengths()[live[i / copies]];
      current[i] = last[row];
      done[i] = stopped[row];
      long stream = streams[live[i / copies]] + i % copies;
      for (int step = 0; step < steps; step++) {
        uniforms[i * steps + step] = CounterRandom.uniform(seed, stream, written + step);
      }
    }
    try (NDManager call = batchScope.newSubManager()) {
      NDList drawn =
          decoder.decode(
              call,
              past,
              cache,
              call.create(lengths),
              call.create(current),
              call.create(done),
              written,
              steps,
              call.create(uniforms, new Shape(rows, steps)),
              temperature,
              call.create(ends.stream().mapToLong(Integer::longValue).toArray()),
              weights);
      long[] ids = drawn.get(0).toLongArray();
      float[] chosen = drawn.get(1).toFloatArray();
      int width = ids.length / rows;
      for (int i = 0; i < rows; i++) {
        keep(row(i), ids, chosen, i * width, width);
      }
      return width;
    }
  }

  /** Appends what was drawn for a row, up to its end. */
  private void keep(int row, long[] ids, float[] chosen, int from, int width) {
    if (stopped[row]) {
      return;
    }
    int count = 0;
    while (count < width && !stopped[row]) {
      stopped[row] = ends.contains((int) ids[from + count]);
      count++;
    }
    int before = tokens[row].length;
    tokens[row] = Arrays.copyOf(tokens[row], before + count);
    logProbs[row] = Arrays.copyOf(logProbs[row], before + count);
    for (int i = 0; i < count; i++) {
      tokens[row][before + i] = (int) ids[from + i];
      logProbs[row][before + i] = chosen[from + i];
    }
    last[row] = tokens[row][before + count - 1];
  }

  /** Leaves groups behind whose answers have all ended, once that is worth a copy. */
  private void dropFinished() {
    int[] kept =
        IntStream.range(0, live.length)
            .filter(
                g -> IntStream.range(g * copies, (g + 1) * copies).anyMatch(i -> !stopped[row(i)]))
            .toArray();
    if (kept.length == 0) {
      live = kept;
    } else if (kept.length <= live.length * 3 / 4) {
      int[] rows =
          Arrays.stream(kept).flatMap(g -> IntStream.range(g * copies, (g + 1) * copies)).toArray();
      NDList fewer = decoder.select(batchScope, past, kept);
      replace(fewer, decoder.select(batchScope, cache, rows));
      live = Arrays.stream(kept).map(g -> live[g]).toArray();
    }
  }

  private void heedStop() {
    if (stop.getAsBoolean()) {
      throw new CancellationException("stopped");
    }
  }

  /** Frees the former caches. */
  private void replace(NDList newPast, NDList newCache) {
    NDManager next = batchScope.newSubManager();
    newPast.attach(next);
    newCache.attach(next);
    past = newPast;
    cache = newCache;
    scope.close();
    scope = next;
  }

  private int row(int i) {
    return live[i / copies] * copies + i % copies;
  }
}
