package io.plumbline.trainer.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.plumbline.trainer.model.Batch;
import io.plumbline.trainer.model.CohortView;
import io.plumbline.trainer.model.Decoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Answers that began together and so are of one length, with the keys and values of their prompts
 * and of what they have written. Those that are over leave it, and their places with them.
 */
final class Cohort {
  /** Places by which caches grow. */
  static final int GROWTH = 128;

  private final Decoder decoder;
  private final NDManager owner;
  private final int maxTokens;
  private List<Prompt> prompts;
  private List<Answer> answers;
  private int written;
  private int places;
  private NDManager scope;
  private NDList past;
  private NDList cache = new NDList();

  Cohort(
      Decoder decoder,
      NDManager owner,
      List<NDArray> weights,
      List<Prompt> prompts,
      int maxTokens) {
    this.decoder = decoder;
    this.owner = owner;
    this.maxTokens = maxTokens;
    this.prompts = prompts;
    answers = prompts.stream().flatMap(prompt -> prompt.answers().stream()).toList();
    scope = owner.newSubManager();
    past =
        decoder.prefill(
            scope, Batch.ofPrompts(prompts.stream().map(Prompt::tokens).toList()), weights);
  }

  List<Answer> answers() {
    return answers;
  }

  /** Tokens that it may still write. */
  int left() {
    return maxTokens - written;
  }

  /** Makes room for {@code steps} more tokens. */
  void reserve(int steps) {
    int wanted = written + steps;
    if (wanted > places) {
      int grown = Math.min(maxTokens, (wanted + GROWTH - 1) / GROWTH * GROWTH);
      replace(past, decoder.extend(owner, cache, answers.size(), grown - places));
      places = grown;
    }
  }

  CohortView view() {
    int[] counts = counts();
    int copies = Arrays.stream(counts).max().orElseThrow();
    long[] slots = new long[answers.size()];
    int row = 0;
    for (int g = 0; g < counts.length; g++) {
      for (int copy = 0; copy < counts[g]; copy++) {
        slots[row++] = (long) g * copies + copy;
      }
    }
    long[] lengths = prompts.stream().mapToLong(Prompt::places).toArray();
    return new CohortView(past, cache, lengths, slots, copies, written);
  }

  /** How many answers of each prompt are in progress. */
  private int[] counts() {
    return prompts.stream()
        .mapToInt(prompt -> (int) answers.stream().filter(a -> a.prompt() == prompt).count())
        .toArray();
  }

  /** Places that its caches have, prompts' included. */
  long had() {
    return prompts.size() * (long) width() + answers.size() * (long) places;
  }

  /** Places of these that are written by the end of a call of {@code steps}. */
  long needed(int steps) {
    return prompts.stream().mapToLong(Prompt::places).sum()
        + answers.size() * (long) (written + steps);
  }

  /** Places of an answer beyond those. */
  int excess(int steps) {
    return places - written - steps;
  }

  private int width() {
    return prompts.stream().mapToInt(Prompt::places).max().orElse(0);
  }

  /**
   * Goes on after a call of {@code steps}, without the answers that are over.
   *
   * @return whether any is left
   */
  boolean advance(int steps) {
    written += steps;
    int[] rows =
        IntStream.range(0, answers.size())
            .filter(row -> !answers.get(row).isOver(maxTokens))
            .toArray();
    if (rows.length == 0) {
      scope.close();
      return false;
    }
    if (rows.length < answers.size()) {
      answers = Arrays.stream(rows).mapToObj(answers::get).toList();
      int[] kept =
          IntStream.range(0, prompts.size())
              .filter(g -> answers.stream().anyMatch(a -> a.prompt() == prompts.get(g)))
              .toArray();
      NDList fewer = past;
      if (kept.length < prompts.size()) {
        prompts = new ArrayList<>(Arrays.stream(kept).mapToObj(prompts::get).toList());
        fewer = decoder.select(owner, past, kept, width());
      }
      replace(fewer, decoder.select(owner, cache, rows, places));
    }
    return true;
  }

  /** Frees the former caches. */
  private void replace(NDList newPast, NDList newCache) {
    NDManager next = owner.newSubManager();
    newPast.attach(next);
    newCache.attach(next);
    past = newPast;
    cache = newCache;
    scope.close();
    scope = next;
  }
}
