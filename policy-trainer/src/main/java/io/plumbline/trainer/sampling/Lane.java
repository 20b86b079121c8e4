package io.plumbline.trainer.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.plumbline.trainer.model.Decoder;
import io.plumbline.trainer.torch.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * One thread's answers in progress. Once enough of them are over, waiting prompts take their
 * places: their answers begin as a cohort, whose attention is computed apart, while everything else
 * is computed for all of the lane's answers at once.
 */
final class Lane {
  /** What a step costs beside its answers, in steps of one answer. */
  private static final int CALL = 8;

  /** Room for a prompt however many answers it has: it has a lane to itself. */
  private static final int GROUP = Integer.MAX_VALUE;

  /** How many places of a prompt cost as much as a step of one answer. */
  private static final int PREFILLED = 4;

  /** What all lanes do. */
  record Work(
      Decoder decoder,
      List<NDArray> weights,
      List<Integer> ends,
      int maxTokens,
      double temperature,
      long seed,
      BooleanSupplier stop) {}

  private final Work work;
  private final Waiting waiting;
  private final CacheMeter meter;
  private final int number;
  private final int rows;
  private final Runnable written;
  private final List<Cohort> cohorts = new ArrayList<>();
  private long clock;

  /**
   * @param rows most answers at a time; those of one prompt may be more
   * @param written run after each native call
   */
  Lane(Work work, Waiting waiting, CacheMeter meter, int number, int rows, Runnable written) {
    this.work = work;
    this.waiting = waiting;
    this.meter = meter;
    this.number = number;
    this.rows = rows;
    this.written = written;
  }

  /** Draws until no prompt waits and no answer is in progress. */
  void draw() {
    try (NDManager owner = Torch.newManager()) {
      refill(owner);
      while (!cohorts.isEmpty()) {
        heedStop();
        step(owner);
        written.run();
        refill(owner);
      }
    } finally {
      waiting.leave(number);
    }
  }

  /** Takes up prompts if at least a quarter of the places is free, so that cohorts stay few. */
  private void refill(NDManager owner) {
    int busy = cohorts.stream().mapToInt(cohort -> cohort.answers().size()).sum();
    if (rows - busy < Math.max(1, rows / 4)) {
      waiting.advance(number, clock);
      return;
    }
    List<Prompt> taken = new ArrayList<>();
    Optional<Prompt> next = waiting.take(number, clock, busy == 0 ? GROUP : rows - busy);
    while (next.isPresent()) {
      taken.add(next.get());
      clock += next.get().places() / PREFILLED + 1;
      busy += next.get().answers().size();
      next = waiting.take(number, clock, rows - busy);
    }
    if (!taken.isEmpty()) {
      heedStop();
      cohorts.add(new Cohort(work.decoder, owner, work.weights, taken, work.maxTokens));
    }
  }

  private void step(NDManager owner) {
    List<Answer> answers = cohorts.stream().flatMap(each -> each.answers().stream()).toList();
    int left = cohorts.stream().mapToInt(Cohort::left).min().orElseThrow();
    int steps = Math.min(Sampler.CHUNK, left);
    cohorts.forEach(cohort -> cohort.reserve(steps));
    long[] current = answers.stream().mapToLong(Answer::last).toArray();
    float[] uniforms = new float[answers.size() * steps];
    for (int i = 0; i < uniforms.length; i++) {
      uniforms[i] = answers.get(i / steps).uniform(work.seed, i % steps);
    }
    int width;
    try (NDManager call = owner.newSubManager()) {
      NDList drawn =
          work.decoder.decode(
              call,
              cohorts.stream().map(Cohort::view).toList(),
              current,
              steps,
              uniforms,
              work.temperature,
              work.ends,
              work.weights);
      long[] ids = drawn.get(0).toLongArray();
      float[] chosen = drawn.get(1).toFloatArray();
      width = ids.length / answers.size();
      for (int i = 0; i < answers.size(); i++) {
        answers.get(i).append(ids, chosen, i * width, width, work.ends);
      }
    }
    meter.note(number, cohorts, width);
    clock += (long) width * (answers.size() + CALL);
    cohorts.removeIf(cohort -> !cohort.advance(width));
  }

  private void heedStop() {
    if (work.stop.getAsBoolean()) {
      throw new CancellationException("stopped");
    }
  }
}
