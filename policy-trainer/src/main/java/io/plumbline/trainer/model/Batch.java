package io.plumbline.trainer.model;

import java.util.List;

/**
 * Prompts with their answers, padded to rectangles.
 *
 * @param prompts [groups, width], each without its last token
 * @param lengths of the prompts, without their last token
 * @param owners the number of each answer's prompt: [answers], in the prompts' order
 * @param inputs [answers, length]: a prompt's last token and then all but the last of an answer
 * @param index where in {@code inputs}, flattened, the answers' tokens are predicted: [N]
 * @param targets the answers' tokens: [N]
 */
@SuppressWarnings("ArrayRecordComponent") // goes from here straight into native arrays
public record Batch(
    long[] prompts,
    int groups,
    int width,
    long[] lengths,
    long[] owners,
    long[] inputs,
    int answers,
    int length,
    long[] index,
    long[] targets) {

  /** Prompts whose answers are still to be drawn. */
  public static Batch ofPrompts(List<int[]> prompts) {
    return of(prompts, prompts.stream().map(prompt -> List.of(new int[1])).toList());
  }

  /**
   * Prompts with answers.
   *
   * @param prompts of at least two tokens each
   * @param answers to each prompt, at least one; of at least one token each
   */
  public static Batch of(List<int[]> prompts, List<List<int[]>> answers) {
    int groups = prompts.size();
    int rows = answers.stream().mapToInt(List::size).sum();
    int width = prompts.stream().mapToInt(prompt -> prompt.length - 1).max().orElseThrow();
    int length = answers.stream().flatMap(List::stream).mapToInt(a -> a.length).max().orElseThrow();
    int total = answers.stream().flatMap(List::stream).mapToInt(a -> a.length).sum();
    long[] padded = new long[groups * width];
    long[] lengths = new long[groups];
    long[] owners = new long[rows];
    long[] inputs = new long[rows * length];
    long[] index = new long[total];
    long[] targets = new long[total];
    int next = 0;
    int row = 0;
    for (int g = 0; g < groups; g++) {
      int[] prompt = prompts.get(g);
      lengths[g] = prompt.length - 1L;
      for (int i = 0; i < prompt.length - 1; i++) {
        padded[g * width + i] = prompt[i];
      }
      for (int[] answer : answers.get(g)) {
        owners[row] = g;
        for (int i = 0; i < answer.length; i++) {
          int place = row * length + i;
          inputs[place] = i == 0 ? prompt[prompt.length - 1] : answer[i - 1];
          index[next] = place;
          targets[next++] = answer[i];
        }
        row++;
      }
    }
    return new Batch(padded, groups, width, lengths, owners, inputs, rows, length, index, targets);
  }

  /** Tokens of all answers. */
  public int tokens() {
    return targets.length;
  }

  /** Values of the N tokens in their places: [answers, length], 0 where an answer has ended. */
  public float[] table(float[] values) {
    float[] table = new float[answers * length];
    for (int i = 0; i < index.length; i++) {
      table[(int) index[i]] = values[i];
    }
    return table;
  }
}
