package io.plumbline.trainer.budgets;

/** Counts the tokens of a text. Thread-safe; linear in the text. */
public interface TokenCounter extends AutoCloseable {

  /** How many tokens {@code text} is, without any that mark its beginning or end. */
  int count(String text);

  /**
   * The longest prefix that the first {@code maxTokens} tokens of {@code text} cover whole: what is
   * left of an output when its budget ends. Splits no character, even where a token does.
   *
   * @param maxTokens at least 0
   * @throws IllegalArgumentException if it is negative
   */
  String cut(String text, int maxTokens);

  /** What counts, for a report: {@code built-in estimate} or the file that was read. */
  String describe();

  /** Frees what is held outside the heap, if anything is. */
  @Override
  default void close() {}
}
