package io.plumbline.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Prompts of several lengths, and answers of several lengths to each. */
record Answers(List<int[]> prompts, List<List<int[]>> answers) {

  /** As many answers to each prompt as {@code copies}, none as long as another of its prompt. */
  static Answers ragged(int copies, int... promptLengths) {
    SplittableRandom random = new SplittableRandom(copies * 31L + promptLengths.length);
    List<int[]> prompts = new ArrayList<>();
    List<List<int[]>> answers = new ArrayList<>();
    for (int length : promptLengths) {
      prompts.add(tokens(random, length));
      List<int[]> group = new ArrayList<>();
      for (int copy = 0; copy < copies; copy++) {
        group.add(tokens(random, 1 + (copy * 3 + length) % 7));
      }
      answers.add(group);
    }
    return new Answers(prompts, answers);
  }

  Batch batch() {
    return Batch.of(prompts, answers);
  }

  /** The oracle's log-probabilities as {@link Decoder#logProbs} orders them, [N, vocabulary]. */
  NDArray logProbs(OracleDecoder oracle, double temperature) {
    NDList rows = new NDList();
    for (int g = 0; g < prompts.size(); g++) {
      int[] prompt = prompts.get(g);
      for (int[] answer : answers.get(g)) {
        int[] sequence = Arrays.copyOf(prompt, prompt.length + answer.length);
        System.arraycopy(answer, 0, sequence, prompt.length, answer.length);
        // The token after the prompt's last one is the answer's first.
        rows.add(
            oracle
                .logProbs(sequence, temperature)
                .get("{}:{}", prompt.length - 1, sequence.length - 1));
      }
    }
    return NDArrays.concat(rows, 0);
  }

  @Override
  public String toString() {
    return answers.get(0).size() + " answers to each of " + prompts.size() + " prompts";
  }

  private static int[] tokens(SplittableRandom random, int length) {
    return random.ints(length, 0, TinyModel.VOCABULARY).toArray();
  }
}
