package io.plumbline.trainer.sampling;

import java.util.Arrays;
import java.util.List;

/** One answer being drawn. */
final class Answer {
  private final Prompt prompt;
  private final long stream;
  private int[] tokens = {};
  private float[] logProbs = {};
  private boolean stopped;

  /**
   * @param stream of random numbers
   */
  Answer(Prompt prompt, long stream) {
    this.prompt = prompt;
    this.stream = stream;
  }

  Prompt prompt() {
    return prompt;
  }

  /** What is computed next. */
  long last() {
    int[] before = tokens.length == 0 ? prompt.tokens() : tokens;
    return before[before.length - 1];
  }

  int length() {
    return tokens.length;
  }

  boolean isOver(int maxTokens) {
    return stopped || tokens.length == maxTokens;
  }

  float uniform(long seed, int ahead) {
    return CounterRandom.uniform(seed, stream, tokens.length + ahead);
  }

  /** Appends what was drawn, up to an end. */
  void append(long[] ids, float[] chosen, int from, int width, List<Integer> ends) {
    int count = 0;
    while (count < width && !stopped) {
      stopped = ends.contains((int) ids[from + count]);
      count++;
    }
    int before = tokens.length;
    tokens = Arrays.copyOf(tokens, before + count);
    logProbs = Arrays.copyOf(logProbs, before + count);
    for (int i = 0; i < count; i++) {
      tokens[before + i] = (int) ids[from + i];
      logProbs[before + i] = chosen[from + i];
    }
  }

  /** As far as it is drawn. */
  Completion soFar() {
    return new Completion(tokens, logProbs, stopped);
  }
}
