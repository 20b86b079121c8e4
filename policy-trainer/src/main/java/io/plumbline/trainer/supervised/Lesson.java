package io.plumbline.trainer.supervised;

/**
 * One demonstration in tokens.
 *
 * @param prompt at least two tokens
 * @param answer at least one token, the end token last
 * @param weights of the answer's tokens in the loss
 */
@SuppressWarnings("ArrayRecordComponent") // goes from here straight into a batch
record Lesson(int[] prompt, int[] answer, float[] weights) {

  int positions() {
    return prompt.length + answer.length - 1;
  }
}
