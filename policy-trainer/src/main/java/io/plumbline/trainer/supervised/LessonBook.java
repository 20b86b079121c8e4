package io.plumbline.trainer.supervised;

import io.plumbline.trainer.practice.Demonstration;
import io.plumbline.trainer.tokenizer.LexiconTokenizer;
import java.util.Arrays;

/** Demonstrations as tokens: {@code <bos> input <sep>} and {@code output <eos>}. */
final class LessonBook {
  /** Whole phrases are rare and carry many characters; which row is next is easily confused. */
  private static final float TELLING_WEIGHT = 3;

  private final LexiconTokenizer tokenizer;
  private final int newline;

  LessonBook(LexiconTokenizer tokenizer) {
    this.tokenizer = tokenizer;
    newline = tokenizer.byteToken('\n');
  }

  Lesson lesson(Demonstration demonstration) {
    return lesson(
        tokenizer.encode(demonstration.input()), tokenizer.encode(demonstration.output()));
  }

  /**
   * The same, with other weights: what begins a row, or ends the table instead, weighs {@code
   * boundary}; the rest weighs 1.
   */
  Lesson lesson(Demonstration demonstration, float boundary) {
    Lesson lesson = lesson(demonstration);
    float[] weights = lesson.weights();
    int[] answer = lesson.answer();
    for (int i = 0; i < weights.length; i++) {
      weights[i] = isBoundary(answer, i) ? boundary : 1;
    }
    return lesson;
  }

  Lesson lesson(int[] input, int[] output) {
    int[] answer = Arrays.copyOf(output, output.length + 1);
    answer[output.length] = tokenizer.eos();
    float[] weights = new float[answer.length];
    for (int i = 0; i < answer.length; i++) {
      weights[i] = tokenizer.isEntry(answer[i]) || isBoundary(answer, i) ? TELLING_WEIGHT : 1;
    }
    return new Lesson(tokenizer.prompt(input), answer, weights);
  }

  /** Whether a row begins here, or the table ends. */
  private boolean isBoundary(int[] answer, int i) {
    return i > 0 && answer[i - 1] == newline;
  }
}
