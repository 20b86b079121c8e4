package io.plumbline.trainer.sampling;

import java.util.List;
import java.util.stream.IntStream;

/** A prompt with the answers that are drawn to it. */
final class Prompt {
  private final int[] tokens;
  private final List<Answer> answers;

  /**
   * @param tokens at least two
   * @param stream of random numbers of the first answer; the others have the next ones
   */
  Prompt(int[] tokens, int copies, long stream) {
    this.tokens = tokens;
    answers = IntStream.range(0, copies).mapToObj(copy -> new Answer(this, stream + copy)).toList();
  }

  int[] tokens() {
    return tokens;
  }

  List<Answer> answers() {
    return answers;
  }

  /** Places of it that are cached: all but the last, which is its answers' first input. */
  int places() {
    return tokens.length - 1;
  }
}
