package io.plumbline.trainer.policies;

import io.plumbline.env.v1.Task;
import java.util.List;
import java.util.Optional;

/** Writes answers to tasks. It is given what the contract shows: never a reference. */
public interface Policy {

  /** Its name on the command line and in reports. */
  String label();

  /** Whether its behaviour means anything there. */
  boolean supports(String environment);

  /** What counts its tokens, in words, for reports. */
  String tokenizer();

  /** How it picks tokens, {@code sampled} or {@code greedy}; empty where it picks none. */
  Optional<String> decoding();

  /**
   * Its answers under a token budget, one for each task and in their order. All are asked for at
   * once, so that a model may write many side by side.
   *
   * @param maxTokens most tokens of an answer, at least 1
   */
  List<Answer> answer(List<Task> tasks, int maxTokens);
}
