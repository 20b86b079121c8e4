package io.plumbline.trainer.tokenizer;

import io.plumbline.env.v1.Observation;
import java.util.List;

/** What turns tasks into a policy's tokens and its tokens into text. For any number of threads. */
public interface PolicyTokenizer extends AutoCloseable {

  /** What the policy is asked with: at least two tokens. */
  int[] prompt(Observation observation);

  /** The tokens of a text, without any that begin or end it. */
  int[] encode(String text);

  /** The text of tokens; special ones count for nothing. */
  String decode(int[] ids);

  /** The tokens that end an answer, at least one. */
  List<Integer> ends();

  /** Whether the texts of an environment are what it is for. */
  boolean supports(String environment);

  /** In words, for reports. */
  String description();

  /** What identifies it: SHA-256, in hex, of all that decides its tokens. */
  String sha256();

  @Override
  void close();
}
